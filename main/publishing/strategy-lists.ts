import type { ServingClient } from "../../serving/client/serving-client.ts";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { StrategyList } from "../contract/publish-calls.ts";
import { serverError } from "./server-error.ts";

interface Surroundings {
  clientOf(connectionId: string): WireResult<ServingClient>;
  onChanged(list: StrategyList): void;
  now(): number;
}

/** The strategies of each server as they were last read, so that there is something to see without the server. */
export class StrategyLists {
  readonly #around: Surroundings;
  readonly #lists = new Map<string, StrategyList>();
  readonly #reading = new Map<string, { isAskedAgain: boolean }>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Out of reach, the last that were read. */
  async read(connectionId: string): Promise<WireResult<StrategyList>> {
    const client = this.#around.clientOf(connectionId);
    if (!client.ok) return client;
    const answered = await client.value.ask("listStrategies", {});
    if (!answered.ok) {
      const last = this.#lists.get(connectionId);
      return last && answered.failure.code === "unreachable" ? wireOk(last) : serverError(answered.failure);
    }
    const list = { connectionId, strategies: answered.value.strategies, readAt: this.#around.now() };
    this.#lists.set(connectionId, list);
    return wireOk(list);
  }

  /** Reads again and tells; many changes at once are told once. */
  async refresh(connectionId: string): Promise<void> {
    const reading = this.#reading.get(connectionId);
    if (reading) {
      reading.isAskedAgain = true;
      return;
    }
    const mine = { isAskedAgain: true };
    this.#reading.set(connectionId, mine);
    while (mine.isAskedAgain) {
      mine.isAskedAgain = false;
      const read = await this.read(connectionId);
      if (read.ok && !mine.isAskedAgain) this.#around.onChanged(read.value);
    }
    this.#reading.delete(connectionId);
  }

  /** Takes over what a change answered, before the stream tells of it. */
  put(connectionId: string, strategy: Strategy): void {
    const list = this.#lists.get(connectionId);
    if (!list) return;
    const others = list.strategies.filter(({ id }) => id !== strategy.id);
    const strategies = [...others, strategy].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.#lists.set(connectionId, { ...list, strategies });
  }

  forget(connectionId: string): void {
    this.#lists.delete(connectionId);
  }
}
