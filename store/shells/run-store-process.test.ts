import { EventEmitter, once } from "node:events";
import { MessageChannel } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { connect } from "../../wire/connect.ts";
import { wireError } from "../../wire/contract.ts";
import { messagePort, type PortLike } from "../../wire/message-port.ts";
import { storeContract } from "../contract/store-contract.ts";
import { writerContract } from "../contract/writer-contract.ts";
import { temporaryDir, temporaryStore } from "../testing/temporary-store.ts";
import { type ParentPort, runStoreProcess } from "./run-store-process.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** A node port in the clothes of Electron's: messages are events with `data`. */
const asPortLike = (port: import("node:worker_threads").MessagePort): PortLike => ({
  on: (event: string, listener: (event: { readonly data?: unknown }) => void) =>
    port.on(event, (data: unknown) => listener({ data })),
  postMessage: (message) => port.postMessage(message),
  start: () => port.start(),
  close: () => port.close(),
});

const startProcess = () => {
  const inbox = new EventEmitter();
  const outbox = new EventEmitter();
  const parent: ParentPort = {
    on: (event, listener) => inbox.on(event, listener),
    postMessage: (message) => outbox.emit("message", message),
  };
  const exits: number[] = [];
  runStoreProcess(parent, (code) => exits.push(code), {
    commitStaged: async () => wireError("unknown-batch", "None here."),
    now: () => 1_700_000_000_000_000,
  });
  return {
    exits,
    post: (data: unknown, ports: PortLike[] = []) => inbox.emit("message", { data, ports }),
    answer: async () => (await once(outbox, "message"))[0] as unknown,
  };
};

test("a port that came before the store was open is served once it is", async () => {
  const { dir, remove } = await temporaryStore();
  undo.push(remove);
  const child = startProcess();
  const { port1, port2 } = new MessageChannel();
  const client = connect(messagePort(asPortLike(port2)), storeContract);
  const catalog = client.call("store/catalog", {});
  child.post({ type: "connect" }, [asPortLike(port1)]);
  const ready = child.answer();
  child.post({ type: "open", dir });
  expect(await ready).toEqual({ type: "ready" });
  expect(await catalog).toMatchObject({ ok: true, value: { snapshot: { name: "test" } } });
  client.close();
  const closed = child.answer();
  child.post({ type: "close" });
  expect(await closed).toEqual({ type: "closed" });
  expect(child.exits).toEqual([0]);
});

test("a store that does not open is reported in a sentence, and whoever waits is told that nobody answers", async () => {
  const { dir, remove } = await temporaryDir();
  undo.push(remove);
  const child = startProcess();
  const { port1, port2 } = new MessageChannel();
  const client = connect(messagePort(asPortLike(port2)), storeContract);
  const catalog = client.call("store/catalog", {});
  child.post({ type: "connect" }, [asPortLike(port1)]);
  const failed = child.answer();
  child.post({ type: "open", dir });
  expect(await failed).toMatchObject({
    type: "failed",
    message: expect.stringContaining("There is no data store at"),
  });
  expect(await catalog).toMatchObject({ ok: false, error: { code: "gone" } });
});

test("a port with the right to write changes the store, and readers see the change on their own ports", async () => {
  const { dir, store, remove } = await temporaryStore();
  store.close();
  undo.push(remove);
  const child = startProcess();
  const reading = new MessageChannel();
  const writing = new MessageChannel();
  const reader = connect(messagePort(asPortLike(reading.port2)), storeContract);
  const writer = connect(messagePort(asPortLike(writing.port2)), writerContract);
  child.post({ type: "connect" }, [asPortLike(reading.port1)]);
  child.post({ type: "connect", rights: "write" }, [asPortLike(writing.port1)]);
  const ready = child.answer();
  child.post({ type: "open", dir });
  await ready;
  const created = await writer.call("snapshot/create", { name: "before the meeting" });
  expect(created).toMatchObject({ ok: true, value: { name: "before the meeting", isCurrent: true } });
  const listed = await reader.call("snapshot/list", {});
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(["before the meeting", "test"]);
  expect(await writer.call("snapshot/create", { name: "test" })).toMatchObject({
    error: { code: "name-taken" },
  });
  reader.close();
  writer.close();
  const closed = child.answer();
  child.post({ type: "close" });
  await closed;
});
