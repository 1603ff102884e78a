import type { KernelPortMessage } from "../../main/contract/bridge.ts";

const isKernelPortMessage = (data: unknown): data is KernelPortMessage =>
  typeof data === "object" &&
  data !== null &&
  (data as { type?: unknown }).type === "asof:kernel-port" &&
  Number.isInteger((data as { kernelId?: unknown }).kernelId);

export interface KernelPorts {
  /** The port of a kernel; rejects when it has not come within `timeoutMs`. */
  take(kernelId: number, timeoutMs: number): Promise<MessagePort>;
}

/** Collects the ports that the preload posts to the page. A port may come before the call that asked for it answers. */
export const collectKernelPorts = (page: Window): KernelPorts => {
  const arrived = new Map<number, MessagePort>();
  const waiting = new Map<number, (port: MessagePort) => void>();
  page.addEventListener("message", (event) => {
    // Only this page itself, which is to say its preload, may hand in a port.
    if (event.source !== page || !isKernelPortMessage(event.data)) return;
    const port = event.ports[0];
    if (!port) return;
    const settle = waiting.get(event.data.kernelId);
    waiting.delete(event.data.kernelId);
    if (settle) settle(port);
    else arrived.set(event.data.kernelId, port);
  });
  return {
    take: (kernelId, timeoutMs) =>
      new Promise((resolve, reject) => {
        const port = arrived.get(kernelId);
        arrived.delete(kernelId);
        if (port) return resolve(port);
        const timer = setTimeout(() => {
          waiting.delete(kernelId);
          reject(new Error(`The port of kernel ${kernelId} did not arrive.`));
        }, timeoutMs);
        waiting.set(kernelId, (late) => {
          clearTimeout(timer);
          resolve(late);
        });
      }),
  };
};
