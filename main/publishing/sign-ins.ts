import {
  beginDeviceSignIn,
  type DeviceCode,
  type DeviceOptions,
} from "../../serving/client/device-sign-in.ts";
import { type Grant, revokeGrant } from "../../serving/client/grant.ts";
import type { SignInResult } from "../../serving/client/sign-in-failure.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { SignInState } from "../contract/sign-in-calls.ts";
import { reasonOf } from "../files/reason-of.ts";
import type { Connections, Draft } from "./connections.ts";
import { serverError } from "./server-error.ts";

export interface SignInOptions {
  readonly connections: Connections;
  /** Opens an address in the user's browser. */
  open(address: string): Promise<void>;
  onChanged(state: SignInState): void;
  readonly device?: Pick<DeviceOptions, "fetch" | "wait">;
}

interface UnderWay {
  readonly abort: AbortController;
  readonly code: DeviceCode;
}

/** The sign-in that is under way: one at a time, for a person enters one code at a time. */
export class SignIns {
  readonly #options: SignInOptions;
  #underWay: UnderWay | null = null;
  /** The newest that was asked for: what is asked of an earlier one comes to nothing. */
  #last = 0;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  async offer(url: string): Promise<WireResult<{ issuer: string | null }>> {
    const offered = await this.#offered(url);
    return offered.ok ? wireOk({ issuer: offered.value?.issuer ?? null }) : offered;
  }

  async start(id: string | null, draft: Draft): Promise<WireResult<SignInState>> {
    this.cancel();
    const turn = this.#last;
    const refusal = this.#options.connections.refusalOf(id, draft);
    if (refusal) return refusal;
    const offered = await this.#offered(draft.url);
    if (!offered.ok) return offered;
    if (offered.value === null)
      return wireError("not-offered", "This server takes its own tokens only. Ask an administrator for one.");
    const abort = new AbortController();
    const begun = await beginDeviceSignIn(offered.value, { ...this.#options.device, signal: abort.signal });
    if (!begun.ok) return wireOk({ state: "failed", ...begun.failure });
    const { code, granted } = begun.value;
    if (turn === this.#last) this.#underWay = { abort, code };
    else abort.abort();
    void granted.then((result) => this.#end(turn, id, draft, result));
    const { userCode, address, expiresAt } = code;
    return wireOk({ state: "waiting", issuer: offered.value.issuer, userCode, address, expiresAt });
  }

  async open(): Promise<WireResult<Record<string, never>>> {
    if (!this.#underWay) return wireError("no-sign-in", "No sign-in is under way. Begin one.");
    const { address, completeAddress } = this.#underWay.code;
    try {
      await this.#options.open(completeAddress ?? address);
      return wireOk({});
    } catch (error) {
      return wireError("not-opened", `The browser did not open: ${reasonOf(error)}. Copy the address.`);
    }
  }

  /** Whatever still comes of it is not told, and what the issuer gave is given back. */
  cancel(): void {
    this.#last++;
    this.#underWay?.abort.abort();
    this.#underWay = null;
  }

  /** Forgets a sign-in, then tells its issuer: who is offline is signed out here all the same. */
  async signOut(id: string): Promise<WireResult<Record<string, never>>> {
    let forgotten: WireResult<Grant | null>;
    try {
      forgotten = await this.#options.connections.signOut(id);
    } catch (error) {
      return wireError("not-saved", `The sign-in could not be taken out: ${reasonOf(error)}.`);
    }
    if (!forgotten.ok) return forgotten;
    if (forgotten.value) this.#giveBack(forgotten.value);
    return wireOk({});
  }

  async #offered(url: string) {
    const client = this.#options.connections.stranger(url);
    if (!client.ok) return client;
    const told = await client.value.ask("getSignIn", {});
    return told.ok ? wireOk(told.value.signIn) : serverError(told.failure);
  }

  async #end(turn: number, id: string | null, draft: Draft, granted: SignInResult<Grant>): Promise<void> {
    const isOver = () => turn !== this.#last;
    const say = (state: SignInState) => this.#options.onChanged(state);
    if (isOver()) return granted.ok ? this.#giveBack(granted.value) : undefined;
    this.#underWay = null;
    if (!granted.ok) return say({ state: "failed", ...granted.failure });
    const { value: grant } = granted;
    // What the issuer gave counts when the server takes it, and not before.
    const trial = this.#options.connections.trial(draft.url, null, grant.accessToken);
    const me = trial.ok ? await trial.value.ask("whoAmI", {}) : null;
    if (isOver()) return this.#giveBack(grant);
    if (!me?.ok) {
      this.#giveBack(grant);
      const said = me?.failure.message ?? "";
      const message = `${grant.signIn.issuer} signed you in, and the server does not take it: ${said}`;
      return say({ state: "failed", code: "not-accepted", message });
    }
    const kept = await this.#options.connections.signedIn(id, draft, grant);
    if (kept.ok) return say({ state: "done", connectionId: kept.value.id });
    say({ state: "failed", code: "not-kept", message: kept.error.message });
  }

  #giveBack(grant: Grant): void {
    void revokeGrant(grant, this.#options.device);
  }
}
