import { afterEach, beforeEach, expect, test } from "vitest";
import { buildStore } from "../build/build-store.ts";
import { importMappingSchema } from "../contract/import.ts";
import { fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { ask, importInto, writeText } from "./testing/import-into.ts";

let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  const { actions: _, ...tables } = fixtureTables();
  await buildStore(dir, fixtureRows(tables), { snapshotName: "test", isSynthetic: true });
});
afterEach(() => remove());

const at = (column: string) => ({ column });
const mapping = importMappingSchema.parse({
  name: "actions",
  format: { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: "." },
  target: {
    table: "actions",
    columns: {
      kind: at("kind"),
      exDate: at("ex"),
      ratio: at("ratio"),
      cash: at("cash"),
      payDate: at("paid"),
      target: at("other"),
      costShare: at("share"),
    },
  },
  instrument: { from: at("symbol"), scheme: "symbol", mic: "XKRX" },
  knownAt: { kind: "date-column", column: "told" },
  source: { id: "test-file", label: "made for tests", licence: "none" },
});
const header = "symbol,kind,ex,ratio,cash,paid,other,share,told\n";

test("actions come in with pay date, the other instrument by symbol or iid, and the cost share", async () => {
  const lines = [
    "AAA.KS,cash-dividend,2024-01-03,,5,2024-01-08,,,2023-12-20",
    "AAA.KS,stock-dividend,2024-01-04,1.05,,,,,2023-12-20",
    "AAA.KS,spin-off,2024-01-05,0.5,,,BBB.KS,0.2,2023-12-20",
    "BBB.KS,merger,2024-01-08,0,70,,,,2023-12-20",
    "BBB.KS,spin-off,2024-01-04,1,3,,AAA,,2023-12-20",
  ];
  const file = await writeText(dir, "actions.csv", `${header}${lines.join("\n")}\n`);
  const { report } = await importInto(dir, file, mapping);
  expect([report.rowsAdded, report.rowsQuarantined]).toEqual([5, 0]);
  const sql = `SELECT iid, kind, ratio, cash, pay_date::VARCHAR, target_iid, cost_share FROM actions ORDER BY iid, ex_date`;
  expect(await ask(dir, sql)).toEqual([
    ["AAA", "cash-dividend", 1, 5, "2024-01-08", null, null],
    ["AAA", "stock-dividend", 1.05, 0, null, null, null],
    ["AAA", "spin-off", 0.5, 0, null, "BBB", 0.2],
    ["BBB", "spin-off", 1, 3, null, "AAA", null],
    ["BBB", "merger", 0, 70, null, null, null],
  ]);
  // The same again adds nothing; another cost share is a revision.
  expect((await importInto(dir, file, mapping)).report.rowsAdded).toBe(0);
  const changed = `${header}AAA.KS,spin-off,2024-01-05,0.5,,,BBB.KS,0.25,2023-12-20\n`;
  const again = await importInto(dir, await writeText(dir, "changed.csv", changed), mapping);
  expect(again.report.rowsRevised).toBe(1);
});

test.each([
  ["unknown-target", "AAA.KS,merger,2024-01-05,1,,,NOBODY,,2023-12-20"],
  ["bad-share", "AAA.KS,spin-off,2024-01-05,1,,,BBB.KS,1.5,2023-12-20"],
  ["no-effect", "AAA.KS,stock-dividend,2024-01-05,,,,,,2023-12-20"],
  ["non-positive-price", "AAA.KS,split,2024-01-05,0,,,,,2023-12-20"],
  ["unknown-kind", "AAA.KS,rename,2024-01-05,1,,,,,2023-12-20"],
])("an action that cannot be is kept out: %s", async (check, line) => {
  const file = await writeText(dir, "bad.csv", `${header}${line}\n`);
  const { report } = await importInto(dir, file, mapping);
  expect(report.checks.map((each) => each.check)).toContain(check);
  expect(report.rowsQuarantined).toBe(1);
});
