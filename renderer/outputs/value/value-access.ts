import { createContext } from "react";
import type { InspectedPart } from "../../../kernel/contract/inspected-value.ts";
import type { WireResult } from "../../../wire/contract.ts";

/** What an inspector needs from outside: the kernel's parts of a value, parsed. */
export interface ValueAccess {
  parts(keptAs: string, node: number): Promise<WireResult<{ readonly parts: readonly InspectedPart[] }>>;
}

/** Null where there is no kernel. */
export const ValueAccessContext = createContext<ValueAccess | null>(null);
