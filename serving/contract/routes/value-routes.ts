import { z } from "zod";
import { askedInstantSchema, slugSchema, subjectSchema } from "../names.ts";
import { roles } from "../roles.ts";
import { idSchema, valuesSchema } from "../values.ts";
import type { Route } from "./route.ts";

const strategy = z.object({ strategy: slugSchema });
const idList = z
  .string()
  .max(20_000)
  .transform((text) => text.split(","))
  .pipe(z.array(idSchema).min(1).max(1000));

/** Signals and factors. */
export const valueRoutes = [
  {
    operation: "getSignals",
    method: "GET",
    path: "/v1/strategies/{strategy}/signals",
    summary: "The newest signals, or those known at an instant",
    access: roles,
    params: strategy,
    query: z.object({
      asOf: askedInstantSchema.optional(),
      ids: idList.optional(),
      /** Who the signals are for, when one token asks for many accounts: it decides about canaries. */
      caller: subjectSchema.optional(),
    }),
    status: 200,
    answer: valuesSchema,
    problems: ["unknown-strategy", "no-live-version", "no-values", "retired", "halted"],
  },
  {
    operation: "getFactorValues",
    method: "GET",
    path: "/v1/factors/{factor}/values",
    summary: "The newest values of a factor, or those known at an instant",
    access: roles,
    params: z.object({ factor: slugSchema }),
    query: z.object({ asOf: askedInstantSchema.optional(), ids: idList.optional() }),
    status: 200,
    answer: valuesSchema,
    problems: ["unknown-strategy", "no-live-version", "no-values", "retired", "halted"],
  },
  {
    operation: "batchGetFactorValues",
    method: "POST",
    path: "/v1/factors/{factor}/values:batchGet",
    summary: "The same for many ids",
    access: roles,
    params: z.object({ factor: slugSchema }),
    body: z.strictObject({ ids: z.array(idSchema).min(1).max(20_000), asOf: askedInstantSchema.optional() }),
    isRead: true,
    status: 200,
    answer: valuesSchema,
    problems: ["unknown-strategy", "no-live-version", "no-values", "retired", "halted"],
  },
] as const satisfies readonly Route[];
