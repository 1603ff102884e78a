import type { Port } from "../../wire/port.ts";

/** The part of Electron's MessagePortMain that we use, so that this file needs no Electron to be checked. */
export interface ElectronPort {
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** Electron's port as a wire port. Nothing is ever transferred: an ArrayBuffer in a transfer list throws there. */
export const electronPort = (port: ElectronPort): Port => {
  let isStarted = false;
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on("message", (event) => listener(event.data));
      // Messages wait in the port until somebody listens.
      if (!isStarted) port.start();
      isStarted = true;
    },
    onClose: (listener) => port.on("close", listener),
    close: () => port.close(),
  };
};
