import { z } from "zod";
import type { Pause } from "../contract/debug-calls.ts";

const MAX_VARIABLES = 100;
const MAX_NAME = 100;
const MAX_PREVIEW = 200;

// The protocol's messages come from the process in which cells run: they are parsed as anybody's would be.
const previewSchema = z.object({
  overflow: z.boolean().default(false),
  properties: z.array(z.object({ name: z.string(), type: z.string(), value: z.string().optional() })),
});
const remoteSchema = z.object({
  type: z.string(),
  subtype: z.string().optional(),
  className: z.string().optional(),
  description: z.string().optional(),
  value: z.unknown().optional(),
  preview: previewSchema.optional(),
});
type Remote = z.infer<typeof remoteSchema>;

/** The answer to `Runtime.getProperties`. */
export const propertiesSchema = z.object({
  result: z.array(z.object({ name: z.string(), value: remoteSchema.optional() })),
});

const scopeKinds = ["local", "block", "closure", "catch"] as const;
/** The message `Debugger.paused`, as far as it is read. */
export const pausedSchema = z.object({
  callFrames: z.array(
    z.object({
      functionName: z.string(),
      location: z.object({ scriptId: z.string(), lineNumber: z.number().int().min(0) }),
      scopeChain: z.array(
        z.object({ type: z.string(), object: z.object({ objectId: z.string().optional() }) }),
      ),
    }),
  ),
});
export type PausedMessage = z.infer<typeof pausedSchema>;
type Frame = PausedMessage["callFrames"][number];

const short = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

/** A value in one line, from what the debugger tells without running any code of the cell. */
export const previewOf = (remote: Remote): string => {
  const { type, subtype, preview, description, value } = remote;
  if (type === "string") return short(JSON.stringify(value), MAX_PREVIEW);
  if (type === "object" && subtype !== "null" && preview) {
    const isList = subtype === "array" || subtype === "typedarray";
    const parts = preview.properties.map(({ name, value: text = "…" }) =>
      isList && /^\d+$/.test(name) ? text : `${name}: ${text}`,
    );
    const inner = [...parts, ...(preview.overflow ? ["…"] : [])].join(", ");
    const name = description && description !== "Object" ? `${description.split("\n")[0]} ` : "";
    return short(`${name}${isList ? `[${inner}]` : `{${inner}}`}`, MAX_PREVIEW);
  }
  return short(String(description ?? value).split("\n")[0]!, MAX_PREVIEW);
};

/** Scopes of a frame that hold a cell's own names, with the key by which to ask for them. */
export const scopesToRead = (frame: Frame): { kind: Pause["scopes"][number]["kind"]; objectId: string }[] =>
  frame.scopeChain.flatMap(({ type, object: { objectId } }) => {
    const kind = scopeKinds.find((each) => each === type);
    return kind && objectId ? [{ kind, objectId }] : [];
  });

/** Names of one scope; those of the compiler's wrapper are left out. */
export const variablesOf = (
  properties: z.infer<typeof propertiesSchema>,
): Pause["scopes"][number]["variables"] =>
  properties.result
    .filter(({ name }) => !name.startsWith("__") && name !== "arguments" && name !== "this")
    .slice(0, MAX_VARIABLES)
    .map(({ name, value }) => ({
      name: short(name, MAX_NAME),
      type: value ? short(value.className ?? value.subtype ?? value.type, MAX_NAME) : "",
      preview: value ? previewOf(value) : "",
    }));

/** Frames that lie in cells, by the cell of each script, innermost first. */
export const cellFrames = (
  message: PausedMessage,
  cellOf: ReadonlyMap<string, string>,
): { readonly frame: Frame; readonly place: Pause["frames"][number] }[] =>
  message.callFrames.slice(0, 50).flatMap((frame) => {
    const cellId = cellOf.get(frame.location.scriptId);
    const { lineNumber } = frame.location;
    // The last frame of a cell is what the compiler put around it; only it has nothing around itself.
    const isWrapper = !frame.scopeChain.some(({ type }) => type === "closure");
    return cellId === undefined || isWrapper
      ? []
      : [{ frame, place: { cellId, line: lineNumber + 1, name: short(frame.functionName, MAX_NAME) } }];
  });
