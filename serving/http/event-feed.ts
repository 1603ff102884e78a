import type { RegistryReader } from "../registry/registry.ts";
import type { OutboxEvent } from "../registry/rows.ts";

const PAGE = 500;
/** How many events are kept in memory: who resumes from further back reads them from the registry. */
const KEPT = 2_000;

/**
 * The registry's events in their order, for any number of listeners. `wake` is called after every commit of this server,
 * and now and then for those of others; a listener hears each event once, without a gap.
 */
export class EventFeed {
  private readonly listeners = new Set<(events: readonly OutboxEvent[]) => void>();
  private recent: OutboxEvent[] = [];
  private reading: Promise<void> | null = null;
  private isAskedAgain = false;
  /** The sequence number of the newest event that was heard. */
  head = 0;

  private readonly reader: RegistryReader;
  constructor(reader: RegistryReader) {
    this.reader = reader;
  }

  /** Begins with what comes after now. */
  async start(): Promise<void> {
    this.head = (await this.reader.head()).seq;
  }

  /** Reads what is new; resolves once all that was committed before the call has been told. */
  async wake(): Promise<void> {
    this.isAskedAgain = true;
    this.reading ??= this.readAll().finally(() => {
      this.reading = null;
    });
    await this.reading;
  }

  private async readAll(): Promise<void> {
    while (this.isAskedAgain) {
      this.isAskedAgain = false;
      for (;;) {
        const events = await this.reader.events(this.head, PAGE);
        if (events.length === 0) break;
        this.head = events.at(-1)!.seq;
        this.recent = [...this.recent, ...events].slice(-KEPT);
        for (const listener of this.listeners) listener(events);
      }
    }
  }

  /** Events after a sequence number, at most a page of them. */
  async after(seq: number): Promise<readonly OutboxEvent[]> {
    if (seq >= this.head) return [];
    const oldest = this.recent[0]?.seq;
    if (oldest !== undefined && seq >= oldest - 1)
      return this.recent.filter((event) => event.seq > seq).slice(0, PAGE);
    return this.reader.events(seq, PAGE);
  }

  listen(listener: (events: readonly OutboxEvent[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
