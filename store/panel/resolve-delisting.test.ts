import { expect, test } from "vitest";
import { NEVER } from "./panel-events.ts";
import { resolveDelisting, resolveListed } from "./resolve-delisting.ts";

const axis = { sessionDates: Int32Array.from([1, 2, 3, 4]), decisionAt: Float64Array.from([10, 20, 30, 40]) };
const listing = (listedOn: number, delistedOn: number, knownAt: number, revision = 0) => ({
  iid: "AAA",
  mic: "XKRX",
  listedOn,
  delistedOn,
  delistReturn: Number.NaN,
  knownAt,
  revision,
  ingestSeq: revision + 1,
});

test("[R9] a listing that was withdrawn, whose interval is empty, neither ends nor hides the one before it", () => {
  const versions = [listing(0, NEVER, 0), listing(3, NEVER, 5), listing(3, 3, 5, 1)];
  expect(resolveDelisting(versions, axis).delistedRow).toBe(-1);
  expect([...resolveListed(versions, axis)]).toEqual([1, 1, 1, 1]);
});

test("[R9] what nobody says any more was not listed, and was not delisted either", () => {
  const versions = [listing(1, NEVER, 5), listing(1, 1, 25, 1)];
  expect(resolveDelisting(versions, axis).delistedRow).toBe(-1);
  expect([...resolveListed(versions, axis)]).toEqual([1, 1, 0, 0]);
});

test("[R9] a listing that ended is delisted from its day on", () => {
  const versions = [listing(0, NEVER, 0), listing(0, 3, 5, 1)];
  expect(resolveDelisting(versions, axis).delistedRow).toBe(2);
  expect([...resolveListed(versions, axis)]).toEqual([1, 1, 0, 0]);
});
