import { expect, test } from "vitest";
import { numberOf } from "../../wire/bits.ts";
import { evidenceOf } from "../document/evidence-of.ts";
import { readDocument } from "../document/read-document.ts";
import { readParity } from "../parity/parity-blobs.ts";
import { findForeignCode } from "../slice/recompile.ts";
import { runHere } from "../testing/run-here.ts";
import { authorKey, buildOn, cells, codeCell, config as testedConfig } from "../testing/world-notebook.ts";
import { findOtherEngine } from "../verify/check-engine.ts";
import { checkSignatures } from "../verify/check-signatures.ts";

const tested = { parameters: {}, config: testedConfig, closureHash: "b".repeat(64) };

const bundleOf = async (given?: Parameters<typeof buildOn>[1]) => {
  const built = await buildOn(runHere(), { vectors: 150, ...given });
  if (!built.ok) throw new Error(`${built.fault.code}: ${built.fault.message}`);
  return built.value;
};

test("B7: a bundle holds all that its definition needs, and a thousand vectors that come out alike in every mode", async () => {
  const { text, digest, manifest, replay } = await bundleOf({ vectors: 1_000 });
  expect(replay).toEqual({ vectors: 1_000, modes: ["batch", "at", "stream"] });
  expect(manifest).toMatchObject({
    kind: "strategy",
    name: "Best",
    entry: { cellId: "best", variable: "best" },
    universe: "WORLD",
    fields: ["close", "sharesOutstanding"],
    audit: { status: "missing" },
  });
  expect(manifest.cells.map(({ id }) => id)).toEqual(["half", "best"]);
  const read = readDocument(text);
  if (!read.ok) throw new Error(read.fault.message);
  expect(read.value.document.digest).toBe(digest);
  const parity = readParity(manifest, read.value.blobs);
  if (!parity.ok) throw new Error(parity.fault.message);
  const { inputs, vectors } = parity.value;
  expect(inputs.panels).toHaveLength(6);
  // Values and missing ones, names held and not held.
  for (const list of [vectors.signal, vectors.weight]) expect(new Set(list).size).toBeGreaterThan(1);
  expect(vectors.signal.some(Number.isNaN)).toBe(true);
  expect(vectors.weight.some((weight) => weight > 0)).toBe(true);
  expect(checkSignatures(read.value.document, [authorKey])).toMatchObject({ ok: true });
  expect(findForeignCode(manifest)).toBeNull();
  expect(findOtherEngine(manifest)).toBeNull();
});

test("B15: a bundle states the greatest gross leverage of its backtest, and all that a desk limits but the deflated Sharpe ratio", async () => {
  const { manifest } = await bundleOf();
  const { drawdown, annualTurnover, grossLeverage, deflatedSharpe } = evidenceOf(manifest);
  expect([drawdown! > 0, annualTurnover! > 0, deflatedSharpe]).toEqual([true, true, null]);
  const mean = numberOf(manifest.backtest!.metrics.averageExposure!);
  expect([grossLeverage! > mean, grossLeverage! < 2]).toEqual([true, true]);
});

test("B8: built again, from a notebook whose other cells are others, it is the same to the byte", async () => {
  const first = await bundleOf();
  const others = [codeCell("zero", "const unrelated = await data.facts('a', 'b');"), cells[1]!, cells[0]!];
  const second = await bundleOf({ cells: others });
  expect(second.digest).toBe(first.digest);
  expect(second.text).toBe(first.text);
});

test("B8, B9: with its backtest behind it in the same cell it is the same to the byte, and of other orders none", async () => {
  const [half, best] = cells;
  const run = (rest: string) => codeCell("best", `${best!.source}\n${rest}`);
  const config = "{ from: date('2020-01-01'), to: date('2020-12-31') }";
  const together = await bundleOf({
    cells: [half!, run(`const run = await backtest(best, ${config});\nrun`)],
  });
  expect(together.text).toBe((await bundleOf()).text);
  expect(findForeignCode(together.manifest)).toBeNull();
  // The notebook's own run was of what the end of the cell had made of it.
  const findRun = () => ({
    ok: true as const,
    value: { ...tested, orderHash: "c".repeat(64) },
  });
  const built = await buildOn(runHere(), {
    cells: [half!, run("await backtest(best, {}); top = 5;")],
    findRun,
  });
  expect(built).toMatchObject({
    ok: false,
    fault: { code: "not-clean", message: expect.stringContaining("other orders") },
  });
});

test("B8: another character in its cells is another digest", async () => {
  const [half, best] = cells;
  const edited = [half!, codeCell("best", best!.source.replace("ema(4)", "ema(5)"))];
  expect((await bundleOf({ cells: edited })).digest).not.toBe((await bundleOf()).digest);
});

test("B9: a definition that gives other orders by itself than in its notebook is not published", async () => {
  const findRun = () => ({
    ok: false as const,
    fault: { code: "not-clean" as const, message: "The notebook has no backtest." },
  });
  expect(await buildOn(runHere(), { findRun })).toMatchObject({ ok: false, fault: { code: "not-clean" } });
  const chance = codeCell("best", cells[1]!.source.replace("p.lag", "1 + Math.floor(7 * Math.random())"));
  const built = await buildOn(runHere(), { cells: [cells[0]!, chance] });
  expect(built).toMatchObject({ ok: false });
});

test("B10: a factor is the signal of a strategy, without weights and without a backtest", async () => {
  const { manifest, text } = await bundleOf({ kind: "factor" });
  expect(manifest).toMatchObject({ kind: "factor", backtest: null });
  const read = readDocument(text);
  const parity = read.ok ? readParity(manifest, read.value.blobs) : read;
  if (!parity.ok) throw new Error(parity.fault.message);
  expect(parity.value.vectors.weight.every(Number.isNaN)).toBe(true);
  expect(parity.value.vectors.signal.every(Number.isNaN)).toBe(false);
});

test("B10: what has no weights by itself is refused with what to do", async () => {
  const event = `const best = strategy({ name: "Best", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly",
    needs: { fields: ["close"], lookback: 0 }, onBar: () => {} })`;
  expect(await buildOn(runHere(), { cells: [codeCell("e", event)] })).toMatchObject({
    ok: false,
    fault: { code: "bad-entry", message: expect.stringContaining("write it with signal and weights") },
  });
});

test("B11: a callback that remembers its calls decides otherwise alone than in a row, and is not published", async () => {
  const remembering = `let calls = 0;
const best = strategy({ name: "Best", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly",
  needs: { fields: ["close"], lookback: 30 },
  weights: ({ members }) => Object.fromEntries(members.map((iid) => [iid, (++calls % 7) / 100])) })`;
  expect(await buildOn(runHere(), { cells: [codeCell("c", remembering)], vectors: 150 })).toMatchObject({
    ok: false,
    fault: { code: "parity-differs", details: { mode: "at", what: "weight" } },
  });
});
