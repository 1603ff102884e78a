import { ownValue } from "./safe-look.ts";

const description = Symbol("description");

export interface Description {
  /** The type as the research API's documentation names it. */
  readonly type: string;
  readonly preview: string;
}

/** Gives a value of the research API the name and the line by which lists and inspectors show it. */
export const describeAs = <T extends object>(value: T, type: string, preview: string): T =>
  Object.isExtensible(value)
    ? Object.defineProperty(value, description, { value: { type, preview } satisfies Description })
    : describeAs({ ...value }, type, preview);

export const descriptionOf = (value: unknown): Description | null =>
  typeof value === "object" && value !== null
    ? ((ownValue(value, description) as Description | undefined) ?? null)
    : null;
