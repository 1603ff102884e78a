import { expect, it } from "vitest";
import { listMissingPlatforms, platformOf } from "./missing-platforms.mjs";

it.each([
  ["@biomejs/cli-linux-x64-musl", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
  ["@deno/linux-arm64-glibc", { os: ["linux"], cpu: ["arm64"], libc: ["glibc"] }],
  ["@oxc-parser/binding-linux-arm-gnueabihf", { os: ["linux"], cpu: ["arm"], libc: ["glibc"] }],
  ["@oxc-parser/binding-win32-ia32-msvc", { os: ["win32"], cpu: ["ia32"] }],
  ["@duckdb/node-bindings-darwin-arm64", { os: ["darwin"], cpu: ["arm64"] }],
])("reads the platform from the name %s", (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});

it("lists what a package names and the lock file lacks, keeping who needs it", () => {
  const lock = {
    packages: {
      "": {},
      "node_modules/a": {
        dev: true,
        optionalDependencies: { "a-linux-x64": "1.0.0", "a-win32-x64": "1.0.0" },
      },
      "node_modules/a-linux-x64": { version: "1.0.0" },
    },
  };
  expect(listMissingPlatforms(lock)).toEqual({
    "node_modules/a-win32-x64": { version: "1.0.0", os: ["win32"], cpu: ["x64"], dev: true, optional: true },
  });
});

it("finds a package in the node_modules of a package further up", () => {
  const lock = {
    packages: {
      "node_modules/a/node_modules/b": { optionalDependencies: { c: "1.0.0", d: "1.0.0" } },
      "node_modules/a/node_modules/c": {},
      "node_modules/d": {},
    },
  };
  expect(listMissingPlatforms(lock)).toEqual({});
});
