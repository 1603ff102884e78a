import { useContext, useRef, useState } from "react";
import { faultOf, type OpenedPart, type OpenedParts, ROOT_KEY } from "./opened-parts.ts";
import { ValueAccessContext } from "./value-access.ts";

/** Which rows of a value are open, and what the kernel said of those that had to be asked for. */
export const useOpenedParts = (keptAs: string | undefined) => {
  const access = useContext(ValueAccessContext);
  const [opened, setOpened] = useState<OpenedParts>(new Map());
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set([ROOT_KEY]));
  /** Asked for, or here: nothing is asked for twice. */
  const asked = useRef(new Set<number>());
  const put = (node: number, part: OpenedPart): void => {
    if (part.kind === "failed") asked.current.delete(node);
    setOpened((before) => new Map(before).set(node, part));
  };
  const ask = async (node: number): Promise<void> => {
    if (asked.current.has(node)) return;
    asked.current.add(node);
    if (!access || keptAs === undefined) return put(node, { kind: "failed", fault: "gone" });
    put(node, { kind: "reading" });
    const answer = await access.parts(keptAs, node);
    put(
      node,
      answer.ok
        ? { kind: "read", parts: answer.value.parts }
        : { kind: "failed", fault: faultOf(answer.error.code) },
    );
  };
  return {
    opened,
    expanded,
    setExpanded: (keys: ReadonlySet<string>): void => {
      for (const key of keys) if (key !== ROOT_KEY && !expanded.has(key)) void ask(Number(key));
      setExpanded(keys);
    },
  };
};
