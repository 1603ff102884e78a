import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import * as engine from "../index.ts";
import { metricReference } from "./metric-reference.ts";
import { renderMetricReference } from "./testing/render-metric-reference.ts";
import { runMetricExample } from "./testing/run-metric-example.ts";

interface Documented {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly doc: string;
}

/** Every function that a file of metrics or analytics exports, as its source has it. */
const documented: readonly Documented[] = ["./", "../analytics/"].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((file) => {
      const text = readFileSync(new URL(`${folder}${file}`, import.meta.url), "utf8");
      const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
      const isExported = ({ modifiers }: ts.FunctionDeclaration) => (modifiers?.length ?? 0) > 0;
      return statements
        .filter(ts.isFunctionDeclaration)
        .filter(isExported)
        .map((declared) => ({
          name: declared.name!.text,
          // One that is taken apart at once has no name of its own.
          parameters: declared.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : "{}")),
          doc: ts
            .getJSDocCommentsAndTags(declared)
            .map((doc) => doc.getText().replaceAll(/\s*\n \*\s*/g, " "))
            .join(" "),
        }));
    }),
);
const isPublic = ({ name }: Documented) => Object.hasOwn(engine, name);
const sourceOf = new Map(documented.map((each) => [each.name, each]));

test.each(metricReference.map(({ name, example }) => [name, example] as const))(
  "the example of %s gives what the reference says",
  (_, { code, output }) => {
    expect(runMetricExample(code)).toBe(output);
  },
);

describe("the reference of metrics", () => {
  test("has every public function of metrics and analytics, once", () => {
    const names = metricReference.map(({ name }) => name);
    expect(documented.filter(isPublic).length).toBeGreaterThan(45);
    expect(new Set(names).size).toBe(names.length);
    const figures = ["costDrag", "trades"];
    expect(names.filter((name) => !figures.includes(name)).sort()).toEqual(
      documented
        .filter(isPublic)
        .map(({ name }) => name)
        .sort(),
    );
  });

  test("has every figure of a tear sheet in its own format, and no other", () => {
    const run = {
      dates: Int32Array.of(0, 1),
      navMinor: Float64Array.of(100, 101),
      benchmark: Float64Array.of(1, 1.01),
      grossExposure: Float64Array.of(0, 1),
      fills: { at: Float64Array.of(1), valueMinor: Float64Array.of(50) },
      costsMinor: { commission: 1, slippage: 0, tax: 0 },
    } as unknown as engine.BacktestRun;
    const shown = engine.summariseRun(run).metrics.map(({ key, format }) => ({ key, format }));
    const said = metricReference.flatMap(({ tearSheet }) => tearSheet ?? []);
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
    expect([...said].sort(byKey)).toEqual(shown.sort(byKey));
  });

  test("writes parameters and sources as the functions' own documentation does", () => {
    const wrong = metricReference.flatMap(({ name, signature, source }) => {
      const own = sourceOf.get(name);
      if (!own) return [];
      const written = signature
        .slice(name.length + 1, -1)
        .replaceAll(/\{[^}]*\}/g, "{}")
        .split(/, /)
        .map((parameter) => parameter.split(" ")[0]!);
      const isSame = own.parameters.every(
        (parameter, k) => [parameter, "{}"].includes(written[k]!) || parameter === "{}",
      );
      const faults =
        isSame && written.length === own.parameters.length
          ? []
          : [`${name}(${written}) and not (${own.parameters})`];
      if (source && !own.doc.includes(`@source ${source.split(" (")[0]}`)) faults.push(`source of ${name}`);
      return faults;
    });
    expect(wrong).toEqual([]);
  });

  test("names only codes of failures that the functions' own documentation has", () => {
    const wrong = metricReference.flatMap(({ name, undefinedWhen }) => {
      const own = sourceOf.get(name);
      const codes = [...undefinedWhen.matchAll(/`([a-z]+(?:-[a-z]+)+|ruin)`/g)].map(([, code]) => code!);
      // "Fails as `x` does" stands for the codes of x.
      const docs = own ? [own.doc, ...asOthers(own.doc)].join(" ") : codes.map((code) => `"${code}"`).join();
      return codes.filter((code) => !docs.includes(`"${code}"`)).map((code) => `${name}: ${code}`);
    });
    expect(wrong).toEqual([]);
  });

  test("is what docs/reference/metrics.md says", async () => {
    await expect(renderMetricReference()).toMatchFileSnapshot("../../docs/reference/metrics.md");
  });
});

/** The documentation of the functions that a docstring refers to, and of those these refer to. */
const asOthers = (doc: string, depth = 0): string[] =>
  depth > 2
    ? []
    : [...doc.matchAll(/`(\w+)`/g)].flatMap(([, name]) => {
        const other = sourceOf.get(name!);
        return other ? [other.doc, ...asOthers(other.doc, depth + 1)] : [];
      });
