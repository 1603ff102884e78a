import { z } from "zod";
import type { AuditEntry } from "../../../serving/contract/audit.ts";
import { type Skew, skewSchema } from "../../../serving/contract/skew.ts";

const skewedSchema = z.object({ event: z.object({ version: z.number(), skew: skewSchema }) });

export interface MarkedVersion {
  readonly version: number;
  readonly skew: Skew;
}

/** What the server's look for values that were not tested found, where an entry of the audit log tells of it. */
export const skewOfEntry = ({ action, details }: AuditEntry): MarkedVersion | null => {
  if (action !== "strategy/skewed") return null;
  try {
    return skewedSchema.safeParse(JSON.parse(details)).data?.event ?? null;
  } catch {
    return null;
  }
};
