import type { Port } from "../../wire/port.ts";

/** A browser's MessagePort as a wire port. Messages that arrive before the first listener wait in the port. */
export const portOfMessagePort = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => {
    port.addEventListener("message", (event) => listener(event.data));
    port.start();
  },
  onClose: (listener) => port.addEventListener("close", () => listener()),
  close: () => port.close(),
});
