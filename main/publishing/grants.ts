import { z } from "zod";
import { failure, type ServingFailure } from "../../serving/client/failure.ts";
import { type Grant, grantSchema, refreshGrant } from "../../serving/client/grant.ts";
import type { Secrets } from "./secrets.ts";

export interface GrantOptions {
  readonly secrets: Secrets;
  readonly refresh?: typeof refreshGrant;
  readonly now?: () => number;
  /** A sign-in has ended, or goes on. */
  onChanged(id: string): void;
}

const keptSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("no JSON");
      return z.NEVER;
    }
  })
  .pipe(grantSchema);
const nameOf = (id: string): string => `grant:${id}`;

/** Timers of Node hold no longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Of an issuer that could not be asked. */
const AGAIN_MS = 30_000;

/**
 * Sign-ins by connection: their tokens are in the key store only, and followed by new ones before they end. An issuer
 * that cannot be reached ends nothing; one that gives no more does, and then the sign-in is over until a person signs in.
 */
export class Grants {
  readonly #options: GrantOptions;
  readonly #held = new Map<string, Grant>();
  readonly #ended = new Set<string>();
  readonly #refreshing = new Map<string, Promise<string | ServingFailure>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: GrantOptions) {
    this.#options = options;
  }

  /** Takes up what the key store holds of a connection. */
  load(id: string): void {
    const text = this.#options.secrets.get(nameOf(id));
    if (text === null) return;
    const kept = keptSchema.safeParse(text);
    if (!kept.success) return;
    this.#held.set(id, kept.data);
    this.#wake(id, kept.data.renewAt);
  }

  /** Whether somebody signed in for a connection, also if that has ended since. */
  has(id: string): boolean {
    return this.#held.has(id);
  }

  /** By whom it is given, and whether it has ended; null for a connection with a token. */
  show(id: string): { readonly issuer: string; readonly hasEnded: boolean } | null {
    const grant = this.#held.get(id);
    return grant ? { issuer: grant.signIn.issuer, hasEnded: this.#ended.has(id) } : null;
  }

  isKept(id: string): boolean {
    return this.#options.secrets.isKept(nameOf(id));
  }

  /** Rejects when it could not be written; it is held nonetheless. */
  async put(id: string, grant: Grant): Promise<void> {
    this.#ended.delete(id);
    this.#held.set(id, grant);
    try {
      await this.#options.secrets.set(nameOf(id), JSON.stringify(grant));
    } finally {
      this.#wake(id, grant.renewAt);
    }
  }

  /** What was held, for its issuer to be told. */
  async remove(id: string): Promise<Grant | null> {
    const grant = this.#held.get(id) ?? null;
    this.#held.delete(id);
    this.#ended.delete(id);
    clearTimeout(this.#timers.get(id));
    await this.#options.secrets.remove(nameOf(id));
    return grant;
  }

  /** The token of a request, a new one when the old one is about to end; or why there is none. */
  async token(id: string): Promise<string | null | ServingFailure> {
    const grant = this.#held.get(id);
    if (!grant) return null;
    if (this.#ended.has(id)) return ended(grant);
    return this.#now() < grant.renewAt ? grant.accessToken : this.#next(id);
  }

  endAll(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** An issuer forgets a sign-in that nobody asks for, so it is asked for whether or not there is a request. */
  #wake(id: string, at: number): void {
    clearTimeout(this.#timers.get(id));
    const wait = Math.min(Math.max(at - this.#now(), 0), LONGEST_TIMER_MS);
    const timer = setTimeout(() => {
      if (this.#now() < at) this.#wake(id, at);
      else void this.token(id);
    }, wait);
    timer.unref();
    this.#timers.set(id, timer);
  }

  /** One at a time: a refresh token is good once. */
  #next(id: string): Promise<string | ServingFailure> {
    const asked = this.#refreshing.get(id) ?? this.#refresh(id);
    this.#refreshing.set(id, asked);
    return asked.finally(() => this.#refreshing.delete(id));
  }

  async #refresh(id: string): Promise<string | ServingFailure> {
    const grant = this.#held.get(id)!;
    const isOver = () => this.#now() >= grant.expiresAt;
    // Without a refresh token the first one serves until its end.
    if (grant.refreshToken === null && !isOver()) {
      this.#wake(id, grant.expiresAt);
      return grant.accessToken;
    }
    const next = await (this.#options.refresh ?? refreshGrant)(grant, { now: () => this.#now() });
    // Signed in anew, or out, meanwhile.
    if (this.#held.get(id) !== grant) return this.#held.get(id)?.accessToken ?? ended(grant);
    if (next.ok) {
      // Held even where it cannot be written: the one before is good no more.
      await this.put(id, next.value).catch(() => {});
      return next.value.accessToken;
    }
    if (next.failure.code === "ended") {
      this.#ended.add(id);
      this.#options.onChanged(id);
      return ended(grant);
    }
    this.#wake(id, this.#now() + AGAIN_MS);
    return isOver() ? failure("unreachable", next.failure.message) : grant.accessToken;
  }
}

const ended = ({ signIn: { issuer } }: Grant): ServingFailure =>
  failure("sign-in-ended", `The sign-in at ${issuer} has ended. Sign in again.`);
