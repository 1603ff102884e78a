/**
 * Which folder may import which: the table of the architecture, as rules. Everybody may import `wire/` and any
 * `contract/`; what else a zone may import stands here. `npm run check` also asserts how many modules were read, because
 * rules over nothing always pass.
 */
const EVERYBODY = ["wire", "[^/]+/contract"];

const MAY_IMPORT = {
  engine: [],
  kernel: ["engine"],
  store: ["engine"],
  // What is published is a notebook's closure, run by the kernel in a process of its own.
  bundle: ["engine", "kernel"],
  // The notebook's file format is pure text work, so whoever reads or writes a file may use it. Saved mappings are small
  // files beside the store that are opened without its database.
  // A run's manifest is pure as well: what is kept beside a notebook, and what two runs have in common.
  // Likewise who starts and ends the processes of SQL cells.
  // Publishing: a clean run is told like the command line's, a bundle is read and signed, and servers are asked by the
  // client that everybody asks them by.
  main: [
    "kernel/notebook",
    "kernel/manifest",
    "kernel/folder",
    "kernel/collect",
    "store/mappings",
    "store/query/service",
    "bundle/document",
    "serving/client",
  ],
  // A small table is sorted, filtered and exported in the window by the very functions that do it for a large one.
  renderer: ["kernel/notebook", "kernel/manifest", "kernel/tables", "engine"],
  // It runs what was published, on a store of its own, in a process behind the API.
  serving: ["engine", "bundle", "store", "kernel/host", "kernel/deno"],
  // A report shows what the window shows, so it shares the formats, the words and the charts, not the components.
  cli: [
    "kernel",
    "serving",
    "store",
    "engine",
    "bundle",
    // A new store begins with the exchanges' calendars, settlement and costs.
    "sample-data/reference",
    // Tests publish from a small sample of their own.
    "sample-data/make-sample-store.ts",
    "renderer/format",
    "renderer/i18n",
    "renderer/outputs/chart",
    "renderer/styles",
  ],
  // It makes a store, and its tests ask that store for every truth that was planted.
  "sample-data": ["engine", "store"],
  // Sweeps are measured on the command line's own threads.
  bench: [
    "engine",
    "store",
    "serving",
    "bundle",
    "cli/parallel",
    "kernel/deno",
    "kernel/host",
    "kernel/language",
    "kernel/research",
  ],
  // The attempts to get out of the kernel are the same in the window, in Deno and without any sandbox; so is the look at
  // threads that do not rest. What is published in a window is served on the servers that the API's own tests start, and
  // people sign in at a stand-in for an identity provider, which those have as well.
  e2e: [
    "kernel/testing",
    "serving/testing/start-postgres.ts",
    "serving/testing/start-redis.ts",
    "serving/testing/identity-provider-double.ts",
  ],
};

const ZONES = [...Object.keys(MAY_IMPORT), "build", "docs"];

/** Tests of a bundle are of one with the engine's kernels in it, as the build makes it. */
const BUNDLES_FOR_TESTS = "^kernel/testing/bundle-kernel\\.ts$";

/** A file as it is, or everything in a folder. */
const placeOf = (path) => (path.endsWith(".ts") ? `${path.replace(".", "\\.")}$` : `${path}/`);

/** Publishing is tried on real servers and real bundles; what ships asks only by the client. */
const PUBLISHING_TESTS = "^main/publishing/.*\\.test\\.ts$";

/** What is copied of a value is held against values as the kernel describes them. */
const COPYING_TESTS = "^renderer/outputs/value/value-json\\.test\\.ts$";

const directions = Object.entries(MAY_IMPORT).map(([zone, others]) => ({
  name: `direction-${zone}`,
  comment: `${zone}/ imports only: itself, wire/, contract/ folders${others.map((other) => `, ${other}/`).join("")}`,
  severity: "error",
  // The launcher prepares a clone before it is the command.
  from: {
    path: `^${zone}/`,
    pathNot: `^cli/bin\\.mjs$|${BUNDLES_FOR_TESTS}|${PUBLISHING_TESTS}|${COPYING_TESTS}`,
  },
  to: {
    path: `^(${ZONES.join("|")})/`,
    pathNot: `^(${[zone, ...EVERYBODY, ...others].map(placeOf).join("|")})`,
  },
}));

/** Node's own modules where none exist at run time, or where promises forbid them. */
const withoutNode = (name, path, pathNot) => ({
  name: `no-node-in-${name}`,
  severity: "error",
  from: { path, pathNot: `\\.test\\.tsx?$|/testing/${pathNot ? `|${pathNot}` : ""}` },
  to: { dependencyTypes: ["core"] },
});

module.exports = {
  forbidden: [
    ...directions,
    {
      name: "wire-imports-nothing",
      comment: "wire/ is below everything: itself, zod and msgpack only",
      severity: "error",
      from: { path: "^wire/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^wire/|^node_modules/(zod|@msgpack)/" },
    },
    {
      name: "contract-imports-no-implementation",
      comment: "a contract/ is types and schemas: other contracts, wire/ and zod only",
      severity: "error",
      from: { path: "^[^/]+/contract/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^[^/]+/contract/|^wire/|^node_modules/zod/" },
    },
    {
      name: "engine-imports-no-shell",
      comment: "the engine is pure: only these packages",
      severity: "error",
      from: { path: "^engine/", pathNot: "\\.test\\.ts$|/testing/" },
      to: {
        path: "^node_modules/",
        pathNot: "^node_modules/(zod|pure-rand|temporal-polyfill|@noble/hashes)/",
      },
    },
    {
      name: "electron-only-in-main",
      severity: "error",
      from: {
        path: `^(${ZONES.filter((zone) => zone !== "main").join("|")}|wire)/`,
        pathNot: "^build/electron/default-app/",
      },
      to: { path: "(^|/)electron(/|$)", dependencyTypesNot: ["local"] },
    },
    {
      name: "nothing-imports-build",
      severity: "error",
      from: { pathNot: `^(build|cli/bin\\.mjs|e2e|playwright\\.config)|${BUNDLES_FOR_TESTS}` },
      to: { path: "^build/" },
    },
    {
      name: "no-test-in-production",
      severity: "error",
      from: { pathNot: "\\.test\\.(tsx?|mjs)$" },
      to: { path: "\\.test\\.(tsx?|mjs)$" },
    },
    withoutNode("engine", "^engine/"),
    withoutNode("wire", "^wire/"),
    withoutNode("renderer", "^renderer/"),
    withoutNode("kernel", "^kernel/", "^kernel/(deno|folder|shells/deno|headless)"),
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^virtual:|\\?(raw|worker|url)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(out|release|test-results)/" },
    // A type-only import is a dependency between zones as much as any.
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
