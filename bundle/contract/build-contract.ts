import { z } from "zod";
import { cellSchema } from "../../kernel/contract/document.ts";
import { runManifestSchema } from "../../kernel/contract/manifest.ts";
import { defineContract } from "../../wire/contract.ts";
import { bundleManifestSchema, hashSchema } from "./bundle.ts";
import { bundleFaultCodes } from "./bundle-fault.ts";
import { parityModes } from "./parity.ts";
import { decisionSchema } from "./runner-contract.ts";

/** What stands in the way of a bundle, and where. */
export const buildFaultSchema = z.object({
  code: z.enum(bundleFaultCodes),
  message: z.string(),
  /** Each place by itself, when there are places; lines and columns are 1-based in the cell. */
  places: z.array(
    z.object({
      /** The file's name for a cell of an imported notebook; "" for the published one's own. */
      notebook: z.string(),
      cellId: z.string(),
      line: z.number().int(),
      column: z.number().int(),
      message: z.string(),
    }),
  ),
});
export type BuildFault = z.infer<typeof buildFaultSchema>;

/** What the process that builds bundles answers. It reads the store through a port, and signs nothing. */
export const buildContract = defineContract({
  calls: {
    /**
     * What a backtest decides, on the data here, by the cells of a notebook that a bundle was cut out of: refused when
     * they are not the bundle's.
     */
    "notebook/decisions": {
      input: z.object({
        manifest: bundleManifestSchema,
        cells: z.array(cellSchema),
        folder: z.array(z.object({ name: z.string(), text: z.string().nullable() })),
        /** Of the data, where it is here; otherwise the newest. */
        snapshot: hashSchema,
        /** First and last instant of decisions that are wanted, UTC microseconds. */
        since: z.number(),
        until: z.number(),
      }),
      output: z.discriminatedUnion("ok", [
        z.object({ ok: z.literal(true), snapshot: hashSchema, decisions: z.array(decisionSchema) }),
        z.object({ ok: z.literal(false), fault: buildFaultSchema }),
      ]),
      errors: [],
    },
    "bundle/build": {
      input: z.object({
        kind: bundleManifestSchema.shape.kind,
        variable: z.string(),
        /** Which backtest of it stands for it, from 1. */
        backtest: z.number().int().min(1),
        cells: z.array(cellSchema),
        folder: z.array(z.object({ name: z.string(), text: z.string().nullable() })),
        asOf: z.number().nullable(),
        /** The id of the snapshot that the run read. */
        snapshot: hashSchema,
        /** What the notebook's clean run recorded. */
        run: runManifestSchema,
      }),
      output: z.discriminatedUnion("ok", [
        z.object({
          ok: z.literal(true),
          /** The document, not signed. */
          text: z.string(),
          digest: hashSchema,
          manifest: bundleManifestSchema,
          vectors: z.number().int(),
          modes: z.array(z.enum(parityModes)),
        }),
        z.object({ ok: z.literal(false), fault: buildFaultSchema }),
      ]),
      errors: [],
    },
  },
  events: {
    /** The definition runs by itself and gives the notebook's orders: its vectors come next. */
    "bundle/cut-out": z.object({ cells: z.number().int() }),
  },
});
export type BuildContract = typeof buildContract;
