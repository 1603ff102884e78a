import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACTION } from "../../engine/contract/panel.ts";
import { NO_SESSION } from "../../engine/contract/time.ts";
import { browseHandlers } from "../../store/browse/browse-handlers.ts";
import type { CellExplanation } from "../../store/contract/explain.ts";
import { type PanelQuestion, panelRequestSchema } from "../../store/contract/panel-request.ts";
import { explainCell } from "../../store/explain/explain-cell.ts";
import { openStore, type Store } from "../../store/open-store.ts";
import type { BuiltPanel } from "../../store/panel/build-panel.ts";
import { readPanel } from "../../store/panel/read-panel.ts";
import type { WireResult } from "../../wire/contract.ts";
import { dayOf, isoOf } from "../calendars/day.ts";
import { makeSampleStore, TRUTHS_FILE } from "../make-sample-store.ts";
import type { SampleOptions } from "../sample-options.ts";
import { type PlantedTruths, plantedTruthsSchema } from "../truths/planted-truths.ts";

/** A sample made into a store, and asked the way the program asks. */
export interface MadeMarket {
  readonly truths: PlantedTruths;
  readonly panel: PanelView;
  readonly browse: ReturnType<typeof browseHandlers>;
  explain(iid: string, field: string, sessionDate: string): Promise<CellExplanation>;
  remove(): Promise<void>;
}

/** Rows of a panel by iid and ISO date. */
export interface PanelView {
  readonly built: BuiltPanel;
  instrument(iid: string): BuiltPanel["header"]["instruments"][number];
  /** The first row on or after a day. */
  rowAt(iid: string, iso: string): number;
  value(iid: string, row: number, field: string): number;
  /** What a holder of one share before the row holds after it, over what it was worth at the row before. */
  totalReturn(iid: string, row: number): number;
  actionsAt(iid: string, row: number): readonly ActionView[];
}

export interface ActionView {
  readonly kind: number;
  readonly ratio: number;
  readonly cash: number;
  /** ISO date; null when it is paid on the ex-date. */
  readonly paidOn: string | null;
  /** The iid of the other instrument; null without one. */
  readonly other: string | null;
  readonly costShare: number;
}

const CLOSE = { kind: "close", delayMinutes: 30 } as const;

export const makeMarket = async (
  options: SampleOptions,
  question: Partial<PanelQuestion>,
): Promise<MadeMarket> => {
  const root = await mkdtemp(join(tmpdir(), "asof-market-"));
  const folder = join(root, "store");
  await makeSampleStore(folder, () => {}, options);
  const truths = plantedTruthsSchema.parse(JSON.parse(await readFile(join(folder, TRUTHS_FILE), "utf8")));
  const store: Store = unwrap(await openStore(folder));
  const request = panelRequestSchema.parse({
    universe: "GLOBAL_ALL",
    fields: ["open", "close", "volume", "bookValue", "netIncome", "sharesOutstanding", "turnover", "sector"],
    from: dayOf("2017-01-02"),
    to: dayOf("2024-06-28"),
    warmUpSessions: 0,
    decision: CLOSE,
    asOf: null,
    ...question,
  });
  const built = unwrap(await store.read(null, (source) => readPanel(source, "truths", request)));
  return {
    truths,
    panel: viewOf(built),
    browse: browseHandlers(store.read),
    explain: async (iid, field, sessionDate) =>
      unwrap(
        await store.read(null, (source) =>
          explainCell(source, { snapshot: null, iid, field, sessionDate, decision: CLOSE, asOf: null }),
        ),
      ),
    remove: async () => {
      store.close();
      await rm(root, { recursive: true, force: true });
    },
  };
};

export const unwrap = <T>(result: WireResult<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

const viewOf = (built: BuiltPanel): PanelView => {
  const { header, columns } = built;
  const indexOf = new Map(header.instruments.map(({ iid }, index) => [iid, index]));
  const columnOf = new Map(header.columns.map(({ name }, index) => [name, columns[index]!]));
  const place = (iid: string) => {
    const index = indexOf.get(iid);
    if (index === undefined) throw new Error(`${iid} is not in the panel`);
    return { index, market: header.markets[header.instruments[index]!.market]! };
  };
  const value = (iid: string, row: number, field: string) =>
    columnOf.get(field)![header.offsets[place(iid).index]! + row]!;
  const actionsAt = (iid: string, row: number) => {
    const { index } = place(iid);
    const { instrument, row: rows, kind, ratio, cash, payDate, other, costShare } = header.actions;
    return Array.from(instrument.keys())
      .filter((at) => instrument[at] === index && rows[at] === row)
      .map((at) => ({
        kind: kind[at]!,
        ratio: ratio[at]!,
        cash: cash[at]!,
        paidOn: payDate[at] === NO_SESSION ? null : isoOf(payDate[at]!),
        other: header.instruments[other[at]!]?.iid ?? null,
        costShare: costShare[at]!,
      }));
  };
  return {
    built,
    instrument: (iid) => header.instruments[place(iid).index]!,
    rowAt: (iid, iso) => place(iid).market.sessionDates.findIndex((date) => date >= dayOf(iso)),
    value,
    actionsAt,
    totalReturn: (iid, row) => {
      let last = row - 1;
      while (last > 0 && Number.isNaN(value(iid, last, "close"))) last--;
      let shares = 1;
      let cash = 0;
      for (const action of actionsAt(iid, row)) {
        if (action.kind === ACTION.split) shares *= action.ratio;
        if (action.kind === ACTION.cashDividend) cash += action.cash;
        if (action.kind === ACTION.spinOff) cash += action.costShare * value(iid, last, "close");
      }
      return (value(iid, row, "close") * shares + cash) / value(iid, last, "close") - 1;
    },
  };
};
