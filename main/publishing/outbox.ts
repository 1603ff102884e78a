import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ServingFailure } from "../../serving/client/failure.ts";
import type { ServingClient } from "../../serving/client/serving-client.ts";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import { slugSchema } from "../../serving/contract/names.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { type QueuedBundle, queuedBundleSchema } from "../contract/publish-calls.ts";
import { inTurn } from "../files/in-turn.ts";
import { jsonFile } from "../files/json-file.ts";
import { reasonOf } from "../files/reason-of.ts";
import { writeAtomically } from "../files/write-atomically.ts";

const entrySchema = queuedBundleSchema.extend({
  desk: slugSchema,
  /** Two requests, each with its key from before it was first sent: sent again after anything, it is done once. */
  uploadKey: z.string(),
  versionKey: z.string(),
});
type Entry = z.infer<typeof entrySchema>;

export interface Outgoing {
  readonly connectionId: string;
  readonly strategy: string;
  readonly desk: string;
  readonly digest: string;
  /** The signed bundle. */
  readonly document: string;
}

export type Sent =
  | { readonly outcome: "sent"; readonly strategy: Strategy; readonly version: number }
  | { readonly outcome: "queued"; readonly entry: QueuedBundle }
  | { readonly outcome: "refused"; readonly failure: ServingFailure };

export interface OutboxOptions {
  readonly folder: string;
  clientOf(connectionId: string): WireResult<ServingClient>;
  onChanged(entries: QueuedBundle[]): void;
  now(): number;
}

/** What may be otherwise in a moment; anything else the server has decided. */
const isPassing = ({ code }: ServingFailure): boolean =>
  ["unreachable", "cancelled", "unavailable", "too-many-requests", "internal"].includes(code);

const shown = ({ desk: _, uploadKey: __, versionKey: ___, ...entry }: Entry): QueuedBundle => entry;

/**
 * Signed bundles on their way to a server. Each is on the disk before it is first sent and until the server has
 * answered, with the keys by which the server knows a repetition: whatever ends in between, it arrives once.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #inTurn = inTurn();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { folder } = this.#options;
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((name) => name.endsWith(".json"))) {
      const entry = await jsonFile(join(folder, name), entrySchema).read();
      if (entry)
        this.#entries.set(entry.id, entry.state === "sending" ? { ...entry, state: "waiting" } : entry);
    }
    // A bundle without its entry was never promised to be sent, or has been.
    for (const name of names.filter((name) => name.endsWith(".bundle")))
      if (!this.#entries.has(name.slice(0, -".bundle".length))) await rm(join(folder, name), { force: true });
  }

  list(): QueuedBundle[] {
    return [...this.#entries.values()].map(shown).toSorted((a, b) => a.queuedAt - b.queuedAt);
  }

  /** Keeps a bundle, then sends it. The same bundle for the same strategy is kept once. */
  async send({ document, ...outgoing }: Outgoing): Promise<WireResult<Sent>> {
    const { connectionId, strategy, digest } = outgoing;
    const id = createHash("sha256")
      .update([connectionId, strategy, digest].join("\n"))
      .digest("hex")
      .slice(0, 32);
    const before = this.#entries.get(id);
    const entry: Entry = {
      ...outgoing,
      id,
      queuedAt: this.#options.now(),
      state: "waiting",
      code: "",
      message: "",
      uploadKey: `bundle-${createHash("sha256").update(document).digest("hex")}`,
      versionKey: before?.versionKey ?? `version-${randomUUID()}`,
    };
    try {
      await mkdir(this.#options.folder, { recursive: true });
      await writeAtomically(this.#path(id, "bundle"), document);
      await this.#keep(entry);
    } catch (error) {
      return wireError("not-saved", `The bundle could not be kept, so it was not sent: ${reasonOf(error)}.`);
    }
    const sent = await this.#attempt(id);
    return sent ? wireOk(sent) : wireError("not-saved", "The bundle was taken out of the queue.");
  }

  /** Sends what waits for a server: it is there again. */
  async flush(connectionId: string): Promise<void> {
    for (const { id, state, connectionId: own } of [...this.#entries.values()])
      if (own === connectionId && state === "waiting") await this.#attempt(id);
  }

  /** Tries one now, refused or not. */
  retry(id: string): boolean {
    if (!this.#entries.has(id)) return false;
    void this.#attempt(id);
    return true;
  }

  async discard(id: string): Promise<boolean> {
    if (!this.#entries.has(id)) return false;
    await this.#remove(id);
    return true;
  }

  #path(id: string, ending: "bundle" | "json"): string {
    return join(this.#options.folder, `${id}.${ending}`);
  }

  async #keep(entry: Entry): Promise<void> {
    await jsonFile(this.#path(entry.id, "json"), entrySchema).write(entry);
    this.#entries.set(entry.id, entry);
    this.#options.onChanged(this.list());
  }

  async #remove(id: string): Promise<void> {
    this.#entries.delete(id);
    await rm(this.#path(id, "json"), { force: true });
    await rm(this.#path(id, "bundle"), { force: true });
    this.#options.onChanged(this.list());
  }

  #attempt(id: string): Promise<Sent | null> {
    return this.#inTurn(() => this.#sendNow(id));
  }

  async #sendNow(id: string): Promise<Sent | null> {
    const entry = this.#entries.get(id);
    if (!entry) return null;
    await this.#keep({ ...entry, state: "sending", code: "", message: "" });
    const answered = await this.#deliver(entry);
    // Discarded while it was on its way: nobody waits for what became of it.
    if (!this.#entries.has(id)) return null;
    if (answered.ok) {
      await this.#remove(id);
      return answered.sent;
    }
    const state = isPassing(answered.failure) ? "waiting" : "refused";
    const { code, message } = answered.failure;
    const kept: Entry = { ...entry, state, code, message };
    await this.#keep(kept);
    return state === "waiting"
      ? { outcome: "queued", entry: shown(kept) }
      : { outcome: "refused", failure: answered.failure };
  }

  async #deliver(entry: Entry): Promise<{ ok: true; sent: Sent } | { ok: false; failure: ServingFailure }> {
    const client = this.#options.clientOf(entry.connectionId);
    const gone = (message: string): { ok: false; failure: ServingFailure } => ({
      ok: false,
      failure: {
        code: "no-such-server",
        message,
        status: null,
        request: null,
        errors: [],
        retryAfterMs: null,
      },
    });
    if (!client.ok) return gone(client.error.message);
    const document = await readFile(this.#path(entry.id, "bundle"), "utf8").catch(() => null);
    if (document === null) return gone("The bundle's file is gone. Publish it again.");
    const { strategy, digest, desk, uploadKey, versionKey } = entry;
    const ask = client.value.ask;
    const uploaded = await ask("uploadBundle", { document, idempotencyKey: uploadKey });
    if (!uploaded.ok) return uploaded;
    const params = { strategy };
    const made = await ask("createVersion", { params, body: { digest, desk }, idempotencyKey: versionKey });
    // Somebody published the very same before, perhaps oneself from another machine.
    const found =
      !made.ok && made.failure.code === "digest-known" ? await ask("getStrategy", { params }) : made;
    const version = found.ok && found.value.versions.find((known) => known.digest === digest)?.version;
    if (found.ok && version) return { ok: true, sent: { outcome: "sent", strategy: found.value, version } };
    return made.ok ? gone("The server took the bundle in and shows no version of it.") : made;
  }
}
