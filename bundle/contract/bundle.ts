import { z } from "zod";
import { BITS } from "../../wire/bits.ts";

/** The format of manifests and documents that this version writes, and the only one it reads. */
export const BUNDLE_FORMAT = 1;

/** A document longer than this is refused unread. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/** SHA-256, hex. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The bits of one IEEE 754 double, hex, sign first: "3ff0000000000000" is 1. What must be equal to the last bit travels
 * like this and not in decimal; a missing number is "7ff8000000000000".
 */
export const bitsSchema = z.string().regex(BITS);

const text = z.string().min(1).max(200);
const field = z.string().min(1).max(100);
const microseconds = z.number().int();

/** One cell of the closure: what was written, and what it was compiled to. */
export const bundleCellSchema = z.strictObject({
  id: z.string().min(1).max(200),
  /** The file's name for a cell of a notebook beside the published one; "" for the published one's own. */
  notebook: z.string().max(200),
  source: z.string().max(2_000_000),
  /** What `kernel/language` made of the source: an expression whose value is a function that runs the cell once. */
  code: z.string().max(4_000_000),
  /** SHA-256 of `code`. */
  codeHash: hashSchema,
  /** Keys of other cells' names that the code takes from its inputs. */
  reads: z.array(z.string().max(400)).max(1_000),
  /** Where Math.random starts in this cell: from its code and that of the cells it needs. */
  seed: z.number().int().min(0).max(0xfff_ffff),
});
export type BundleCell = z.infer<typeof bundleCellSchema>;

/** A parameter as the strategy declares it, and the value it was tested and is published with. */
export const bundleParameterSchema = z.strictObject({
  kind: z.enum(["int", "percent", "number"]),
  default: bitsSchema,
  min: bitsSchema.nullable(),
  max: bitsSchema.nullable(),
  value: bitsSchema,
});
export type BundleParameter = z.infer<typeof bundleParameterSchema>;

/**
 * What the backtest was configured with: the engine's `BacktestConfig` as plain data. Its numbers are those that a
 * person wrote; canonical JSON writes each in the shortest way that reads back as the same double.
 */
export const bundleConfigSchema = z
  .object({
    /** First and last session, days since 1970-01-01. */
    from: z.number().int(),
    to: z.number().int(),
    capitalMinor: z.number().int(),
    currency: z.string().length(3),
    costs: z.object({ name: z.string().max(200) }).catchall(z.json()),
  })
  .catchall(z.json());
export type BundleConfig = z.infer<typeof bundleConfigSchema>;

export const bundleBacktestSchema = z.strictObject({
  config: bundleConfigSchema,
  /** Sessions of the decision market in the run. */
  sessions: z.number().int().min(1),
  /** By the key of each metric; one that has no value for this run is missing. */
  metrics: z.record(z.string().max(100), bitsSchema),
  /** The engine's hash over every order and fill. */
  orderHash: hashSchema,
});
export type BundleBacktest = z.infer<typeof bundleBacktestSchema>;

/**
 * What is published, and what its digest is of: the SHA-256 of this as canonical JSON (RFC 8785). It names no machine,
 * no person, no path and no time, so that whoever builds the same definition on the same data gets the same digest.
 */
export const bundleManifestSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  /** A strategy gives weights (and, of an expression, its signal); a factor gives values. */
  kind: z.enum(["strategy", "factor"]),
  name: text,
  /** The cell that defines it, and under which name. */
  entry: z.strictObject({ cellId: text, variable: text }),
  /** Each behind the cells whose names it reads; the last one is the entry's. */
  cells: z.array(bundleCellSchema).min(1).max(1_000),
  parameters: z.record(z.string().max(100), bundleParameterSchema),
  universe: text,
  /** The decision instant: this many minutes after the close of the market, on each session that decides. */
  decision: z.strictObject({ mic: text, delayMinutes: z.number().int().min(0).max(1_440) }),
  rebalance: z.enum(["daily", "weekly", "month-end"]),
  /** Stored fields that its values come from, sorted; a panel for it needs these and no others. */
  fields: z.array(field).max(64),
  /** Sessions before the current one that a value may depend on. */
  lookBackSessions: z.number().int().min(0).max(20_000),
  /** What Date says in its cells, UTC microseconds. */
  clock: microseconds,
  engine: z.strictObject({
    version: text,
    /** The form of the log that `orderHash` is of. */
    orderLog: text,
    /** The version of the engine's elementary functions and operators: the same bits for the same inputs. */
    math: text,
  }),
  data: z.strictObject({
    snapshot: hashSchema,
    /** As-of instant of the notebook, UTC microseconds; null is the newest of the snapshot. */
    asOf: microseconds.nullable(),
    /** SHA-256 over the sessions of every market in the backtest's range, warm-up included. */
    calendar: hashSchema,
    /** SHA-256 of the panel that the backtest read, by which another store knows that it has the same data. */
    inputs: hashSchema.optional(),
  }),
  /** SHA-256 over the code of the cell that ran the backtest and of every cell that one needs. */
  notebookHash: hashSchema,
  /** Null for a factor. */
  backtest: bundleBacktestSchema.nullable(),
  /** The certificate of the look-ahead audit, a blob; until there is one the bundle says that it is missing. */
  audit: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("missing") }),
    z.strictObject({ status: z.literal("certified"), blob: hashSchema }),
  ]),
  parity: z.strictObject({
    /** How many vectors there are, and from which seed they were drawn. */
    count: z.number().int().min(1).max(100_000),
    seed: z.number().int(),
    /** Blobs, see `parity.ts`: panels cut from real data, and what must come out of them. */
    inputs: hashSchema,
    vectors: hashSchema,
  }),
  /** A blob: CycloneDX, as JSON. */
  sbom: hashSchema,
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

const base64 = z.base64();

/** A signed statement, as in-toto and others sign: over the payload's type and bytes together (DSSE 1.0.2). */
export const envelopeSchema = z.strictObject({
  payloadType: z.string().max(200),
  payload: base64.max(48_000_000),
  signatures: z
    .array(
      z.strictObject({
        /** SHA-256, hex, of the signer's public key as SPKI. It finds the key and proves nothing. */
        keyid: hashSchema,
        /** Ed25519, 64 bytes. */
        sig: base64.length(88),
      }),
    )
    .length(1),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** The author's statement: its payload is the canonical manifest. */
export const BUNDLE_PAYLOAD_TYPE = "application/vnd.asof.bundle+json";
/** An approver's statement: its payload is a canonical `approvalSchema`. */
export const APPROVAL_PAYLOAD_TYPE = "application/vnd.asof.approval+json";

/** What an approver signs: it speaks of one digest, and is worth nothing for any other. */
export const approvalSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  digest: hashSchema,
  decision: z.enum(["approve", "reject"]),
  /** Why, as the approver wrote it. */
  reason: z.string().max(4_000),
  /** UTC microseconds. */
  decidedAt: microseconds,
});
export type Approval = z.infer<typeof approvalSchema>;

/**
 * What travels: one text, canonical JSON itself, so that no byte of it can change unseen. `digest` is that of the
 * manifest; `blobs` holds those that the manifest names and no others, each under its SHA-256, as base64; `envelopes`
 * holds the author's statement and later those of approvers.
 */
export const bundleDocumentSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  digest: hashSchema,
  manifest: bundleManifestSchema,
  blobs: z.record(hashSchema, base64),
  envelopes: z.array(envelopeSchema).max(20),
});
export type BundleDocument = z.infer<typeof bundleDocumentSchema>;
