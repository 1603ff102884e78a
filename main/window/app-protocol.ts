import { protocol } from "electron";
import { serveFolder } from "./serve-folder.ts";

export const APP_ORIGIN = "app://asof";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Serves the window's own files; nothing else has this origin. */
export const serveApp = (folder: string): void => {
  protocol.handle(
    "app",
    serveFolder(folder, () => ({
      "content-security-policy": policy,
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
    })),
  );
};
