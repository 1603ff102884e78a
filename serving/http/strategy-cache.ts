import type { Strategy } from "../contract/lifecycle.ts";
import type { RegistryReader } from "../registry/registry.ts";

/** All strategies in memory, so that reading signals asks no database. Newer revisions replace older ones. */
export class StrategyCache {
  private readonly strategies = new Map<string, Strategy>();
  private readonly listeners = new Set<(strategy: Strategy) => void>();

  async load(reader: RegistryReader): Promise<void> {
    for (const strategy of await reader.strategies()) this.put(strategy);
  }

  get(id: string): Strategy | undefined {
    return this.strategies.get(id);
  }

  all(): readonly Strategy[] {
    return [...this.strategies.values()];
  }

  put(strategy: Strategy): void {
    const known = this.strategies.get(strategy.id);
    if (known && strategy.revision <= known.revision) return;
    this.strategies.set(strategy.id, strategy);
    for (const listener of this.listeners) listener(strategy);
  }

  onChange(listener: (strategy: Strategy) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
