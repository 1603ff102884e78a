import { expect, it } from "vitest";
import { skewOfEntry } from "./skew-of-entry.ts";

const skew = {
  found: "backtest" as const,
  instrument: "XKRX:1",
  asOf: "2024-03-24T20:30:00.000Z",
  expectedBits: "3fb999999999999a",
  bits: "3fb999999999999b",
};
const entry = (action: string, details: string) => ({
  ...{ seq: 1, at: "", actor: "server", subject: "momentum", previousHash: "", hash: "" },
  ...{ action, details },
});

it("an entry of the server's look for other values tells version and value; any other entry, none", () => {
  const details = JSON.stringify({ event: { kind: "skewed", version: 2, skew }, revision: 9 });
  expect(skewOfEntry(entry("strategy/skewed", details))).toEqual({ version: 2, skew });
  expect(skewOfEntry(entry("strategy/halted", details))).toBeNull();
  expect(skewOfEntry(entry("strategy/skewed", "not json"))).toBeNull();
  expect(skewOfEntry(entry("strategy/skewed", '{"event":{"version":2}}'))).toBeNull();
});
