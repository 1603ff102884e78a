import { useContext, useEffect, useState } from "react";
import type { InspectedValue } from "../../../kernel/contract/inspected-value.ts";
import {
  faultOf,
  type OpenedPart,
  type OpenedParts,
  partsToAsk,
  ROOT_KEY,
  type Shown,
} from "./opened-parts.ts";
import { ValueAccessContext } from "./value-access.ts";

const nothing: OpenedParts = new Map();
/** The kernel takes a hundred questions at a time. */
const ASKED_AT_ONCE = 20;

/**
 * Which rows of a value are open, and what the kernel said of those that had to be asked for. The next run's value opens
 * where this one is open, as far as it has the same names; what was read of this one is not shown of that.
 */
export const useOpenedParts = (
  value: InspectedValue,
  keptAs: string | undefined,
): Shown & { setExpanded(keys: ReadonlySet<string>): void } => {
  const access = useContext(ValueAccessContext);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set([ROOT_KEY]));
  const [read, setRead] = useState({ keptAs, opened: nothing });
  if (read.keptAs !== keptAs) setRead({ keptAs, opened: nothing });
  const opened = read.keptAs === keptAs ? read.opened : nothing;
  /** What comes of an earlier run's value comes too late. */
  const change = (changed: (opened: OpenedParts) => OpenedParts): void =>
    setRead((before) => (before.keptAs === keptAs ? { keptAs, opened: changed(before.opened) } : before));
  const put = (key: string, part: OpenedPart): void => change((before) => new Map(before).set(key, part));
  const ask = async (key: string, node: number): Promise<void> => {
    if (!access || keptAs === undefined) return put(key, { kind: "failed", fault: "gone" });
    put(key, { kind: "reading" });
    const answer = await access.parts(keptAs, node);
    put(
      key,
      answer.ok
        ? { kind: "read", parts: answer.value.parts }
        : { kind: "failed", fault: faultOf(answer.error.code) },
    );
  };
  useEffect(() => {
    const asked = [...opened.values()].filter(({ kind }) => kind === "reading").length;
    const wanted = partsToAsk(value, { opened, expanded }).slice(0, ASKED_AT_ONCE - asked);
    for (const { key, node } of wanted) void ask(key, node);
  });
  return {
    opened,
    expanded,
    setExpanded: (keys) => {
      // What could not be read is asked for again when it is opened again.
      change(
        (before) => new Map([...before].filter(([key, { kind }]) => kind !== "failed" || keys.has(key))),
      );
      setExpanded(keys);
    },
  };
};
