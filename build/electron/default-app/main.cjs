// What a bare Electron runs when no app is packed into it: it starts the app named by the first argument that is no
// flag, as the official distribution's own default app does. Packed into resources/default_app.asar.
const { existsSync, readFileSync, statSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join, resolve } = require("node:path");
const { pathToFileURL } = require("node:url");
const { app } = require("electron");

/** Nearest package.json at or above a folder: gives the app its name and version. */
function findManifest(folder) {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "package.json");
    if (existsSync(file)) return { folder: at, ...JSON.parse(readFileSync(file, "utf8")) };
    if (dirname(at) === at) return null;
  }
}

const preloads = [];
let target = null;
for (let i = 1; i < process.argv.length && target === null; i++) {
  const arg = process.argv[i];
  if (arg === "-r" || arg === "--require") preloads.push(resolve(process.argv[++i]));
  else if (arg === "--version" || arg === "-v") {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (!arg.startsWith("-")) target = resolve(arg);
}
if (target === null || !existsSync(target)) {
  console.error("electron: name the app to start, a folder or its main file");
  process.exit(1);
}

const isFolder = statSync(target).isDirectory();
const manifest = findManifest(isFolder ? target : dirname(target));
if (manifest) {
  if (manifest.productName ?? manifest.name) app.setName(manifest.productName ?? manifest.name);
  if (manifest.version) app.setVersion(manifest.version);
}
Object.defineProperty(process, "defaultApp", { value: true, enumerable: true });
// A profile asked for on the command line stays.
if (!app.commandLine.hasSwitch("user-data-dir"))
  app.setPath("userData", join(app.getPath("appData"), app.getName()));
app.setAppPath(isFolder ? target : dirname(target));

const requireHere = createRequire(__filename);
for (const file of preloads) requireHere(file);
const main = isFolder ? join(target, manifest?.main ?? "index.js") : target;
// A CommonJS main runs before the app is ready, as it must to register its schemes; an ES module may come too late.
if (main.endsWith(".mjs")) {
  import(pathToFileURL(main).href).catch((error) => {
    console.error(error);
    app.exit(1);
  });
} else requireHere(main);
