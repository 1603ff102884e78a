import { z } from "zod";
import { messagePort, type PortLike } from "../../../wire/message-port.ts";
import type { Port } from "../../../wire/port.ts";
import { serveStaging } from "../serve-staging.ts";

const openSchema = z.object({
  type: z.literal("open"),
  filePath: z.string(),
  storeDir: z.string(),
  fileName: z.string().optional(),
});

interface ParentPort {
  on(
    event: "message",
    listener: (event: { readonly data: unknown; readonly ports: PortLike[] }) => void,
  ): unknown;
}

/** A process that reads one file for somebody else, and ends with whoever asked. */
const begin = (port: Port, message: unknown): void => {
  const opened = openSchema.safeParse(message);
  if (!opened.success) throw new Error("The import process was not told what to open.");
  const { filePath, storeDir, fileName } = opened.data;
  serveStaging(port, { filePath, storeDir, fileName });
  port.onClose(() => process.exit(0));
};

process.on("unhandledRejection", (reason) => {
  console.error("import: unhandled rejection", reason);
  process.exit(1);
});

const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
if (parentPort) {
  parentPort.on("message", ({ data, ports }) => {
    if (ports[0]) begin(messagePort(ports[0]), data);
  });
} else if (process.send) {
  process.once("message", (message) => {
    begin(
      {
        post: (answer) => process.send!(answer),
        onMessage: (listener) => process.on("message", listener),
        onClose: (listener) => process.on("disconnect", listener),
        close: () => process.disconnect(),
      },
      message,
    );
  });
} else throw new Error("The import process must be started by Asof.");
