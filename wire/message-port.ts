import type { Port } from "./port.ts";

type Listener = (event: { readonly data?: unknown }) => void;

/** What the ports of browsers, of Node and of Electron's main and utility processes have in common. */
export interface PortLike {
  postMessage(message: unknown): void;
  start?(): void;
  close(): void;
  addEventListener?(type: string, listener: Listener): void;
  on?(type: string, listener: Listener): unknown;
}

/**
 * Adapts a MessagePort, or Electron's MessagePortMain, to a wire port. Messages that arrive before the first listener
 * wait in the port. Nothing is ever transferred: an ArrayBuffer in a transfer list throws in a utility process.
 */
export const messagePort = (inner: PortLike): Port => {
  const listen = (type: string, listener: Listener) => {
    if (inner.addEventListener) inner.addEventListener(type, listener);
    else inner.on?.(type, listener);
  };
  const closeListeners: (() => void)[] = [];
  let isClosed = false;
  let isStarted = false;
  const closed = () => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closeListeners) listener();
  };
  listen("close", closed);
  return {
    post: (message) => inner.postMessage(message),
    onMessage: (listener) => {
      listen("message", (event) => listener(event.data));
      if (!isStarted) inner.start?.();
      isStarted = true;
    },
    onClose: (listener) => closeListeners.push(listener),
    close: () => {
      inner.close();
      closed();
    },
  };
};
