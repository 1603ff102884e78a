import { expect, it } from "vitest";
import { createRequestGate, MAX_REQUESTS_OF_RUN, REQUESTS_AT_ONCE } from "./request-gate.ts";

it("S7: lets a few questions through at a time, refuses a flood, and forgets it with its run", async () => {
  const gate = createRequestGate();
  const answer: (() => void)[] = [];
  let started = 0;
  const ask = () =>
    gate.enter(() => {
      started++;
      return new Promise<string>((resolve) => answer.push(() => resolve("answered")));
    });
  const asked = Array.from({ length: REQUESTS_AT_ONCE + MAX_REQUESTS_OF_RUN + 5 }, ask);
  expect(started).toBe(REQUESTS_AT_ONCE);
  expect(await Promise.all(asked.slice(-5))).toEqual([null, null, null, null, null]);
  answer[0]!();
  expect(await asked[0]).toBe("answered");
  await Promise.resolve();
  expect(started).toBe(REQUESTS_AT_ONCE + 1);
  gate.clear();
  for (const each of answer) each();
  await Promise.all(asked.slice(1, REQUESTS_AT_ONCE));
  expect(started).toBe(REQUESTS_AT_ONCE + 1);
  void ask();
  expect(started).toBe(REQUESTS_AT_ONCE + 2);
});
