import { z } from "zod";
import { inTurn } from "../files/in-turn.ts";
import { jsonFile } from "../files/json-file.ts";

/** The system's own store of keys, as far as it is used here. */
export interface KeyStore {
  /** False where there is none, or one that hides nothing. */
  isAvailable(): boolean;
  /** What only this user of this machine opens again, in Base64. */
  seal(text: string): string;
  /** Null for what was sealed by somebody else, or somewhere else. */
  open(sealed: string): string | null;
}

const sealedSchema = z.record(z.string(), z.string());

/**
 * Tokens and keys by name, in one file that only the system's key store can read. Without a key store nothing is
 * written: a secret is held until the app ends.
 */
export class Secrets {
  readonly #keyStore: KeyStore;
  readonly #file: ReturnType<typeof jsonFile<typeof sealedSchema>>;
  readonly #held = new Map<string, string>();
  /** What is held as it is in the file: not what could not be opened, and not what there was no key store for. */
  readonly #kept = new Set<string>();
  /** A write takes the file's whole text: one that began from an older text would undo another. */
  readonly #inTurn = inTurn();
  #sealed: Record<string, string> = {};

  constructor(path: string, keyStore: KeyStore) {
    this.#keyStore = keyStore;
    this.#file = jsonFile(path, sealedSchema);
  }

  async load(): Promise<void> {
    this.#sealed = (await this.#file.read()) ?? {};
    if (!this.#keyStore.isAvailable()) return;
    for (const [name, sealed] of Object.entries(this.#sealed)) {
      const text = this.#keyStore.open(sealed);
      if (text === null) continue;
      this.#held.set(name, text);
      this.#kept.add(name);
    }
  }

  get(name: string): string | null {
    return this.#held.get(name) ?? null;
  }

  /** Whether a secret outlives this run of the app. */
  isKept(name: string): boolean {
    return this.#kept.has(name);
  }

  /** Rejects when it could not be written; it is held nonetheless. */
  async set(name: string, text: string): Promise<void> {
    this.#held.set(name, text);
    this.#kept.delete(name);
    if (!this.#keyStore.isAvailable()) return;
    const sealed = this.#keyStore.seal(text);
    await this.#write((before) => ({ ...before, [name]: sealed }));
    // Taken out or followed by another while it was written, it is not what is held.
    if (this.#held.get(name) === text) this.#kept.add(name);
  }

  async remove(name: string): Promise<void> {
    this.#held.delete(name);
    this.#kept.delete(name);
    await this.#write(({ [name]: before, ...rest }) => (before === undefined ? null : rest));
  }

  #write(change: (sealed: Record<string, string>) => Record<string, string> | null): Promise<void> {
    return this.#inTurn(async () => {
      const next = change(this.#sealed);
      if (next === null) return;
      await this.#file.write(next);
      this.#sealed = next;
    });
  }
}
