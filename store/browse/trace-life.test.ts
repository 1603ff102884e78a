import { expect, it } from "vitest";
import { NEVER } from "../panel/panel-events.ts";
import { type LifeVersions, traceLife } from "./trace-life.ts";

const v = (knownAt: number, revision = 0) => ({ iid: "one", knownAt, revision, ingestSeq: 1 });
const none: LifeVersions = { listings: [], identifiers: [], actions: [], memberships: [] };
const listing = { mic: "XNYS", listedOn: 100, delistedOn: NEVER, reason: "", delistReturn: Number.NaN };
const action = { exDate: 200, ratio: 1, cash: 0, currency: "USD", targetIid: "", target: "" };
const told = (versions: Partial<LifeVersions>) =>
  traceLife({ ...none, ...versions }).map(({ date, kind, detail }) => `${date} ${kind} ${detail}`);

it("tells a whole life in order: listed, renamed, split, paid, spun off, taken over, delisted", () => {
  const events = traceLife({
    listings: [
      { ...v(50), ...listing },
      { ...v(900, 1), ...listing, delistedOn: 1_000, reason: "merger", delistReturn: 0.125 },
    ],
    identifiers: [
      { ...v(90), scheme: "symbol", value: "OLD", validFrom: 100, validTo: NEVER },
      { ...v(290), scheme: "symbol", value: "NEW", validFrom: 300, validTo: NEVER },
    ],
    actions: [
      { ...v(150), ...action, kind: "split", exDate: 200, ratio: 2 },
      { ...v(160), ...action, kind: "split", exDate: 250, ratio: 0.1 },
      { ...v(350), ...action, kind: "cash-dividend", exDate: 400, cash: 0.35 },
      {
        ...v(450),
        ...action,
        kind: "spin-off",
        exDate: 500,
        ratio: 0.25,
        cash: 3.2,
        targetIid: "two",
        target: "TWO",
      },
      { ...v(900), ...action, kind: "merger", exDate: 1_000, cash: 12.5 },
    ],
    memberships: [{ ...v(95), universeId: "LARGE", validFrom: 110, validTo: 990 }],
  });
  expect(events.map(({ kind, detail }) => [kind, detail])).toEqual([
    ["listed", "XNYS"],
    ["identifier", "symbol OLD"],
    ["joined", "LARGE"],
    ["split", "2:1"],
    ["split", "1:10"],
    ["identifier", "symbol OLD → NEW"],
    ["cash-dividend", "0.35 USD"],
    ["spin-off", "0.25 × TWO + 3.2 USD"],
    ["left", "LARGE"],
    ["merger", "12.5 USD"],
    ["delisted", "merger, +12.5%"],
  ]);
  // Listed was known from the first version on; that it ended only with the second.
  expect([events[0]!.knownAt, events.at(-1)!.knownAt]).toEqual([50, 900]);
  expect(events.find(({ kind }) => kind === "spin-off")!.targetIid).toBe("two");
});

it("[R1] joining was known when it was told first, leaving when it was told later", () => {
  const membership = { universeId: "LARGE", validFrom: 110, validTo: NEVER };
  const events = traceLife({
    ...none,
    memberships: [
      { ...v(5), ...membership },
      { ...v(300, 1), ...membership, validTo: 310 },
    ],
  });
  expect(events.map(({ kind, knownAt }) => [kind, knownAt])).toEqual([
    ["joined", 5],
    ["left", 300],
  ]);
});

it("a new weight is no leaving and joining", () => {
  const membership = { universeId: "LARGE" };
  expect(
    told({
      memberships: [
        { ...v(5), ...membership, validFrom: 100, validTo: 190 },
        { ...v(6), ...membership, validFrom: 190, validTo: 280 },
        { ...v(7), ...membership, validFrom: 370, validTo: 460 },
      ],
    }),
  ).toEqual([
    "1970-04-11 joined LARGE",
    "1970-10-08 left LARGE",
    "1971-01-06 joined LARGE",
    "1971-04-06 left LARGE",
  ]);
});

it("[R3] a corrected action is told once, as it stands last, and a withdrawn one not at all", () => {
  const dividend = { ...action, kind: "cash-dividend" };
  expect(
    told({
      actions: [
        { ...v(10), ...dividend, cash: 1 },
        { ...v(10, 1), ...dividend, cash: 2 },
        { ...v(10), ...dividend, exDate: 300, cash: 9 },
        { ...v(12, 1), ...dividend, exDate: 300, cash: 0 },
      ],
    }),
  ).toEqual(["1970-07-20 cash-dividend 2 USD"]);
});

it("a merger of share for share is told, although its ratio is 1", () => {
  const merger = { ...action, kind: "merger", targetIid: "two", target: "TWO" };
  expect(told({ actions: [{ ...v(10), ...merger }] })).toEqual(["1970-07-20 merger 1 × TWO"]);
});

it("[R9] a membership that was called off leaves no event", () => {
  const membership = { universeId: "LARGE", validFrom: 110, validTo: NEVER };
  expect(
    told({
      memberships: [
        { ...v(5), ...membership },
        { ...v(6, 1), ...membership, validTo: 110 },
      ],
    }),
  ).toEqual([]);
});
