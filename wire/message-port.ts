import type { Port } from "./port.ts";

/** What the ports of browsers, of Node and of Electron's main and utility processes have in common. */
interface PortLike {
  postMessage(message: unknown): void;
  start?(): void;
  close(): void;
  addEventListener?(type: string, listener: (event: { data: unknown }) => void): void;
  on?(type: string, listener: (event: { data: unknown }) => void): unknown;
}

/** Adapts a MessagePort, or Electron's MessagePortMain, to a wire port. */
export const messagePort = (inner: PortLike): Port => {
  const listen = (type: string, listener: (event: { data: unknown }) => void) => {
    if (inner.addEventListener) inner.addEventListener(type, listener);
    else inner.on?.(type, listener);
  };
  return {
    post: (message) => inner.postMessage(message),
    onMessage: (listener) => {
      listen("message", (event) => listener(event.data));
      inner.start?.();
    },
    // Browsers older than the port's own close event never report it; the supervisor's notice does then.
    onClose: (listener) => listen("close", () => listener()),
    close: () => inner.close(),
  };
};
