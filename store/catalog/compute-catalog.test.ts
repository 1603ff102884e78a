import { afterEach, expect, test } from "vitest";
import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { Catalog } from "../contract/catalog.ts";
import { closeOf, FIRST_SESSION, fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryStore } from "../testing/temporary-store.ts";
import { computeCatalog } from "./compute-catalog.ts";

let remove = async () => {};
afterEach(() => remove());

const catalogOf = async (tables: ReturnType<typeof fixtureTables>): Promise<Catalog> => {
  const made = await temporaryStore(fixtureRows(tables));
  remove = made.remove;
  const computed: WireResult<Catalog> = await made.store.read(null, async (source) =>
    wireOk(await computeCatalog(source)),
  );
  if (!computed.ok) throw new Error(computed.error.message);
  return computed.value;
};

test("[R2] a symbol or a listing that was withdrawn by an empty interval is not shown, the one before it is", async () => {
  const tables = fixtureTables();
  const [id] = tables.instrument_ids!;
  const [listing] = tables.listings!;
  const renamed = { ...id, value: "NEW.KS", valid_from: FIRST_SESSION + 1 };
  const relisted = { ...listing, listed_on: FIRST_SESSION + 1 };
  const withdrawn = { known_at: closeOf(2), revision: 1 };
  tables.instrument_ids!.push(renamed, { ...renamed, ...withdrawn, valid_to: renamed.valid_from });
  tables.listings!.push(relisted, { ...relisted, ...withdrawn, delisted_on: relisted.listed_on });
  const [instrument] = (await catalogOf(tables)).instruments;
  expect(instrument).toMatchObject({
    iid: "AAA",
    symbol: "AAA.KS",
    listedOn: "2023-03-07",
    delistedOn: null,
  });
});

test("an instrument shows its last symbol and listing, in their last version", async () => {
  const tables = fixtureTables();
  const [id] = tables.instrument_ids!;
  const [listing] = tables.listings!;
  const corrected = { known_at: closeOf(2), revision: 1 };
  tables.instrument_ids!.push(
    { ...id, value: "NEW.KS", valid_from: FIRST_SESSION + 1 },
    { ...id, value: "NEWER.KS", valid_from: FIRST_SESSION + 1, ...corrected },
  );
  tables.listings!.push({ ...listing, ...corrected, delisted_on: FIRST_SESSION + 5 });
  const [instrument] = (await catalogOf(tables)).instruments;
  expect(instrument).toMatchObject({ symbol: "NEWER.KS", delistedOn: "2024-01-06" });
});
