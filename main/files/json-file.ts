import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { writeAtomically } from "./write-atomically.ts";

/** A small JSON file of our own. What does not parse is treated as absent: it never keeps the app from starting. */
export const jsonFile = <S extends z.ZodType>(path: string, schema: S) => ({
  async read(): Promise<z.output<S> | null> {
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null) return null;
    try {
      const parsed = schema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : null;
    } catch {
      return null;
    }
  },
  write: (value: z.input<S>): Promise<void> => writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`),
});
