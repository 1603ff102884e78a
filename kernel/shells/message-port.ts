import type { Port } from "../../wire/port.ts";

/** A browser's MessagePort as a wire's port. Chromium tells of a closed end by a "close" event. */
export const fromMessagePort = (port: MessagePort): Port => {
  const closeListeners: (() => void)[] = [];
  let isClosed = false;
  const closed = () => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closeListeners) listener();
  };
  port.addEventListener("close", closed);
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener("message", (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => closeListeners.push(listener),
    close: () => {
      port.close();
      closed();
    },
  };
};
