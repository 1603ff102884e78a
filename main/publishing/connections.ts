import { randomUUID } from "node:crypto";
import { z } from "zod";
import { readAddress } from "../../serving/client/address.ts";
import type { Grant } from "../../serving/client/grant.ts";
import type { ClientOptions, ServingClient } from "../../serving/client/serving-client.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { type Connection, connectionSchema } from "../contract/publish-calls.ts";
import { inTurn } from "../files/in-turn.ts";
import type { jsonFile } from "../files/json-file.ts";
import { reasonOf } from "../files/reason-of.ts";
import { Grants } from "./grants.ts";
import { type Monitor, monitorServer, type ServerState } from "./monitor-server.ts";
import type { Secrets } from "./secrets.ts";

const keptSchema = connectionSchema.pick({ id: true, name: true, url: true, desk: true });
type Kept = z.infer<typeof keptSchema>;
/** The file of connections; no token is in it. */
export const connectionsSchema = z.array(keptSchema);

export interface ConnectionsOptions {
  readonly file: ReturnType<typeof jsonFile<typeof connectionsSchema>>;
  readonly secrets: Secrets;
  /** Tests hold the clock and the issuer in their hands. */
  readonly grants?: Partial<Pick<ConstructorParameters<typeof Grants>[0], "refresh" | "now">>;
  clientOf(url: string, token: ClientOptions["token"]): ServingClient;
  onChanged(connections: Connection[]): void;
  /** A server is there, again or for the first time. */
  onOnline(id: string): void;
  /** Strategies of a server are others than before, or may be. */
  onStrategies(id: string): void;
}

const FIRST: ServerState = {
  state: "connecting",
  code: "",
  message: "",
  subject: null,
  roles: [],
  answeredAt: null,
};
const secretOf = (id: string): string => `token:${id}`;
const unknown = () => wireError("unknown-connection", "That server is not among your connections any more.");

export type Draft = Pick<Kept, "name" | "url" | "desk">;

