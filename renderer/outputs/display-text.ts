import type { Display } from "../../kernel/contract/display.ts";
import type { InspectedValue } from "../../kernel/contract/inspected-value.ts";

const MAX_TEXT = 20_000;
const MAX_VALUES = 200;

const treeText = ({ label, preview, children }: InspectedValue, indent = ""): string =>
  [
    `${indent}${label === "" ? "" : `${label}: `}${preview}`,
    ...(children ?? []).map((child) => treeText(child, `${indent}  `)),
  ].join("\n");

const plainText = (value: unknown): string => {
  const shorten = (_key: string, each: unknown): unknown => {
    if (each instanceof Uint8Array) return `${each.length} bytes`;
    if (!ArrayBuffer.isView(each)) return each;
    const values = each as unknown as ArrayLike<number>;
    const shown = Array.from({ length: Math.min(values.length, MAX_VALUES) }, (_, at) => String(values[at]));
    return `[${shown.join(", ")}${values.length > MAX_VALUES ? `, … ${values.length}` : ""}]`;
  };
  return JSON.stringify(value, shorten, 2);
};

/** An output in words and figures only, for when it cannot be drawn; long ones in their beginning. */
export const displayText = (display: Display): string => {
  const text = ((): string => {
    switch (display.kind) {
      case "text":
      case "markdown":
        return display.text;
      case "html":
        return display.html;
      case "value":
        return treeText(display.value);
      default:
        return plainText(display);
    }
  })();
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\n… ${text.length - MAX_TEXT}` : text;
};
