import type { InspectedPart, InspectedValue } from "../../../kernel/contract/inspected-value.ts";

/** Why a part cannot be opened: the kernel let the value go, too much is asked at once, or what it says is no part. */
export type PartsFault = "gone" | "busy" | "unreadable";

/** What is known of a part that was opened. */
export type OpenedPart =
  | { readonly kind: "reading" }
  | { readonly kind: "read"; readonly parts: readonly InspectedPart[] }
  | { readonly kind: "failed"; readonly fault: PartsFault };

/** By the key of the part's row. */
export type OpenedParts = ReadonlyMap<string, OpenedPart>;

export const ROOT_KEY = "root";

/**
 * The keys of the rows under a row: the way of names that leads there, so that the row is the same one in the next run's
 * value. Of parts that look alike, the second one is told apart by its place among them.
 */
export const keysUnder = (above: string, parts: readonly InspectedPart[]): readonly string[] => {
  const taken = new Map<string, number>();
  return parts.map(({ label }) => {
    const count = (taken.get(label) ?? 0) + 1;
    taken.set(label, count);
    return `${above}/${encodeURIComponent(label)}${count === 1 ? "" : `#${count}`}`;
  });
};

/** What is shown of a value: the rows that are open, and what was heard of those that had to be asked for. */
export interface Shown {
  readonly opened: OpenedParts;
  readonly expanded: ReadonlySet<string>;
}

/** The rows that are open and of which nothing was asked yet, as far down as is known: key and the part's number. */
export const partsToAsk = (
  value: InspectedValue,
  { opened, expanded }: Shown,
): readonly { readonly key: string; readonly node: number }[] => {
  const under = (above: string, parts: readonly InspectedPart[]): { key: string; node: number }[] => {
    const keys = keysUnder(above, parts);
    return parts.flatMap(({ node }, at) => {
      const key = keys[at]!;
      if (node === undefined || !expanded.has(key)) return [];
      const known = opened.get(key);
      if (known === undefined) return [{ key, node }];
      return known.kind === "read" ? under(key, known.parts) : [];
    });
  };
  return expanded.has(ROOT_KEY) ? under(ROOT_KEY, value.children ?? []) : [];
};

export const faultOf = (code: string): PartsFault => {
  if (code === "too-many-requests") return "busy";
  return code === "bad-answer" || code === "bad-parts" ? "unreadable" : "gone";
};
