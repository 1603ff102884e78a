import { z } from "zod";
import { bitsSchema } from "../../bundle/contract/bundle.ts";
import { instantSchema } from "./names.ts";

/** The first value of a version that came out with other bits than it should have. */
export const skewSchema = z.object({
  /** `replay`: a vector of the bundle. `backtest`: a value in traffic, against a backtest of the same days. */
  found: z.enum(["replay", "backtest"]),
  instrument: z.string(),
  asOf: instantSchema,
  expectedBits: bitsSchema,
  bits: bitsSchema,
});

export type Skew = z.infer<typeof skewSchema>;
