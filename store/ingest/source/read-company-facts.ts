import { z } from "zod";
import { IngestError } from "../ingest-error.ts";
import { limits } from "../limits.ts";
import { cellText } from "./cell-text.ts";
import { decodeText } from "./decode-text.ts";
import { openBytes } from "./open-bytes.ts";
import { showRaw } from "./show-raw.ts";
import type { RecordSource, SourceRecord } from "./source-record.ts";

const factSchema = z.object({
  start: z.string().optional(),
  end: z.string(),
  val: z.number().nullable(),
  accn: z.string(),
  fy: z.number().nullable().optional(),
  fp: z.string().nullable().optional(),
  form: z.string(),
  filed: z.string(),
});
const documentSchema = z.object({
  cik: z.union([z.number(), z.string()]),
  entityName: z.string().optional(),
  facts: z.record(
    z.string(),
    z.record(z.string(), z.object({ units: z.record(z.string(), z.array(z.unknown())) })),
  ),
});

/** The columns that each fact of the document is flattened into. */
export const companyFactColumns = [
  "cik",
  "entity",
  "taxonomy",
  "concept",
  "unit",
  "start",
  "end",
  "period",
  "val",
  "accn",
  "fy",
  "fp",
  "form",
  "status",
  "filed",
] as const;

const DAY_MILLIS = 86_400_000;

/**
 * What a fact covers, by its own dates: "instant", "Q" (a quarter), "H" (half a year), "9M", "FY", or "other". The
 * `fp` of a fact says which report it stood in, which is another thing: last year's quarter stands in this one's.
 */
export const periodOf = (start: string | undefined, end: string): string => {
  if (start === undefined) return "instant";
  const days = (Date.parse(end) - Date.parse(start)) / DAY_MILLIS + 1;
  if (days >= 80 && days <= 100) return "Q";
  if (days >= 170 && days <= 190) return "H";
  if (days >= 260 && days <= 285) return "9M";
  if (days >= 350 && days <= 380) return "FY";
  return "other";
};

/** Every fact of one SEC company facts document, in the document's order, counted from 1. */
export const readCompanyFacts = async (path: string): Promise<RecordSource> => {
  const { cik, entityName, facts } = await readDocument(path);
  function* all(): Generator<{ readonly fact: unknown; readonly where: readonly string[] }> {
    for (const [taxonomy, concepts] of Object.entries(facts))
      for (const [concept, { units }] of Object.entries(concepts))
        for (const [unit, list] of Object.entries(units))
          for (const fact of list) yield { fact, where: [taxonomy, concept, unit] };
  }
  const cikText = String(cik).padStart(10, "0");
  const toRecord = (
    { fact, where }: { fact: unknown; where: readonly string[] },
    line: number,
  ): SourceRecord => {
    const parsed = factSchema.safeParse(fact);
    if (!parsed.success) {
      return {
        line,
        check: "not-a-row",
        reason: `The fact is not written as the SEC writes facts: ${z.prettifyError(parsed.error).split("\n")[0]}`,
      };
    }
    const { start, end, val, accn, fy, fp, form, filed } = parsed.data;
    const status = form.endsWith("/A") ? "amended" : "original";
    const cells = [
      cikText,
      entityName,
      ...where,
      start,
      end,
      periodOf(start, end),
      val,
      accn,
      fy,
      fp,
      form,
      status,
      filed,
    ];
    return { line, values: cells.map(cellText) };
  };
  return {
    columns: companyFactColumns,
    blocks: async function* () {
      let line = 0;
      let records: SourceRecord[] = [];
      for (const entry of all()) {
        records.push(toRecord(entry, ++line));
        if (records.length === 10_000) {
          yield { records, bytesRead: Number.NaN };
          records = [];
        }
      }
      yield { records, bytesRead: Number.NaN };
    },
    rawLines: async function* (lines) {
      let line = 0;
      for (const { fact, where } of all())
        if (lines.has(++line)) yield { line, raw: showRaw(`${where.join("/")} ${JSON.stringify(fact)}`) };
    },
  };
};

const readDocument = async (path: string): Promise<z.infer<typeof documentSchema>> => {
  const parts: string[] = [];
  let size = 0;
  for await (const { text } of decodeText(openBytes(path), "utf-8")) {
    size += text.length;
    if (size > limits.documentBytes)
      throw new IngestError(
        "too-large",
        `The document is longer than ${limits.documentBytes / 1_048_576} MB.`,
      );
    parts.push(text);
  }
  let value: unknown;
  try {
    value = JSON.parse(parts.join(""));
  } catch (error) {
    const cause = error instanceof Error ? error.message.slice(0, 120) : String(error);
    throw new IngestError("not-readable", `The document is not JSON (${cause}). Fetch it again.`);
  }
  const parsed = documentSchema.safeParse(value);
  if (!parsed.success)
    throw new IngestError("not-readable", "The document has not the form of the SEC's company facts.");
  return parsed.data;
};
