import { previewOf } from "./preview-value.ts";
import type { ConsoleLevel } from "./protocol.ts";

export const MAX_CONSOLE_LINES = 1_000;
export const MAX_CONSOLE_LINE = 8_000;
const MAX_CONSOLE_VALUES = 1_000;

const cutShort = (line: string, length: number): string =>
  `${line.slice(0, MAX_CONSOLE_LINE)}… (cut: the first ${MAX_CONSOLE_LINE.toLocaleString("en-US")} of ${length.toLocaleString("en-US")} characters)`;

/** A console that hands each line on, and after too many says once that it stops. */
export const createConsole = (write: (level: ConsoleLevel, text: string) => void) => {
  let lines = 0;
  const writeLine =
    (level: ConsoleLevel) =>
    (...values: unknown[]) => {
      lines++;
      if (lines > MAX_CONSOLE_LINES + 1) return;
      if (lines > MAX_CONSOLE_LINES)
        return write(
          "warn",
          `More than ${MAX_CONSOLE_LINES.toLocaleString("en-US")} lines: the rest of this run is left out. Print less, or show a table.`,
        );
      // Cut before they are joined: two texts of half a gigabyte have no sum.
      const texts = values
        .slice(0, MAX_CONSOLE_VALUES)
        .map((value) => (typeof value === "string" ? value : previewOf(value)));
      const length = texts.reduce((sum, text) => sum + text.length, texts.length - 1);
      const line = texts.map((text) => text.slice(0, MAX_CONSOLE_LINE)).join(" ");
      write(level, length > MAX_CONSOLE_LINE ? cutShort(line, length) : line);
    };
  const console = Object.freeze({
    log: writeLine("log"),
    debug: writeLine("log"),
    info: writeLine("info"),
    warn: writeLine("warn"),
    error: writeLine("error"),
  });
  return { console, reset: () => (lines = 0) };
};
