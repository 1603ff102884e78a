import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import packageLock from "../../package-lock.json" with { type: "json" };
import { makeSbom, runtimePackages } from "./sbom.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("B13: the bill names every package that engine, kernel, wire and runner import, and no others as its own", () => {
  const imported = new Set(["deno"]);
  for (const zone of ["engine", "kernel", "wire", "bundle"])
    for (const file of readdirSync(join(root, zone), { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || /\.(test|d)\.ts$|(^|\/)testing\//.test(file)) continue;
      const text = readFileSync(join(root, zone, file), "utf8");
      for (const [, name] of text.matchAll(/^(?:import|export|\}) [^\n]*?from "(@?[a-z][^":]*)";$/gm))
        imported.add(name!.startsWith("@") ? name!.split("/").slice(0, 2).join("/") : name!.split("/")[0]!);
    }
  expect([...imported].sort()).toEqual([...runtimePackages].sort());
});

test("B13: it is CycloneDX with version, licence and hash of each package, and has no time of its own", () => {
  const text = makeSbom(packageLock);
  expect(makeSbom(JSON.parse(JSON.stringify(packageLock)))).toBe(text);
  const bill = JSON.parse(text);
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6" });
  expect(bill.metadata.timestamp ?? bill.serialNumber).toBeUndefined();
  const refs = new Set(bill.components.map((each: { "bom-ref": string }) => each["bom-ref"]));
  expect(refs.size).toBe(bill.components.length);
  const { version } = packageLock.packages["node_modules/zod"];
  expect(refs).toContain(`pkg:npm/zod@${version}`);
  for (const { ref, dependsOn } of bill.dependencies)
    for (const each of dependsOn) expect([ref, refs.has(each)]).toEqual([ref, true]);
  const packages = bill.components.filter((each: { purl?: string }) => each.purl);
  type Listed = { readonly name: string; readonly hashes?: unknown; readonly licenses?: unknown };
  // The lock file tells neither of packages that are of other platforms than the one it was written on.
  const without = (part: "hashes" | "licenses") =>
    packages.flatMap((each: Listed) => (each[part] || each.name.startsWith("@deno/") ? [] : [each.name]));
  expect(without("hashes")).toEqual([]);
  expect(without("licenses")).toEqual([]);
});
