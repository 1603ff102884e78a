import { appendFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { TickWish } from "../contract/tick-batch.ts";
import type { MarketSessions } from "./market-sessions.ts";
import { openTickStore, type TickSources, type TickStore } from "./tick-store.ts";

const DAY = Date.parse("2026-01-05") / 86_400_000;
const NOW = Date.parse("2026-01-05T15:00:00Z");
/** One session a day, from 14:30 to 21:00 UTC. */
const sessions: MarketSessions = {
  at: async (market) =>
    market === "XNYS"
      ? wireOk((at) => {
          const date = Math.floor(at / 86_400_000_000);
          const minute = (at / 60_000_000) % 1_440;
          return minute >= 870 && minute <= 1_260
            ? { date, closeAt: (date * 1_440 + 1_260) * 60_000_000 }
            : null;
        })
      : wireError("unknown-market", `There is no calendar of ${market}.`),
};

let folder = "";
let store: TickStore;
let damaged = 0;
let known: Awaited<ReturnType<TickSources["instruments"]>>;
const open = async () => {
  store = await openTickStore(folder, {
    sessions,
    instruments: async () => known,
    onDamage: (lines) => {
      damaged += lines;
    },
  });
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-ticks-"));
  damaged = 0;
  known = wireOk(new Set(["A"]));
  await open();
});
afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true, force: true });
});

const wish = (key: string, ids: readonly string[], more: Partial<TickWish["batch"]> = {}): TickWish => ({
  batch: {
    market: "XNYS",
    ticks: ids.map((id) => ({ id, instrument: "A", at: "2026-01-05T14:45:00.000001Z", price: 10, size: 5 })),
    ...more,
  },
  receivedAt: NOW,
  repeatable: { actor: "otto", key, fingerprint: ids.join() },
});
const volume = () => store.book.bars("XNYS", DAY).get("A")?.get("volume");

it("V32: a repeated key gives the first answer and does nothing, and belongs to one batch", async () => {
  const first = await store.take(wish("k", ["1", "2"]));
  expect(first).toMatchObject({ ok: true, value: { taken: 2 } });
  expect(await store.take(wish("k", ["1", "2"]))).toEqual(first);
  expect(await store.take(wish("k", ["3"]))).toMatchObject({ ok: false, error: { code: "key-reused" } });
  expect(await store.take(wish("other", ["2", "3"]))).toMatchObject({ value: { taken: 1, repeated: 1 } });
  expect(volume()).toBe(15);
});

it("V32: what was acknowledged is there again after an end in the middle of the next batch", async () => {
  const first = await store.take(wish("k", ["1", "2"]));
  store.close();
  const [name] = await readdir(folder);
  await appendFile(join(folder, name!), '{"market":"XNYS","receivedAt":17');
  await open();
  expect([volume(), damaged]).toEqual([10, 0]);
  expect(await store.take(wish("k", ["1", "2"]))).toEqual(first);
  expect(await store.take(wish("next", ["2", "3"]))).toMatchObject({ value: { taken: 1, repeated: 1 } });
  store.close();
  await open();
  expect([volume(), damaged]).toEqual([15, 0]);
  store.close();
  await appendFile(join(folder, name!), "no record\n");
  await open();
  expect([volume(), damaged]).toEqual([15, 1]);
});

it("V32: refuses a market that the store does not know, and ticks of too many days", async () => {
  const unknown = await store.take(wish("u", ["1"], { market: "NONE" }));
  expect(unknown).toMatchObject({ ok: false, error: { code: "bad-batch" } });
  // Not kept: with a calendar the same key will do.
  expect(await store.take(wish("u", ["1"]))).toMatchObject({ ok: true });
});

it("V32: ticks of an instrument that the store does not have are named, and keep back no other", async () => {
  const { batch, ...more } = wish("k", ["1", "2"]);
  const strange = ["X", "Y", "X"].map((instrument, k) => ({ ...batch.ticks[0]!, id: `x${k}`, instrument }));
  const mixed = { ...more, batch: { ...batch, ticks: [...strange, ...batch.ticks] } };
  const first = await store.take(mixed);
  expect(first).toMatchObject({ value: { ticks: 5, taken: 2, unknown: 3, unknownInstruments: ["X", "Y"] } });
  expect(volume()).toBe(10);
  expect(await store.take(mixed)).toEqual(first);
  const many = Array.from({ length: 150 }, (_, k) => ({ ...strange[0]!, id: `m${k}`, instrument: `M${k}` }));
  const crowd = await store.take({ ...wish("many", ["m"]), batch: { ...batch, ticks: many } });
  expect(crowd).toMatchObject({ value: { taken: 0, unknown: 150 } });
  expect(crowd.ok && crowd.value.unknownInstruments.length).toBe(100);
  // Once the store has them, the very same ticks count.
  known = wireOk(new Set(["A", "X"]));
  const again = await store.take({ ...wish("later", ["x"]), batch: { ...batch, ticks: strange } });
  expect(again).toMatchObject({ value: { taken: 2, unknown: 1, unknownInstruments: ["Y"] } });
  known = wireError("gone", "The store is not there.");
  expect(await store.take(wish("none", ["9"]))).toMatchObject({ error: { code: "unavailable" } });
});

it("V32: keeps the files of the last days on which ticks came", async () => {
  for (let day = 0; day < 8; day++)
    await store.take({ ...wish(`d${day}`, [`d${day}`]), receivedAt: NOW + day * 86_400_000 });
  await expect.poll(async () => (await readdir(folder)).length).toBe(5);
  expect(volume()).toBe(40);
});
