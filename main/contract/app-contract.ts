import { z } from "zod";
import { catalogSchema } from "../../store/contract/catalog.ts";
import { defineContract } from "../../wire/contract.ts";
import { debugCalls, debugEvents } from "./debug-calls.ts";
import { fileCalls, fileEvents, openTabsSchema } from "./file-calls.ts";
import { importCalls, importEvents } from "./import-calls.ts";
import { publishCalls, publishEvents } from "./publish-calls.ts";
import { readCalls } from "./read-calls.ts";
import { signInCalls, signInEvents } from "./sign-in-calls.ts";

export const settingsSchema = z.object({
  language: z.enum(["en", "ko"]),
  theme: z.enum(["system", "light", "dark", "hc", "hc-light"]),
  /** Which colour means a gain: green up, red up, or blue up. Independent of language and theme. */
  gain: z.enum(["intl", "kr", "cvd"]),
  density: z.enum(["compact", "roomy"]),
  /** What the process of a notebook's cells may use before it is ended, in megabytes. */
  kernelMemoryMb: z.number().int().min(512).max(65_536).default(3_072),
});
export type Settings = z.infer<typeof settingsSchema>;

export type { NotebookFile } from "./file-calls.ts";

export const sampleSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  title: z.object({ en: z.string(), ko: z.string() }),
  summary: z.object({ en: z.string(), ko: z.string() }),
  mics: z.array(z.string()),
});
export type Sample = z.infer<typeof sampleSchema>;

const storeStateSchema = z.object({
  state: z.enum(["starting", "ready", "restarting", "failed"]),
  message: z.string(),
});

export const appInfoSchema = z.object({
  version: z.string(),
  electronVersion: z.string(),
  /** The development distribution for closed networks runs, which is not for production use. */
  isFallbackElectron: z.boolean(),
  isSandboxed: z.boolean(),
  platform: z.string(),
  settings: settingsSchema,
  samples: z.array(sampleSchema),
  recent: z.array(z.object({ path: z.string(), name: z.string(), openedAt: z.number() })),
  /** A notebook asked for on the command line. */
  openAtStart: z
    .object({ sampleId: z.string() })
    .or(z.object({ path: z.string() }))
    .nullable(),
  /** What the page said to be open before its process ended; null for the first page. */
  openBefore: openTabsSchema.nullable(),
  store: storeStateSchema,
});
export type AppInfo = z.infer<typeof appInfoSchema>;

const nothing = z.object({});

/** What a window may ask of the main process. The sender is checked before anything is parsed. */
export const appContract = defineContract({
  calls: {
    "app/info": { input: nothing, output: appInfoSchema, errors: [] },
    "settings/change": { input: settingsSchema.partial(), output: settingsSchema, errors: ["not-saved"] },
    ...fileCalls,
    /** Starts a kernel; its port arrives by `window.postMessage` as {type: "asof:kernel-port", kernelId}. */
    "kernel/start": {
      input: nothing,
      output: z.object({ kernelId: z.number().int() }),
      errors: ["kernel-failed"],
    },
    /** Ends what runs in the kernel's workers at once, keeping their state where possible. */
    "kernel/interrupt": {
      input: z.object({ kernelId: z.number().int() }),
      output: nothing,
      errors: ["no-kernel"],
    },
    "kernel/end": { input: z.object({ kernelId: z.number().int() }), output: nothing, errors: [] },
    /** Of a snapshot by name or id; the newest when left out. */
    "store/catalog": {
      input: z.object({ snapshot: z.string().nullable().default(null) }),
      output: catalogSchema,
      errors: ["store-unavailable", "unknown-snapshot"],
    },
    ...debugCalls,
    ...readCalls,
    ...importCalls,
    ...publishCalls,
    ...signInCalls,
    /** Every unsaved text is kept: the window that announced its closing may go. */
    "window/ready-to-close": { input: nothing, output: nothing, errors: [] },
    /** An error in the page that nobody caught, or that a guard in its drawing held; for the log. */
    "window/fault": {
      input: z.object({
        kind: z.enum(["draw", "error", "rejection"]),
        message: z.string().max(2_000),
        stack: z.string().max(8_000),
      }),
      output: nothing,
      errors: [],
    },
    "window/set-dirty": { input: z.object({ isDirty: z.boolean() }), output: nothing, errors: [] },
    "window/command": {
      input: z.object({ command: z.enum(["minimize", "toggle-maximize", "close", "toggle-devtools"]) }),
      output: nothing,
      errors: [],
    },
  },
  events: {
    /** A kernel died or was ended: why, and a sentence for the user. */
    "kernel/gone": z.object({
      kernelId: z.number().int(),
      reason: z.enum(["crashed", "out-of-memory", "ended", "killed"]),
      memoryMb: z.number().nullable(),
    }),
    "kernel/memory": z.object({ kernelId: z.number().int(), workingSetMb: z.number(), limitMb: z.number() }),
    "store/state": storeStateSchema,
    /** The window is about to close: keep what is unsaved, then say `window/ready-to-close`. */
    "window/closing": nothing,
    ...fileEvents,
    ...importEvents,
    ...publishEvents,
    ...signInEvents,
    ...debugEvents,
    "window/state": z.object({ isMaximized: z.boolean(), isFullScreen: z.boolean() }),
  },
});
export type AppContract = typeof appContract;
