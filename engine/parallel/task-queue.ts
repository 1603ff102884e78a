import { fail, type Result } from "../contract/result.ts";

/** A task that was handed out. `attempts` counts the workers that ended while they had it. */
export interface Ticket<T> {
  readonly index: number;
  readonly task: T;
  readonly attempts: number;
}

export interface TaskOutcome<T> {
  readonly index: number;
  readonly task: T;
  readonly outcome: Result<unknown>;
}

const MOST_ATTEMPTS = 2;

/**
 * The tasks of a pool: read from their iterator only when a worker can take one, and given back in task order, so
 * that what is made of them does not depend on which worker was faster. Memory is bounded by `ahead`, the number of
 * tasks that may be handed out beyond the first unfinished one.
 */
export class TaskQueue<T> {
  readonly #iterator: Iterator<T>;
  readonly #ahead: number;
  readonly #retries: Ticket<T>[] = [];
  readonly #finished = new Map<number, TaskOutcome<T>>();
  #next: IteratorResult<T> | null = null;
  #handedOut = 0;
  #delivered = 0;

  constructor(tasks: Iterable<T>, ahead: number) {
    this.#iterator = tasks[Symbol.iterator]();
    this.#ahead = ahead;
  }

  /**
   * A task for a worker that holds `held` others; null when there is none for it now. A task that a worker ended
   * with goes alone to its next worker, so that whose fault a second end is stands beyond doubt.
   */
  take(held: readonly Ticket<T>[]): Ticket<T> | null {
    if (held.some(({ attempts }) => attempts > 0)) return null;
    if (this.#retries.length > 0) return held.length === 0 ? this.#retries.shift()! : null;
    if (this.#handedOut >= this.#delivered + this.#ahead || this.#peek().done) return null;
    const task = this.#peek().value as T;
    this.#next = null;
    return { index: this.#handedOut++, task, attempts: 0 };
  }

  finish({ index, task }: Ticket<T>, outcome: Result<unknown>): void {
    this.#finished.set(index, { index, task, outcome });
  }

  /** Takes back what a worker held as it ended: once more each, then the task has failed. */
  takeBack(tickets: readonly Ticket<T>[], reason: string, nameOf: (task: T) => string): void {
    for (const { index, task, attempts } of tickets) {
      const ticket = { index, task, attempts: attempts + 1 };
      if (ticket.attempts < MOST_ATTEMPTS) this.#retries.push(ticket);
      else {
        const message = `${nameOf(task)} ended its worker twice: ${reason}`;
        this.finish(ticket, fail("worker-failed", message, { attempts: ticket.attempts }));
      }
    }
    this.#retries.sort((a, b) => a.index - b.index);
  }

  /** The next outcome in task order, once it is there. */
  deliver(): TaskOutcome<T> | null {
    const outcome = this.#finished.get(this.#delivered);
    if (!outcome) return null;
    this.#finished.delete(this.#delivered++);
    return outcome;
  }

  /** Every task has been delivered. */
  isDrained(): boolean {
    return this.#delivered === this.#handedOut && this.#peek().done === true;
  }

  /** Tells the iterator that nobody reads on, as leaving a loop does. */
  close(): void {
    if (!this.#next?.done) this.#iterator.return?.();
  }

  #peek(): IteratorResult<T> {
    this.#next ??= this.#iterator.next();
    return this.#next;
  }
}
