import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { WireResult } from "../../wire/contract.ts";
import { type ImportProgress, importMappingSchema } from "../contract/import.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { askStaging } from "../ingest/spawn-staging.ts";
import type { Staged } from "../ingest/stage-file.ts";
import { storeFolder } from "../write/store-folder.ts";

/**
 * Of a file of rates, one a day: enough that a kill finds it half read, half checked or half written, and few enough
 * that nine files have days of their own among those that a store takes.
 */
export const RATES = 12_000;

const at = (column: string) => ({ column });
const mapping = importMappingSchema.parse({
  name: "rates",
  format: { kind: "csv", delimiter: ",", hasHeader: true, encoding: "utf-8", decimal: "." },
  target: {
    table: "fx_1d",
    columns: { base: at("base"), quote: at("quote"), sessionDate: at("date"), rate: at("rate") },
  },
  instrument: null,
  knownAt: { kind: "instant-column", column: "known" },
  source: { id: "rates", label: "made for tests", licence: "none" },
});

const MS_PER_DAY = 86_400_000;
const firstDay = (number: number): number => Date.UTC(1900, 0, 1) / MS_PER_DAY + number * RATES;

/** The file `number` of a store: days that no other file has. */
export const writeRates = async (dir: string, number: number): Promise<string> => {
  const lines = Array.from({ length: RATES }, (_, i) => {
    const day = new Date((firstDay(number) + i) * MS_PER_DAY).toISOString().slice(0, 10);
    return `USD,KRW,${day},${day}T12:00:00Z,${(1_000 + (i % 97)) / 1_000}\n`;
  });
  const path = join(dir, `rates-${number}.csv`);
  await writeFile(path, `base,quote,date,known,rate\n${lines.join("")}`);
  return path;
};

/** Rows that the store has of the file `number`, how many different days, and how many of them say what the file says. */
export const countRates = async (connection: DuckDBConnection, number: number): Promise<number[]> => {
  const day = `(session_date - DATE '1970-01-01')`;
  const first = firstDay(number);
  const [found] = await readRows(
    connection,
    {
      sql: `SELECT count(*)::INTEGER, count(DISTINCT session_date)::INTEGER,
          (count(*) FILTER (rate = (1000 + (${day} - (${first})) % 97) / 1000.0::DOUBLE))::INTEGER
        FROM fx_1d WHERE base = 'USD' AND quote = 'KRW' AND ${day} BETWEEN ${first} AND ${first + RATES - 1}`,
    },
    { rows: "int", days: "int", right: "int" },
  );
  return [found!.rows, found!.days, found!.right];
};

export interface RatesImport {
  /** The bundled import process. */
  readonly script: string;
  readonly dir: string;
  readonly file: string;
}

type Step = ImportProgress["step"];

/** How long staging takes on this machine today from each step on: a share of it is waited, not milliseconds. */
const usualMs = new Map<Step, number>();
const FIRST_GUESS_MS = 100;

export const stageRates = async (
  { script, dir, file }: RatesImport,
  onStep: (step: Step) => void = () => {},
): Promise<WireResult<Staged>> => {
  const since = new Map<Step, number>();
  const answer = await askStaging(
    {
      script,
      filePath: file,
      storeDir: dir,
      // Generous, because tests share their machine.
      silentMs: 60_000,
      onProgress: ({ step }) => {
        if (since.has(step)) return;
        since.set(step, performance.now());
        onStep(step);
      },
    },
    "file/stage",
    { mapping, isDryRun: false, arrivedAt: 1_700_000_000_000_000 },
  );
  if (!answer.ok || answer.value.report.isResumed) return answer;
  for (const [step, from] of since) {
    const took = performance.now() - from;
    usualMs.set(step, 0.7 * (usualMs.get(step) ?? took) + 0.3 * took);
  }
  return answer;
};

/** A share of the usual time from a step to the answer. */
export interface KillMoment {
  readonly since: Step;
  readonly share: number;
}

/**
 * Begins an import and kills its staging process from outside at a moment. Says in which step it died, or null when it
 * had answered before.
 */
export const killStaging = async (
  imported: RatesImport,
  { since, share }: KillMoment,
): Promise<Step | null> => {
  let last: Step | null = null;
  let isAnswered = false;
  let killing: Promise<void> | null = null;
  const kill = async (): Promise<void> => {
    await wait(share * (usualMs.get(since) ?? FIRST_GUESS_MS));
    while (!isAnswered) {
      // Its folder bears its number.
      const names = await readdir(storeFolder(imported.dir).staging).catch(() => [] as string[]);
      const pid = names.map((name) => /^batch-(\d+)-/.exec(name)?.[1]).find((found) => found !== undefined);
      if (pid !== undefined && !isAnswered) return void process.kill(Number(pid), "SIGKILL");
      await wait(5);
    }
  };
  const answer = await stageRates(imported, (step) => {
    last = step;
    if (step === since) killing ??= kill();
  });
  isAnswered = true;
  await killing;
  if (answer.ok) return null;
  if (!answer.error.message.includes("ended unexpectedly")) throw new Error(answer.error.message);
  return last;
};
