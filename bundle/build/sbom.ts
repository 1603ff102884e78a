import { z } from "zod";
import { ENGINE_VERSION } from "../../engine/index.ts";
import { canonicalJson } from "../document/canonical-json.ts";

/** What a published definition runs on, beside our own code: the packages that engine, kernel and runner import. */
export const runtimePackages: readonly string[] = [
  "@msgpack/msgpack",
  "@noble/hashes",
  "apache-arrow",
  "comlink",
  "deno",
  "pure-rand",
  "ts-blank-space",
  "typescript",
  "yaml",
  "zod",
];

const dependencies = z.record(z.string(), z.string()).default({});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      dependencies,
      optionalDependencies: dependencies,
    }),
  ),
});
type Packages = z.infer<typeof lockSchema>["packages"];

/** Where npm finds a package from inside another: beside it, or in a folder above. */
const placeOf = (packages: Packages, name: string, from: string): string | null => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const place = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, place)) return place;
    if (folder === "") return null;
    if (!folder.includes("/node_modules/")) folder = "";
  }
};

const nameOf = (place: string): string => place.slice(place.lastIndexOf("node_modules/") + 13);
const purlOf = (place: string, version: string): string =>
  `pkg:npm/${nameOf(place).replace("@", "%40")}@${version}`;

const hashesOf = (integrity: string | undefined) => {
  const sha512 = /^sha512-(.+)$/.exec(integrity ?? "")?.[1];
  return sha512
    ? { hashes: [{ alg: "SHA-512", content: Buffer.from(sha512, "base64").toString("hex") }] }
    : {};
};

const OWN = ["asof-engine", "asof-kernel"];

/**
 * The software bill of materials of what runs a definition, as CycloneDX 1.6 in canonical JSON. It has no time and no
 * serial number, so that equal lock files give equal bytes.
 *
 * @param lock the parsed package-lock.json
 */
export const makeSbom = (lock: unknown): string => {
  const { packages } = lockSchema.parse(lock);
  const refs = new Map<string, { readonly place: string; readonly needs: string[] }>();
  const add = (place: string): string => {
    const { version = "", dependencies: needed, optionalDependencies: optional } = packages[place]!;
    const ref = purlOf(place, version);
    if (refs.has(ref)) return ref;
    const entry = { place, needs: [] as string[] };
    refs.set(ref, entry);
    for (const name of Object.keys({ ...needed, ...optional }).sort()) {
      const found = placeOf(packages, name, place);
      if (found) entry.needs.push(add(found));
    }
    return ref;
  };
  const roots = runtimePackages.map((name) => {
    const place = placeOf(packages, name, "");
    if (!place) throw new TypeError(`package-lock.json has no ${name}`);
    return add(place);
  });
  const all = [...refs].sort(([a], [b]) => (a < b ? -1 : 1));
  return canonicalJson({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: { type: "application", "bom-ref": "asof", name: "asof", version: ENGINE_VERSION },
    },
    components: [
      ...OWN.map((name) => ({ type: "library", "bom-ref": name, name, version: ENGINE_VERSION })),
      ...all.map(([ref, { place }]) => {
        const { version = "", license, integrity } = packages[place]!;
        return {
          type: "library",
          "bom-ref": ref,
          name: nameOf(place),
          version,
          purl: ref,
          ...(license && { licenses: [{ expression: license }] }),
          ...hashesOf(integrity),
        };
      }),
    ],
    dependencies: [
      { ref: "asof", dependsOn: [...OWN, ...roots].sort() },
      ...OWN.map((ref) => ({ ref, dependsOn: [...roots].sort() })),
      ...all.map(([ref, { needs }]) => ({ ref, dependsOn: [...new Set(needs)].sort() })),
    ],
  });
};
