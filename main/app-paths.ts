import { join } from "node:path";
import { app } from "electron";

const DENO = process.platform === "win32" ? "deno.exe" : "deno";

/** Where everything is: beside the code in a checkout, in the resources folder of a packaged app. */
export const appPaths = () => {
  const out = join(app.getAppPath(), "out");
  const shipped = app.isPackaged ? process.resourcesPath : out;
  const own = app.getPath("userData");
  return {
    renderer: join(out, "renderer"),
    kernel: join(out, "kernel"),
    preloadWindow: join(out, "main", "preload-window.cjs"),
    preloadKernel: join(out, "main", "preload-kernel.cjs"),
    storeProcess: join(out, "store", "store-process.js"),
    queryProcess: join(out, "store", "query-process.js"),
    importProcess: join(out, "store", "import-process.js"),
    build: {
      script: join(out, "bundle", "build-process.js"),
      runner: app.isPackaged
        ? { executable: join(shipped, "deno", DENO), script: join(shipped, "kernel-deno", "runner.js") }
        : null,
    },
    stores: {
      sample: join(shipped, "sample-store"),
      own: join(own, "store"),
      named: process.env.ASOF_STORE ?? null,
    },
    notebooks: join(shipped, "notebooks"),
    settings: join(own, "settings.json"),
    recent: join(own, "recent.json"),
    drafts: join(own, "drafts"),
    publishing: join(own, "publishing"),
  };
};
