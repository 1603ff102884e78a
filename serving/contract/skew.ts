import { z } from "zod";
import { instantSchema } from "./names.ts";

const bits = z.string().regex(/^[0-9a-f]{16}$/);

/** The first value of a version that came out with other bits than it should have. */
export const skewSchema = z.object({
  /** `replay`: a vector of the bundle. `backtest`: a value in traffic, against a backtest of the same days. */
  found: z.enum(["replay", "backtest"]),
  instrument: z.string(),
  asOf: instantSchema,
  expectedBits: bits,
  bits,
});

export type Skew = z.infer<typeof skewSchema>;
