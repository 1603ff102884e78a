import { randomUUID } from "node:crypto";
import { z } from "zod";
import { readAddress } from "../../serving/client/address.ts";
import type { ServingClient } from "../../serving/client/serving-client.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { type Connection, connectionSchema } from "../contract/publish-calls.ts";
import type { jsonFile } from "../files/json-file.ts";
import { reasonOf } from "../files/reason-of.ts";
import { type Monitor, monitorServer, type ServerState } from "./monitor-server.ts";
import type { Secrets } from "./secrets.ts";

const keptSchema = connectionSchema.pick({ id: true, name: true, url: true, desk: true });
type Kept = z.infer<typeof keptSchema>;
/** The file of connections; no token is in it. */
export const connectionsSchema = z.array(keptSchema);

export interface ConnectionsOptions {
  readonly file: ReturnType<typeof jsonFile<typeof connectionsSchema>>;
  readonly secrets: Secrets;
  clientOf(url: string, token: () => string | null): ServingClient;
  onChanged(connections: Connection[]): void;
  /** A server is there, again or for the first time. */
  onOnline(id: string): void;
  /** Strategies of a server are others than before, or may be. */
  onStrategies(id: string): void;
}

const FIRST: ServerState = {
  state: "connecting",
  message: "",
  subject: null,
  roles: [],
  answeredAt: null,
};
const secretOf = (id: string): string => `token:${id}`;
const unknown = () => wireError("unknown-connection", "That server is not among your connections any more.");

type Draft = Pick<Kept, "name" | "url" | "desk">;

/** The servers of this user: kept in a file, their tokens in the key store, each watched for as long as the app runs. */
export class Connections {
  readonly #options: ConnectionsOptions;
  #kept: Kept[] = [];
  readonly #states = new Map<string, ServerState>();
  readonly #monitors = new Map<string, Monitor>();

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    this.#kept = (await this.#options.file.read()) ?? [];
    for (const { id } of this.#kept) this.#watch(id);
  }

  list(): Connection[] {
    return this.#kept.map((kept) => ({
      ...kept,
      ...(this.#states.get(kept.id) ?? FIRST),
      isTokenKept: this.#options.secrets.isKept(secretOf(kept.id)),
    }));
  }

  get(id: string): Connection | undefined {
    return this.list().find((connection) => connection.id === id);
  }

  /** Asks a server with the token kept for it. */
  client(id: string): WireResult<ServingClient> {
    const kept = this.#kept.find((connection) => connection.id === id);
    return kept ? wireOk(this.#clientOf(kept)) : unknown();
  }

  async save(id: string | null, draft: Draft, token: string | null): Promise<WireResult<Connection>> {
    const address = readAddress(draft.url, false);
    if (!address.ok) return wireError("url-refused", address.failure.message);
    const before = this.#kept.find((connection) => connection.id === id);
    if (id !== null && !before) return unknown();
    if (this.#kept.some(({ id: other, name }) => other !== id && name === draft.name))
      return wireError("name-taken", `Another connection is named ${draft.name}. Choose another name.`);
    const own = id ?? randomUUID();
    const held = this.#options.secrets.get(secretOf(own));
    // A token is for the server that it was entered for, and not for whatever address stands there next.
    const isElsewhere = before !== undefined && new URL(before.url).origin !== new URL(draft.url).origin;
    if (token === null && (held === null || isElsewhere))
      return wireError("token-needed", "Enter the token that an administrator of this server gave you.");
    const kept: Kept = { id: own, ...draft };
    const next = before ? this.#kept.map((one) => (one.id === own ? kept : one)) : [...this.#kept, kept];
    try {
      if (token !== null) await this.#options.secrets.set(secretOf(own), token);
      await this.#options.file.write(next);
    } catch (error) {
      return wireError("not-saved", `The connection could not be kept: ${reasonOf(error)}.`);
    }
    this.#kept = next;
    this.#watch(own);
    return wireOk(this.get(own)!);
  }

  async remove(id: string): Promise<WireResult<Record<string, never>>> {
    if (!this.#kept.some((connection) => connection.id === id)) return unknown();
    const next = this.#kept.filter((connection) => connection.id !== id);
    try {
      await this.#options.file.write(next);
      await this.#options.secrets.remove(secretOf(id));
    } catch (error) {
      return wireError("not-saved", `The connection could not be removed: ${reasonOf(error)}.`);
    }
    this.#kept = next;
    this.#monitors.get(id)?.end();
    this.#monitors.delete(id);
    this.#states.delete(id);
    this.#options.onChanged(this.list());
    return wireOk({});
  }

  /** A client that is kept nowhere, for trying out an address. */
  trial(url: string, id: string | null, token: string | null): WireResult<ServingClient> {
    const address = readAddress(url, false);
    if (!address.ok) return wireError("url-refused", address.failure.message);
    const kept = this.#kept.find((connection) => connection.id === id);
    const isSame = kept !== undefined && new URL(kept.url).origin === new URL(url).origin;
    const used = token ?? (isSame ? this.#options.secrets.get(secretOf(kept.id)) : null);
    if (used === null) return wireError("token-needed", "Enter the token for this server.");
    return wireOk(this.#options.clientOf(url, () => used));
  }

  endAll(): void {
    for (const monitor of this.#monitors.values()) monitor.end();
  }

  #clientOf({ id, url }: Kept): ServingClient {
    return this.#options.clientOf(url, () => this.#options.secrets.get(secretOf(id)));
  }

  #watch(id: string): void {
    this.#monitors.get(id)?.end();
    const kept = this.#kept.find((connection) => connection.id === id)!;
    const say = (state: ServerState) => {
      const before = this.#states.get(id);
      this.#states.set(id, state);
      this.#options.onChanged(this.list());
      if (state.state === "online" && before?.state !== "online") this.#options.onOnline(id);
    };
    if (this.#options.secrets.get(secretOf(id)) === null) {
      const message =
        "The token of this server was not kept, because this system has no key store. Enter it again.";
      say({ ...FIRST, state: "refused", message });
      return;
    }
    say(FIRST);
    this.#monitors.set(
      id,
      monitorServer(this.#clientOf(kept), { say, onStrategies: () => this.#options.onStrategies(id) }),
    );
  }
}
