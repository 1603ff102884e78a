import type { InspectedPart } from "../../../kernel/contract/inspected-value.ts";

/** Why a part cannot be opened: the kernel let the value go, too much is asked at once, or what it says is no part. */
export type PartsFault = "gone" | "busy" | "unreadable";

/** What is known of a part that was opened. */
export type OpenedPart =
  | { readonly kind: "reading" }
  | { readonly kind: "read"; readonly parts: readonly InspectedPart[] }
  | { readonly kind: "failed"; readonly fault: PartsFault };

/** By the part's number. */
export type OpenedParts = ReadonlyMap<number, OpenedPart>;

/** The rows of a value's tree: a part by its number, which is its own in one value; one without by its place. */
export const rowKey = (above: string, part: InspectedPart, index: number): string =>
  part.node === undefined ? `${above}/${index}` : String(part.node);

export const ROOT_KEY = "root";

export const faultOf = (code: string): PartsFault => {
  if (code === "too-many-requests") return "busy";
  return code === "bad-answer" || code === "bad-parts" ? "unreadable" : "gone";
};
