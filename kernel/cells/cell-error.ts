import type { CellError } from "../contract/display.ts";
import type { CompiledCell } from "../language/compile-cell.ts";
import { mapColumn } from "../language/map-position.ts";
import { powerNames } from "../language/power-names.ts";

/** How a cell was compiled, as far as positions go; undefined for one that never ran. */
export type PlacesOf = (cellId: string) => Pick<CompiledCell, "insertions" | "lineCount"> | undefined;

/** Called where a cell says `**`, and no function of its author's. */
const [POWER] = powerNames;

type Frame = CellError["frames"][number];

// V8 writes a frame of evaluated code as "at name (cell:id:3:5)", and some hosts as "at eval (cell:id, <anonymous>:3:5)".
const framePattern =
  /^\s*at (?:(.*?) \()?(?:eval at .*?\()?cell:([\w./-]+)(?:, <anonymous>)?:(\d+):(\d+)\)*\s*$/;

/** The frames of a stack that lie in cells, newest first, with columns as the cell's author sees them. */
export const readFrames = (stack: string, placesOf: PlacesOf): Frame[] =>
  stack.split("\n").flatMap((text) => {
    const match = framePattern.exec(text);
    if (!match) return [];
    const [, name, cellId, lineText, columnText] = match;
    if (name === POWER) return [];
    const line = Number(lineText);
    const places = placesOf(cellId!);
    if (!places || line > places.lineCount) return [];
    const column = mapColumn(line, Number(columnText), places.insertions);
    const isPlain = name === undefined || name === "eval" || name === "<anonymous>";
    return [{ cellId: cellId!, line, column, name: isPlain ? "" : name.replace(/^async /, "") }];
  });

/** A failure of the kernel or the store that a cell must not read as a fault of its own code. */
export class RequestError extends Error {
  readonly code: string;
  readonly hint: string;
  /** Where in a SQL cell. */
  readonly place: { readonly line: number; readonly column: number } | undefined;
  constructor(code: string, message: string, place?: RequestError["place"]) {
    super(message);
    this.name = "RequestError";
    this.code = code;
    this.hint = "";
    this.place = place;
  }
}

/** `instanceof` that a lying object cannot make throw. */
const isA = <T>(value: unknown, kind: abstract new (...values: never[]) => T): value is T => {
  try {
    return value instanceof kind;
  } catch {
    return false;
  }
};

const textOf = (read: () => unknown, fallback: string): string => {
  try {
    const value = read();
    return typeof value === "string" ? value.slice(0, 4_000) : fallback;
  } catch {
    return fallback;
  }
};

/** What a cell threw, as plain data with its place in the cell. Anything may be thrown, also an object that lies. */
export const toCellError = (thrown: unknown, cellId: string, placesOf: PlacesOf): CellError => {
  if (!isA(thrown, Error)) {
    const message = textOf(() => String(thrown), "something that has no text");
    const none = { line: null, column: null, frames: [], hint: "Throw an Error, so that its line is known." };
    return { code: "cell-threw", name: "Thrown", message, ...none };
  }
  const frames = readFrames(
    textOf(() => thrown.stack, ""),
    placesOf,
  ).slice(0, 30);
  const own = frames.find((frame) => frame.cellId === cellId);
  const request = isA(thrown, RequestError) ? thrown : null;
  return {
    code: textOf(() => request?.code, "cell-threw"),
    name: textOf(() => thrown.name, "Error"),
    message: textOf(() => thrown.message, ""),
    line: request?.place?.line ?? own?.line ?? null,
    column: request?.place?.column ?? own?.column ?? null,
    frames,
    hint: textOf(() => request?.hint, ""),
  };
};

/** What stands for the outputs of a run when they cannot travel to the host. */
export const unshowable: CellError = Object.freeze({
  code: "bad-output",
  name: "OutputError",
  message: "The cell's outputs cannot be shown: they hold something that is not plain data.",
  line: null,
  column: null,
  frames: [],
  hint: "Look at titles and labels: each must be a text.",
});
