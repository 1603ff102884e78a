import { expect, test } from "vitest";
import { z } from "zod";
import { connect } from "./connect.ts";
import { defineContract, wireError, wireOk } from "./contract.ts";
import { portPair } from "./port.ts";
import { serve } from "./serve.ts";

const contract = defineContract({
  calls: {
    "number/double": {
      input: z.object({ value: z.number() }),
      output: z.object({ value: z.number() }),
      errors: ["too-large"],
    },
    "number/break": { input: z.object({}), output: z.object({}), errors: [] },
    "number/lie": { input: z.object({}), output: z.object({ value: z.number() }), errors: [] },
  },
  events: { "number/seen": z.object({ value: z.number() }) },
});

const joined = () => {
  const [near, far] = portPair();
  const faults: unknown[] = [];
  const server = serve(
    far,
    contract,
    {
      "number/double": ({ value }) =>
        value > 1e6 ? wireError("too-large", "Too large.") : wireOk({ value: value * 2 }),
      "number/break": () => {
        throw new Error("broken on purpose");
      },
      "number/lie": () => wireOk({ value: "one" as unknown as number }),
    },
    (error) => faults.push(error),
  );
  return { client: connect(near, contract), server, faults, near, far };
};

test("a call is answered with its value", async () => {
  const { client } = joined();
  expect(await client.call("number/double", { value: 21 })).toEqual({ ok: true, value: { value: 42 } });
});

test("an expected failure arrives as a value with its code", async () => {
  const { client } = joined();
  expect(await client.call("number/double", { value: 1e7 })).toMatchObject({
    ok: false,
    error: { code: "too-large" },
  });
});

test("input that does not parse reaches no handler", async () => {
  const { client, faults } = joined();
  const result = await client.call("number/double", { value: "x" as unknown as number });
  expect(result).toMatchObject({ ok: false, error: { code: "bad-request" } });
  expect(faults).toEqual([]);
});

test("a handler that throws gives an internal error and is reported", async () => {
  const { client, faults } = joined();
  expect(await client.call("number/break", {})).toMatchObject({ ok: false, error: { code: "internal" } });
  expect(faults).toHaveLength(1);
});

test("an answer that does not keep the contract is refused by the caller", async () => {
  const { client } = joined();
  expect(await client.call("number/lie", {})).toMatchObject({ ok: false, error: { code: "bad-answer" } });
});

test("names inherited from Object are no calls", async () => {
  const { near, client } = joined();
  const answered = new Promise((resolve) => near.onMessage(resolve));
  near.post({ kind: "call", id: 99, name: "constructor", input: {} });
  expect(await answered).toMatchObject({ id: 99, result: { ok: false, error: { code: "unknown-call" } } });
  client.close();
});

test("every waiting call settles when the other end closes", async () => {
  const [near, far] = portPair();
  const client = connect(near, contract);
  const pending = client.call("number/double", { value: 1 });
  far.close();
  expect(await pending).toMatchObject({ ok: false, error: { code: "gone" } });
  expect(await client.call("number/double", { value: 1 })).toMatchObject({
    ok: false,
    error: { code: "gone" },
  });
});

test("an event that does not parse is not heard", async () => {
  const { client, server } = joined();
  const heard: number[] = [];
  client.on("number/seen", ({ value }) => heard.push(value));
  server.emit("number/seen", { value: "no" } as unknown as { value: number });
  server.emit("number/seen", { value: 7 });
  await client.call("number/double", { value: 0 });
  expect(heard).toEqual([7]);
});
