import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { TickBatch } from "../contract/tick-batch.ts";
import { natsProgram, startNats, type TestNats } from "../testing/start-nats.ts";
import { openTickStore } from "../ticks/tick-store.ts";
import { readBrokerAddress } from "./broker-address.ts";
import { type BrokerFollower, followBroker, STREAM, SUBJECT } from "./follow-broker.ts";

const program = natsProgram();
if (!program) console.warn("nats-server is not installed: what ticks come from a broker is not tested here.");

const NONE = {
  ticks: 1,
  taken: 1,
  repeated: 0,
  late: 0,
  outside: 0,
  ahead: 0,
  unknown: 0,
  unknownInstruments: [],
};
const at = "2026-01-05T15:00:00Z";
const batchOf = (...ids: readonly string[]): TickBatch => ({
  market: "XNYS",
  ticks: ids.map((id) => ({ id, instrument: "A", at, price: 10, size: 1 })),
});

it("V35: a broker's address says who asks, and is not repeated in a fault", () => {
  expect(readBrokerAddress("nats://asof:s%40y@one:4222, nats://two:4223")).toEqual({
    hosts: ["one:4222", "two:4223"],
    isTls: false,
    user: "asof",
    pass: "s@y",
  });
  expect(readBrokerAddress("tls://word@one")).toEqual({ hosts: ["one"], isTls: true, token: "word" });
  for (const wrong of ["asof:secret@one", "http://asof:secret@one", "", "nats://"])
    expect(() => readBrokerAddress(wrong)).toThrow(/^(?!.*secret).*NATS_URL must be/);
});

describe.skipIf(!program)("a broker", () => {
  let nats: TestNats;
  let sender: NatsConnection | undefined;
  const url = () => `nats://asof:${nats.password}@127.0.0.1:${nats.port}`;
  const publish = (payload: string) => jetstream(sender!).publish(SUBJECT, payload);
  const publishBatch = (...ids: readonly string[]) => publish(JSON.stringify(batchOf(...ids)));
  // A connection that is looking for its server drops what it was given meanwhile, so a server that was started again
  // gets a new one.
  const connectSender = async (): Promise<void> => {
    await sender?.close();
    sender = await connect({ servers: `127.0.0.1:${nats.port}`, user: "asof", pass: nats.password });
  };
  beforeAll(async () => {
    nats = await startNats(program!);
    await connectSender();
  });
  // What a test's follower did not acknowledge before it ended is nothing of the next test's.
  beforeEach(async () => {
    const { streams } = await jetstreamManager(sender!);
    await streams.delete(STREAM).catch(() => {});
    await streams.add({ name: STREAM, subjects: [SUBJECT] });
  });
  afterAll(async () => {
    await sender?.close();
    await nats?.remove();
  });

  it("V35: acknowledges what was taken in, asks again for what was not, and ends what is no batch", async () => {
    const asked: string[] = [];
    const outcomes: string[] = [];
    const logs: string[] = [];
    const states: boolean[] = [];
    let isAvailable = false;
    const follow = (): BrokerFollower =>
      followBroker({
        address: readBrokerAddress(url()),
        ackWaitMs: 1_000,
        take: async ({ ticks }, { key }) => {
          asked.push(`${ticks[0]!.id} ${key}`);
          return isAvailable ? wireOk(NONE) : wireError("unavailable", "not now");
        },
        onState: (isThere) => states.push(isThere),
        onMessage: (outcome) => outcomes.push(outcome),
        log: (message, facts) => logs.push(`${message} ${JSON.stringify(facts)}`),
      });
    let follower = follow();
    // One that goes on would take what the next test sends.
    onTestFinished(() => follower.stop());
    await publishBatch("1");
    await expect.poll(() => outcomes).toEqual(["again"]);
    expect(follower.isThere()).toBe(true);
    isAvailable = true;
    await expect.poll(() => outcomes).toEqual(["again", "taken"]);
    // The same message, so the same key.
    expect(new Set(asked).size).toBe(1);
    await publish("no batch");
    await publish(JSON.stringify({ market: "XNYS", ticks: [] }));
    await expect.poll(() => outcomes.filter((outcome) => outcome === "refused").length).toBe(2);

    await nats.kill();
    onTestFinished(async () => {
      await nats.start();
      await connectSender();
    });
    await expect.poll(() => follower.isThere()).toBe(false);
    await nats.start();
    await expect.poll(() => follower.isThere()).toBe(true);
    await connectSender();
    await publishBatch("2");
    await expect.poll(() => asked.at(-1)?.split(" ")[0], { timeout: 30_000 }).toBe("2");
    await follower.stop();
    expect(states[0]).toBe(false);

    // Who comes next goes on behind what was acknowledged.
    asked.length = 0;
    await publishBatch("3");
    follower = follow();
    await expect.poll(() => asked.map((each) => each.split(" ")[0])).toEqual(["3"]);
    await follower.stop();
    expect(logs.some((line) => line.includes("lost"))).toBe(true);
    expect(logs.join("\n")).not.toContain(nats.password);
  });

  it("V35: nothing is lost or counted twice when the server is killed, however often", async () => {
    const KILLS = Math.min(50, Number(process.env.ASOF_ROUNDS ?? 3));
    const folder = await mkdtemp(join(tmpdir(), "asof-taker-"));
    const script = join(
      import.meta.dirname,
      "..",
      "..",
      "out",
      "serving-tests",
      `tick-taker-${process.pid}.mjs`,
    );
    const bundle = await rolldown({
      input: join(import.meta.dirname, "..", "testing", "tick-taker.ts"),
      platform: "node",
      external: [/^node:/, /^@nats-io/],
      logLevel: "silent",
    });
    await bundle.write({ file: script, format: "esm", codeSplitting: false });
    await bundle.close();
    let child: ChildProcess | undefined;
    let taken = 0;
    let complaint = "";
    const start = (): void => {
      child = spawn(process.execPath, [script, folder, url()], { stdio: ["ignore", "pipe", "pipe"] });
      child.stdout!.setEncoding("utf8").on("data", (text: string) => {
        taken += text.split("taken\n").length - 1;
      });
      child.stderr!.setEncoding("utf8").on("data", (text: string) => {
        complaint += text;
      });
    };
    const kill = async (): Promise<void> => {
      const ended = new Promise((resolve) => child!.once("exit", resolve));
      child!.kill("SIGKILL");
      await ended;
    };
    try {
      const EACH = 40;
      let sent = 0;
      for (let round = 0; round < KILLS; round++) {
        start();
        const before = taken;
        for (let k = 0; k < EACH; k++) await publishBatch(`r${sent}`, `r${sent++}-again`);
        await expect.poll(() => taken > before, { timeout: 60_000, message: complaint }).toBe(true);
        await kill();
      }
      start();
      const manager = await jetstreamManager(sender!);
      const pending = async () => {
        const { num_pending, num_ack_pending } = await manager.consumers.info(STREAM, "asof-serving");
        return num_pending + num_ack_pending;
      };
      await expect.poll(pending, { timeout: 90_000, interval: 200 }).toBe(0);
      await kill();
      const store = await openTickStore(folder, {
        sessions: { at: async () => wireError("gone", "not asked") },
        instruments: async () => wireError("gone", "not asked"),
        onDamage: () => {},
      });
      const day = Date.parse(at.slice(0, 10)) / 86_400_000;
      expect(store.book.bars("XNYS", day).get("A")?.get("volume")).toBe(2 * sent);
      store.close();
    } finally {
      child?.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
      await rm(script, { force: true });
    }
  });
});
