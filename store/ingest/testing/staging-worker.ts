import type { Port } from "../../../wire/port.ts";
import { serveStaging } from "../serve-staging.ts";

/** One question about one file; a worker answers many, one after the other, as a staging process answers one. */
export interface WorkerQuestion {
  readonly id: number;
  readonly filePath: string;
  readonly storeDir: string;
  readonly name: string;
  readonly input: unknown;
}

process.on("unhandledRejection", (reason) => {
  console.error("worker: unhandled rejection", reason);
  process.exit(1);
});

process.on("message", ({ id, filePath, storeDir, name, input }: WorkerQuestion) => {
  const before = process.cpuUsage();
  const port: Port = {
    post: (message) => {
      const { user, system } = process.cpuUsage(before);
      process.send?.({ ...(message as object), cpuMs: (user + system) / 1_000 });
    },
    onMessage: (listener) => setImmediate(() => listener({ kind: "call", id, name, input })),
    onClose: () => {},
    close: () => {},
  };
  serveStaging(port, { filePath, storeDir });
});
process.on("disconnect", () => process.exit(0));
