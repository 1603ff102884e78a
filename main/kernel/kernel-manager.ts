import { MessageChannelMain, type MessagePortMain } from "electron";
import type { Pause } from "../contract/debug-calls.ts";
import { type KernelEnd, type KernelWindow, openKernelWindow } from "./kernel-window.ts";
import type { MemoryWatch } from "./memory-watch.ts";

export interface KernelManagerOptions {
  readonly folder: string;
  readonly preload: string;
  readonly memory: MemoryWatch;
  connectStore(): MessagePortMain;
  /** A port that answers SQL cells, for as long as it is open. */
  connectQueries(): MessagePortMain;
  onGone(kernelId: number, reason: KernelEnd): void;
  onPaused(kernelId: number, paused: Pause | null): void;
}

/** The kernels that run: starts them, gives each its store port, and tells when one is gone. */
export class KernelManager {
  readonly #options: KernelManagerOptions;
  readonly #kernels = new Map<number, KernelWindow>();
  #nextId = 1;
  #isEnding = false;

  constructor(options: KernelManagerOptions) {
    this.#options = options;
  }

  /** Starts a kernel; the answered port speaks the kernel contract. */
  async start(): Promise<{ kernelId: number; client: MessagePortMain }> {
    // The window asks for a new kernel when one is gone; a new hidden window would keep a quitting app alive.
    if (this.#isEnding) throw new Error("the app is quitting");
    const kernelId = this.#nextId++;
    const channel = new MessageChannelMain();
    const kernel = await openKernelWindow({
      kernelId,
      folder: this.#options.folder,
      preload: this.#options.preload,
      client: channel.port1,
      connectStore: this.#options.connectStore,
      connectQueries: this.#options.connectQueries,
      onPaused: (paused) => this.#options.onPaused(kernelId, paused),
      onGone: (reason) => {
        this.#kernels.delete(kernelId);
        this.#options.memory.forget(kernelId);
        if (!this.#isEnding) this.#options.onGone(kernelId, reason);
      },
    });
    this.#kernels.set(kernelId, kernel);
    this.#options.memory.watch(kernel);
    return { kernelId, client: channel.port2 };
  }

  get(kernelId: number): KernelWindow | undefined {
    return this.#kernels.get(kernelId);
  }

  /** After the store process was started again, every kernel gets a port to the new one. */
  reconnectStores(): void {
    for (const kernel of this.#kernels.values()) kernel.replaceStore(this.#options.connectStore());
  }

  /** The page that used them is gone: ends every kernel. The page that takes its place starts its own. */
  endOrphans(): void {
    for (const kernel of [...this.#kernels.values()]) kernel.end();
  }

  /** The app quits: ends every kernel, tells nobody, and starts no more. */
  endAll(): void {
    this.#isEnding = true;
    for (const kernel of [...this.#kernels.values()]) kernel.end();
  }
}
