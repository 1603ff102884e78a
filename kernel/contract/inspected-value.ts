import { z } from "zod";

/** Entries of a value that one answer lists by themselves; what lies behind them comes as ranges. */
export const ENTRIES_AT_ONCE = 100;
/** Entries and ranges of one answer at most. */
export const MAX_PARTS = 2 * ENTRIES_AT_ONCE + 2;

/**
 * A part of a value, in one line.
 *
 * kind: list has its entries by number · entry is one of a Map whose key is an object · range stands for entries that
 * come when it is opened · getter would run code and so is never read · fault is what could not be read. None: the rest.
 */
export const inspectedPartSchema = z.object({
  label: z.string().max(200),
  type: z.string().max(200),
  preview: z.string().max(4_000),
  kind: z.enum(["list", "entry", "range", "getter", "fault"]).optional(),
  /** There is more in it: its number, by which the kernel is asked for its parts. */
  node: z.number().int().min(1).optional(),
});
export type InspectedPart = z.infer<typeof inspectedPartSchema>;

export const inspectedPartsSchema = z.array(inspectedPartSchema).max(MAX_PARTS);

/** A value as an inspector first shows it: one line, and the lines of its parts. */
export const inspectedValueSchema = inspectedPartSchema.extend({ children: inspectedPartsSchema.optional() });
export type InspectedValue = z.infer<typeof inspectedValueSchema>;
