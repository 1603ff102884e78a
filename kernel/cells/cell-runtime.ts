import type { CellError, Display } from "../contract/display.ts";
import type { BacktestRecord } from "../contract/manifest.ts";
import type { CompiledCell } from "../language/compile-cell.ts";
import type { StoreNames } from "../language/store-names.ts";
import { createResearchApi } from "../research/research-api.ts";
import { RequestError, toCellError, unshowable } from "./cell-error.ts";
import { createCellScope } from "./cell-scope.ts";
import { createConsole } from "./console-capture.ts";
import type { Determinism } from "./deterministic-globals.ts";
import { hashOfParts } from "./hash-of-parts.ts";
import { inspectValue, type Keep } from "./inspect-value.ts";
import { createKeptValues } from "./kept-values.ts";
import { MAX_OUTPUT_BYTES, sizeOf } from "./output-size.ts";
import { ownDisplaysOf } from "./own-displays.ts";
import { createPendingRequests, type PendingRequests } from "./pending-requests.ts";
import type { CellRequest, FromCellWorker, RunCell, ToCellWorker } from "./protocol.ts";
import { sqlBody } from "./run-sql.ts";
import { MAX_TABLE_ROWS, tableFromRows } from "./to-table.ts";

export const MAX_OUTPUTS = 100;
/** The first so many backtests of a cell stand in its manifest. */
const MAX_BACKTESTS = 1_000;

export interface CellRuntime {
  receive(message: ToCellWorker): void;
  /** A promise of a cell failed and nobody waits for it. */
  reportRejection(reason: unknown): void;
  /** What cells find as global names. */
  readonly globals: Readonly<Record<string, unknown>>;
}

const counting = (): Keep => {
  let count = 0;
  return () => ++count;
};

const isRow = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const valueDisplay = (value: unknown, keep: Keep): Display => {
  const inspected = inspectValue(value, keep);
  const partsHash = inspected.children && hashOfParts(value as object);
  return { kind: "value", value: inspected, ...(partsHash && { partsHash }) };
};

const displayOf = (value: unknown, keep: Keep): Display[] => {
  if (value === undefined) return [];
  const own = ownDisplaysOf(value);
  if (own) return own;
  const isTable =
    Array.isArray(value) && value.length > 0 && value.length <= MAX_TABLE_ROWS && value.every(isRow);
  return [
    isTable ? { kind: "table", table: tableFromRows(value as object[], "") } : valueDisplay(value, keep),
  ];
};

/**
 * Runs cells inside their worker. The post function, the nonce and the scope live in this closure, and nothing a
 * cell can reach leads here.
 *
 * @param evaluate the real eval, taken before cells lost theirs
 * @param turn settles when the worker has done all it has to do now
 * @param now milliseconds of the real clock, taken before cells lost theirs; without it time stands
 */
