import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { bootstrap } from "./bootstrap.mjs";
import { inRoot } from "./paths.mjs";
import { failWith, say } from "./report.mjs";

/** `npm run package`: the unpacked Linux app in release/linux-unpacked, made without any download. */
async function makePackage() {
  const { electronFolder } = await bootstrap();
  if (electronFolder === null) throw new Error("a package needs an Electron");
  const { build, Platform } = await import("electron-builder");
  const { parse } = await import("yaml");
  const { flipPackagedFuses } = await import("./packaging/fuses.mjs");
  const { denoResources } = await import("./packaging/deno.mjs");
  const config = parse(readFileSync(inRoot("electron-builder.yml"), "utf8"));
  await rm(inRoot("release"), { recursive: true, force: true });
  await build({
    targets: Platform.LINUX.createTarget("dir"),
    publish: "never",
    config: {
      ...config,
      extraResources: [...config.extraResources, ...denoResources()],
      electronDist: electronFolder,
      electronVersion: readFileSync(join(electronFolder, "version"), "utf8").trim().replace(/^v/, ""),
      afterPack: async ({ appOutDir }) => {
        await rm(join(appOutDir, "resources", "default_app.asar"), { force: true });
        await flipPackagedFuses(join(appOutDir, "asof"));
      },
    },
  });
  say(
    "packaged in release/linux-unpacked; `node build/verify-package.mjs` starts it and checks that it works",
  );
}

await makePackage().catch(failWith);
