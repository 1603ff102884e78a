import type { Socket } from "node:net";
import type { ProblemCode } from "../contract/problems.ts";
import { problemKinds } from "../contract/problems.ts";
import { problemDocument } from "./problem-error.ts";

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: "headers-too-large",
};

/** Answers what is no HTTP at all; there is no request then, only bytes on a connection. */
export const answerUnreadable = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const code = CODES[error.code ?? ""] ?? "bad-request";
  const [status] = problemKinds[code];
  const body = JSON.stringify(problemDocument(code, "This is no HTTP request that can be read.", "none"));
  if (socket.writable)
    socket.end(
      `HTTP/1.1 ${status} Refused\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  else socket.destroy();
};
