/** One reading of one process, as Electron's app metrics give it. */
export interface MemoryReading {
  readonly pid: number;
  readonly workingSetKb: number;
}

export interface WatchedKernel {
  readonly kernelId: number;
  processId(): number;
  crash(reason: "out-of-memory"): void;
}

const READ_EVERY_MS = 100;
const READINGS_PER_REPORT = 10;

/**
 * Ends a kernel whose working set passes the limit. The engine's own limits do not bound ArrayBuffers or many
 * small objects, so the watch is outside the process it watches.
 */
export class MemoryWatch {
  readonly #limitMb: () => number;
  readonly #readProcesses: () => readonly MemoryReading[];
  readonly #report: (kernelId: number, workingSetMb: number, limitMb: number) => void;
  readonly #kernels = new Set<WatchedKernel>();
  #timer: ReturnType<typeof setInterval> | null = null;
  #readings = 0;

  constructor(
    limitMb: () => number,
    readProcesses: () => readonly MemoryReading[],
    report: (kernelId: number, workingSetMb: number, limitMb: number) => void,
  ) {
    this.#limitMb = limitMb;
    this.#readProcesses = readProcesses;
    this.#report = report;
  }

  watch(kernel: WatchedKernel): void {
    this.#kernels.add(kernel);
    this.#timer ??= setInterval(() => this.check(), READ_EVERY_MS);
  }

  forget(kernelId: number): void {
    for (const kernel of this.#kernels) if (kernel.kernelId === kernelId) this.#kernels.delete(kernel);
    if (this.#kernels.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  check(): void {
    const readings = new Map(
      this.#readProcesses().map(({ pid, workingSetKb }) => [pid, workingSetKb / 1024]),
    );
    const limitMb = this.#limitMb();
    const isReport = this.#readings++ % READINGS_PER_REPORT === 0;
    for (const kernel of [...this.#kernels]) {
      const workingSetMb = readings.get(kernel.processId());
      if (workingSetMb === undefined) continue;
      if (isReport) this.#report(kernel.kernelId, workingSetMb, limitMb);
      if (workingSetMb > limitMb) {
        this.#kernels.delete(kernel);
        kernel.crash("out-of-memory");
      }
    }
  }
}
