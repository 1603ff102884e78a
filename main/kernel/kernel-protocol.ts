import type { Session } from "electron";
import { serveFolder } from "../window/serve-folder.ts";

const hostPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Evaluating cells' text is the purpose of these workers; they are the only files that may, and may nothing else. */
const evaluatingWorkers = ["/cell-worker.js", "/pool-worker.js"];
const evaluatingPolicy = [
  "default-src 'none'",
  "script-src 'unsafe-eval' 'wasm-unsafe-eval'",
  "connect-src 'none'",
].join("; ");

const policyOf = (pathname: string): string =>
  evaluatingWorkers.includes(pathname) ? evaluatingPolicy : hostPolicy;

/** Serves the kernel's page and workers, isolated across origins so that SharedArrayBuffer exists. */
export const serveKernel = (session: Session, folder: string): void => {
  session.protocol.handle(
    "kernel",
    serveFolder(folder, (pathname) => ({
      "content-security-policy": policyOf(pathname),
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
    })),
  );
};
