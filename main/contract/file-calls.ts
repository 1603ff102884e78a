import { z } from "zod";
import { runManifestSchema } from "../../kernel/contract/manifest.ts";
import { exportFormatSchema } from "../../kernel/contract/table-view.ts";
import type { ContractShape } from "../../wire/contract.ts";

export const notebookFileSchema = z.object({
  /** Null for a notebook that has no file yet. */
  path: z.string().nullable(),
  name: z.string(),
  text: z.string(),
  /** True for one of ours that ships with the app; saving asks for a new place. */
  isSample: z.boolean(),
  /** False when the file's bytes are not UTF-8: its text is a reading of them that must not be written back. */
  isExact: z.boolean(),
});
export type NotebookFile = z.infer<typeof notebookFileSchema>;

/** The notebooks that are open, each by the key of its draft: a path, `sample:<id>`, or `new:<number>`. */
export const openTabsSchema = z.object({
  keys: z.array(z.string().max(4_096)).max(1_000),
  /** The one in front; null is the welcome page. */
  active: z.string().max(4_096).nullable(),
});
export type OpenTabs = z.infer<typeof openTabsSchema>;

const nothing = z.object({});
const openErrors = ["not-found", "not-readable", "too-large", "not-granted"] as const;

/** What a window may ask about notebook files, what is kept of unsaved ones, and the results beside them. */
export const fileCalls = {
  /** Opens a sample, a recent file, or (null) whatever the user picks. A null answer: the user cancelled. */
  "notebook/open": {
    input: z.object({
      source: z
        .object({ sampleId: z.string() })
        .or(z.object({ path: z.string() }))
        .nullable(),
    }),
    output: notebookFileSchema.nullable(),
    errors: openErrors,
  },
  /**
   * Writes atomically. Without a path, or for a sample, asks where. A null answer: the user cancelled. A file that
   * somebody else changed since the window read it is written only with `overwrite`.
   */
  "notebook/save": {
    input: z.object({
      path: z.string().nullable(),
      suggestedName: z.string(),
      text: z.string(),
      overwrite: z.boolean().default(false),
    }),
    output: notebookFileSchema.nullable(),
    errors: ["not-written", "not-granted", "changed-on-disk"],
  },
  /** Writes a text in another format where the user says. A null answer: the user cancelled. */
  "notebook/export": {
    input: z.object({ suggestedName: z.string(), text: z.string() }),
    output: z.object({ name: z.string() }).nullable(),
    errors: ["not-written", "not-granted", "changed-on-disk"],
  },
  /** Begins a file of a table's rows where the user says. A null answer: the user cancelled. */
  "export/begin": {
    input: z.object({ suggestedName: z.string().max(255), format: exportFormatSchema }),
    output: z.object({ exportId: z.number().int(), name: z.string() }).nullable(),
    errors: ["not-written"],
  },
  "export/write": {
    input: z.object({ exportId: z.number().int(), bytes: z.instanceof(Uint8Array) }),
    output: nothing,
    errors: ["not-written", "unknown-export"],
  },
  /** Only now the file is there, as a whole. */
  "export/finish": {
    input: z.object({ exportId: z.number().int() }),
    output: z.object({ name: z.string() }),
    errors: ["not-written", "unknown-export"],
  },
  "export/abort": { input: z.object({ exportId: z.number().int() }), output: nothing, errors: [] },
  /** A notebook of the same folder as an opened one, for an import; null when there is none that may be read. */
  "notebook/sibling": {
    input: z.object({ path: z.string(), name: z.string().max(255) }),
    output: z.object({ text: z.string().nullable() }),
    errors: ["not-granted"],
  },
  /** Keeps unsaved text where a crash cannot reach it; `text` null forgets it. */
  "notebook/keep": {
    input: z.object({ key: z.string().max(4_096), name: z.string(), text: z.string().nullable() }),
    output: nothing,
    errors: ["not-written"],
  },
  /** Says which notebooks are open, for the page that takes this one's place if its process ends. */
  "notebook/tabs": { input: openTabsSchema, output: nothing, errors: [] },
  "notebook/kept": {
    input: nothing,
    output: z.object({
      kept: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          text: z.string(),
          /** The file is another one now than when this text was typed over it. */
          isBaseChanged: z.boolean(),
        }),
      ),
    }),
    errors: [],
  },
  /** The results kept beside a notebook, as bytes that anybody may have written; null when there are none. */
  "results/read": {
    input: z.object({ path: z.string() }),
    output: z.object({ bytes: z.instanceof(Uint8Array).nullable() }),
    errors: ["not-readable", "not-granted"],
  },
  "results/write": {
    input: z.object({ path: z.string(), bytes: z.instanceof(Uint8Array) }),
    output: nothing,
    errors: ["not-written", "not-granted"],
  },
  /** Keeps the manifest of a run beside its notebook. */
  "results/keep-run": {
    input: z.object({ path: z.string(), run: runManifestSchema }),
    output: nothing,
    errors: ["not-written", "not-granted"],
  },
} as const satisfies ContractShape["calls"];

export const fileEvents = {
  /** Somebody else changed a notebook's file; `file` null: it is gone. */
  "notebook/changed": z.object({ path: z.string(), file: notebookFileSchema.nullable() }),
} as const satisfies ContractShape["events"];