/** The servers of this user: kept in a file, their tokens in the key store, each watched for as long as the app runs. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #grants: Grants;
  /** A change begins from the list that the one before it left. */
  readonly #inTurn = inTurn();
  #kept: Kept[] = [];
  readonly #states = new Map<string, ServerState>();
  readonly #monitors = new Map<string, Monitor>();

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#grants = new Grants({
      secrets: options.secrets,
      ...options.grants,
      onChanged: (id) => this.#watch(id),
    });
  }

  async load(): Promise<void> {
    this.#kept = (await this.#options.file.read()) ?? [];
    for (const { id } of this.#kept) {
      this.#grants.load(id);
      this.#watch(id);
    }
  }

  list(): Connection[] {
    return this.#kept.map((kept) => ({
      ...kept,
      ...(this.#states.get(kept.id) ?? FIRST),
      isTokenKept: this.#options.secrets.isKept(secretOf(kept.id)) || this.#grants.isKept(kept.id),
      signIn: this.#grants.show(kept.id),
    }));
  }

  get(id: string): Connection | undefined {
    return this.list().find((connection) => connection.id === id);
  }

  /** Asks a server with the token kept for it. */
  client(id: string): WireResult<ServingClient> {
    const kept = this.#find(id);
    return kept ? wireOk(this.#clientOf(kept)) : unknown();
  }

  /** Why a draft cannot be kept; null when it can. */
  refusalOf(id: string | null, { url, name }: Draft): WireResult<never> | null {
    const address = readAddress(url, false);
    if (!address.ok) return wireError("url-refused", address.failure.message);
    if (id !== null && !this.#find(id)) return unknown();
    if (this.#kept.some(({ id: other, name: taken }) => other !== id && taken === name))
      return wireError("name-taken", `Another connection is named ${name}. Choose another name.`);
    return null;
  }

  save(id: string | null, draft: Draft, token: string | null): Promise<WireResult<Connection>> {
    return this.#inTurn(() => this.#save(id, draft, token));
  }

  /** Keeps a connection by the tokens of a sign-in, in place of any that it had. */
  signedIn(id: string | null, draft: Draft, grant: Grant): Promise<WireResult<Connection>> {
    return this.#inTurn(async () => {
      const refusal = this.refusalOf(id, draft);
      if (refusal) return refusal;
      return this.#keep(id, draft, async (own) => {
        await this.#options.secrets.remove(secretOf(own));
        await this.#grants.put(own, grant);
      });
    });
  }

  /** Forgets a sign-in; the connection stays. Gives what was held, for its issuer to be told. */
  async signOut(id: string): Promise<WireResult<Grant | null>> {
    if (!this.#find(id)) return unknown();
    const grant = await this.#grants.remove(id);
    this.#watch(id);
    return wireOk(grant);
  }

  remove(id: string): Promise<WireResult<Record<string, never>>> {
    return this.#inTurn(() => this.#remove(id));
  }

  /** A client that is kept nowhere, for trying out an address. */
  trial(url: string, id: string | null, token: string | null): WireResult<ServingClient> {
    const address = readAddress(url, false);
    if (!address.ok) return wireError("url-refused", address.failure.message);
    if (token !== null) return wireOk(this.#options.clientOf(url, () => token));
    const kept = this.#find(id);
    const isSame = kept !== undefined && new URL(kept.url).origin === new URL(url).origin;
    const hasOne = isSame && (this.#grants.has(kept.id) || this.#secretOf(kept.id) !== null);
    if (!hasOne) return wireError("token-needed", "Enter the token for this server.");
    return wireOk(this.#options.clientOf(url, () => this.#tokenOf(kept.id)));
  }

  /** A client without a token, for what a server tells everybody. */
  stranger(url: string): WireResult<ServingClient> {
    const address = readAddress(url, false);
    if (!address.ok) return wireError("url-refused", address.failure.message);
    return wireOk(this.#options.clientOf(url, () => null));
  }

  endAll(): void {
    this.#grants.endAll();
    for (const monitor of this.#monitors.values()) monitor.end();
  }

  async #save(id: string | null, draft: Draft, token: string | null): Promise<WireResult<Connection>> {
    const refusal = this.refusalOf(id, draft);
    if (refusal) return refusal;
    const before = this.#find(id);
    const hasOne =
      before !== undefined && (this.#grants.has(before.id) || this.#secretOf(before.id) !== null);
    // A token is for the server that it was entered for, and not for whatever address stands there next.
    const isElsewhere = before !== undefined && new URL(before.url).origin !== new URL(draft.url).origin;
    if (token === null && (!hasOne || isElsewhere))
      return wireError("token-needed", "Enter the token that an administrator of this server gave you.");
    return this.#keep(id, draft, async (own) => {
      if (token === null) return;
      await this.#grants.remove(own);
      await this.#options.secrets.set(secretOf(own), token);
    });
  }

  async #remove(id: string): Promise<WireResult<Record<string, never>>> {
    if (!this.#find(id)) return unknown();
    const next = this.#kept.filter((connection) => connection.id !== id);
    try {
      await this.#options.file.write(next);
      await this.#options.secrets.remove(secretOf(id));
      await this.#grants.remove(id);
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

  async #keep(
    id: string | null,
    draft: Draft,
    keepSecret: (own: string) => Promise<void>,
  ): Promise<WireResult<Connection>> {
    const own = id ?? randomUUID();
    const kept: Kept = { id: own, ...draft };
    const next = id === null ? [...this.#kept, kept] : this.#kept.map((one) => (one.id === own ? kept : one));
    try {
      await keepSecret(own);
      await this.#options.file.write(next);
    } catch (error) {
      return wireError("not-saved", `The connection could not be kept: ${reasonOf(error)}.`);
    }
    this.#kept = next;
    this.#watch(own);
    return wireOk(this.get(own)!);
  }

  #find(id: string | null): Kept | undefined {
    return this.#kept.find((connection) => connection.id === id);
  }

  #secretOf(id: string): string | null {
    return this.#options.secrets.get(secretOf(id));
  }

  #tokenOf(id: string): ReturnType<ClientOptions["token"]> {
    return this.#grants.has(id) ? this.#grants.token(id) : this.#secretOf(id);
  }

  #clientOf({ id, url }: Kept): ServingClient {
    return this.#options.clientOf(url, () => this.#tokenOf(id));
  }

  #watch(id: string): void {
    this.#monitors.get(id)?.end();
    const kept = this.#find(id);
    if (!kept) return;
    const say = (state: ServerState) => {
      const before = this.#states.get(id);
      // Looked at anew, a server has answered when it last did.
      this.#states.set(id, { ...state, answeredAt: state.answeredAt ?? before?.answeredAt ?? null });
      this.#options.onChanged(this.list());
      if (state.state === "online" && before?.state !== "online") this.#options.onOnline(id);
    };
    if (!this.#grants.has(id) && this.#secretOf(id) === null) {
      const message = "There is no token of this server here. Enter it, or sign in again.";
      say({ ...FIRST, state: "refused", code: "token-needed", message });
      return;
    }
    say(FIRST);
    this.#monitors.set(
      id,
      monitorServer(this.#clientOf(kept), { say, onStrategies: () => this.#options.onStrategies(id) }),
    );
  }
}