export const createCellRuntime = (
  post: (message: FromCellWorker) => void,
  evaluate: (code: string) => unknown,
  determinism: Determinism,
  turn: () => Promise<void> = () => Promise.resolve(),
  now: () => number = () => 0,
): CellRuntime => {
  const scope = createCellScope();
  const kept = createKeptValues();
  const compiledById = new Map<string, CompiledCell>();
  const placesOf = (cellId: string) => compiledById.get(cellId);
  let names: StoreNames = null;
  let current: {
    readonly run: RunCell;
    readonly outputs: Display[];
    readonly backtests: BacktestRecord[];
    readonly requests: PendingRequests;
    bytes: number;
  } | null = null;

  const log = createConsole((level, text) => {
    if (current) post({ kind: "console", nonce: current.run.nonce, level, text });
  });
  const request = (name: CellRequest, input: unknown): Promise<unknown> =>
    current
      ? current.requests.ask(name, input)
      : Promise.reject(new RequestError("no-run", "Data can be read only while a cell runs."));
  const show = (display: Display) => {
    if (!current) return;
    const left = MAX_OUTPUT_BYTES - current.bytes;
    const size = sizeOf(display, left);
    if (size > left && current.outputs.length < MAX_OUTPUTS) {
      const most = `${MAX_OUTPUT_BYTES / 1_048_576} MB`;
      const text = `This output is left out: a cell shows at most ${most}. Show a part of it, or a summary.`;
      current.outputs.push({ kind: "text", text });
      return;
    }
    current.bytes += size;
    if (current.outputs.length < MAX_OUTPUTS) current.outputs.push(display);
    else if (current.outputs.length === MAX_OUTPUTS) {
      current.outputs.push({
        kind: "text",
        text: `A cell shows at most ${MAX_OUTPUTS} outputs; the rest is left out. Show them in another cell, or in one table.`,
      });
    }
  };
  const research = createResearchApi({
    request,
    show,
    record: (backtest) => {
      if (current && current.backtests.length < MAX_BACKTESTS) current.backtests.push(backtest);
    },
    progress: (fraction, label) => {
      if (current) post({ kind: "progress", nonce: current.run.nonce, fraction, label });
    },
    now,
    inputValue: (name) => {
      const { inputs } = current?.run.compiled ?? {};
      return inputs && Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    },
    names: () => names,
    asOf: () => current?.run.asOf ?? null,
    nameOf: (value) => scope.nameOf(value),
  });

  const run = async (message: RunCell): Promise<void> => {
    const { cellId, compiled, nonce } = message;
    const mine = {
      run: message,
      outputs: [] as Display[],
      backtests: [] as BacktestRecord[],
      requests: createPendingRequests(nonce, post),
      bytes: 0,
    };
    current = mine;
    log.reset();
    compiledById.set(cellId, compiled);
    determinism.begin(message.clockMs, message.seed);
    scope.forget(cellId);
    // Numbered also where nobody can ask, so that a cell's manifest is the same everywhere.
    const keep = message.isOpenable ? kept.begin(cellId, nonce) : counting();
    let error: CellError | null = null;
    try {
      const body = (compiled.sql ? sqlBody(compiled.sql, request, show) : evaluate(compiled.code)) as (
        inputs: object,
        define: (getters: object) => void,
      ) => Promise<unknown>;
      let isDefined = false;
      const value = await body(scope.read(compiled.reads), (getters) => {
        // Once, before the body: a cell defines its own names and no others.
        if (isDefined) throw new Error("A cell's names are defined already.");
        isDefined = true;
        scope.define(cellId, getters as Record<string, () => unknown>);
      });
      if (current !== mine) return;
      for (const display of displayOf(value, keep)) show(display);
    } catch (thrown) {
      error = toCellError(thrown, cellId, placesOf);
    }
    // What failed and nobody waits for is reported within the run; what goes on for ever keeps it running.
    await turn();
    // A newer run has begun: nobody waits for this one any more.
    if (current !== mine) return;
    current = null;
    scope.settle(cellId);
    try {
      const { outputs, backtests } = mine;
      post({ kind: "done", nonce, outputs, error, variables: scope.variablesOf(cellId), backtests });
    } catch {
      // What a cell showed cannot travel. The run must end all the same, so nothing of the cell's goes along.
      post({ kind: "done", nonce, outputs: [], error: error ?? unshowable, variables: [], backtests: [] });
    }
  };

  const receive = (message: ToCellWorker): void => {
    switch (message.kind) {
      case "run":
        void run(message);
        return;
      case "ping":
        // A host may hand over a message between two steps of a loop of promises: that loop is not alive for it.
        void turn().then(() => post({ kind: "pong", id: message.id }));
        return;
      case "names":
        names = message.names;
        return;
      case "forget":
        for (const cellId of message.cellIds) {
          scope.forget(cellId);
          kept.forget(cellId);
        }
        return;
      case "open":
        post({ kind: "opened", id: message.id, parts: kept.open(message.runId, message.node) });
        return;
      case "abandon":
        if (current?.run.nonce === message.nonce) current = null;
        return;
      case "answer":
        current?.requests.hear(message);
    }
  };
  return {
    receive,
    reportRejection: (reason) => {
      const { name, message, line } = toCellError(reason, current?.run.cellId ?? "", placesOf);
      log.console.error(
        `A promise failed and nobody waited for it: ${name}: ${message}${line ? ` (line ${line})` : ""}`,
      );
    },
    globals: { ...research, console: log.console },
  };
};
