import { z } from "zod";

/** SHA-256 of a bundle's canonical manifest, in lower-case hexadecimal: the bundle's name. */
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits");

/** The name of a strategy, a factor or a desk in addresses. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "must be 1–64 of a–z, 0–9 and inner hyphens");

/** Who acts: what stands in a token or in an OIDC subject. Shown to people, so no control characters. */
export const subjectSchema = z.string().regex(/^[!-~]{1,200}$/, "must be 1–200 visible ASCII characters");

/** A sentence of a person; control characters would disturb logs and terminals. */
export const reasonSchema = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must not hold control characters");

/** An instant in UTC, to the millisecond. */
export const instantSchema = z.iso.datetime({ precision: 3 });

/** An instant as a caller may write it: with an offset, or in UTC. */
export const askedInstantSchema = z.iso.datetime({ offset: true });

/** The number of a strategy's version, from 1. */
export const versionNumberSchema = z.int().min(1).max(1_000_000);
