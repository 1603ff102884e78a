import { type JSX, useMemo } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { TearSheet } from "../../../kernel/contract/display.ts";
import { formatSessionDate } from "../../format/date-format.ts";
import { ChartOutput } from "../chart/chart-output.tsx";
import { TableOutput } from "../table/table-output.tsx";
import { useText } from "../use-text.ts";
import { calendarYearsChart, dailyReturnChart } from "./derived-series.ts";
import { DrawdownTable } from "./drawdown-table.tsx";
import { EquityChart } from "./equity-chart.tsx";
import { MetricStrip } from "./metric-strip.tsx";
import { MetricTable } from "./metric-table.tsx";
import { MonthlyHeat } from "./monthly-heat.tsx";
import { TearSheetWarnings } from "./tear-sheet-warnings.tsx";

const VIEWS = ["summary", "tearSheet", "holdings", "trades"] as const;
const shortId = (id: string): string => id.replace(/^sha256[:-]?/, "").slice(0, 8);

/** A finished backtest: figures first, then the line and the months, then everything else behind tabs. */
export function TearSheetOutput(props: { readonly sheet: TearSheet }): JSX.Element {
  const { sheet } = props;
  const { t } = useText();
  return (
    <Tabs className="tear-sheet" data-order-hash={sheet.orderHash}>
      <div className="tear-sheet-head">
        <TabList className="output-tabs" aria-label={t("tabs.label")}>
          {VIEWS.map((view) => (
            <Tab key={view} id={view} className="output-tab">
              {t(`tabs.${view}`)}
            </Tab>
          ))}
        </TabList>
        <div className="tear-sheet-provenance">
          <span title={t("provenance.titleSnapshot", { id: sheet.snapshotId })}>
            {t("provenance.snapshot")} <code>{shortId(sheet.snapshotId)}</code>
          </span>
          <span title={t("provenance.titleOrders", { hash: sheet.orderHash })}>
            {t("provenance.orders")} <code>{shortId(sheet.orderHash)}</code>
          </span>
        </div>
      </div>
      <TearSheetWarnings warnings={sheet.warnings} />
      <TabPanel id="summary" className="tear-sheet-panel">
        <SummaryView sheet={sheet} />
      </TabPanel>
      <TabPanel id="tearSheet" className="tear-sheet-panel">
        <DetailsView sheet={sheet} />
      </TabPanel>
      <TabPanel id="holdings" className="tear-sheet-panel">
        <TableOutput table={sheet.holdings} rowsShown={18} />
      </TabPanel>
      <TabPanel id="trades" className="tear-sheet-panel">
        <TableOutput table={sheet.trades} rowsShown={18} />
      </TabPanel>
    </Tabs>
  );
}

function SummaryView({ sheet }: { readonly sheet: TearSheet }): JSX.Element {
  const { t } = useText();
  // The plot ends where the table of months does.
  const height = Math.min(300, Math.max(236, 26 + sheet.monthly.length * 20 + 8));
  return (
    <>
      <MetricStrip metrics={sheet.metrics} />
      <div className="tear-sheet-pair">
        <EquityChart
          sheet={sheet}
          height={height}
          startsLog={false}
          title={t("caption.equityAndDrawdown")}
          isCompact
          maxDateTicks={10}
        />
        <MonthlyHeat title={sheet.title} monthly={sheet.monthly} />
      </div>
    </>
  );
}

function DetailsView({ sheet }: { readonly sheet: TearSheet }): JSX.Element {
  const { t, locale } = useText();
  const years = useMemo(
    () =>
      calendarYearsChart(sheet, {
        title: t("caption.calendarYears"),
        strategy: t("caption.strategy"),
        benchmark: t("caption.benchmark"),
      }),
    [sheet, t],
  );
  const days = useMemo(() => dailyReturnChart(sheet.equity, t("caption.dailyReturn"), ""), [sheet, t]);
  const from = formatSessionDate(sheet.dates[0] ?? Number.NaN, locale);
  const to = formatSessionDate(sheet.dates.at(-1) ?? Number.NaN, locale);
  const facts: [string, string, boolean][] = [
    [t("provenance.period"), t("provenance.range", { from, to }), false],
    [t("provenance.universe"), sheet.universe, true],
    [t("provenance.benchmark"), sheet.benchmarkName, true],
    [t("provenance.currency"), sheet.currency, false],
    [t("provenance.snapshot"), sheet.snapshotId, true],
    [t("provenance.orderHash"), sheet.orderHash, true],
  ];
  return (
    <>
      <h3 className="tear-sheet-title">{sheet.title}</h3>
      <dl className="tear-sheet-facts">
        {facts.map(([name, value, isCode]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>
              {isCode ? <code>{value.length > 24 ? shortId(value) : value}</code> : value}
            </dd>
          </div>
        ))}
      </dl>
      <div className="tear-sheet-details">
        <MetricTable metrics={sheet.metrics} />
        <div className="tear-sheet-column">
          <EquityChart sheet={sheet} height={330} startsLog title={t("caption.growth")} maxDateTicks={10} />
          <DrawdownTable drawdowns={sheet.drawdowns} />
          <div className="tear-sheet-bars">
            <ChartOutput chart={years} height={150} />
            <ChartOutput chart={days} height={150} note={t("caption.dailyUnit")} />
          </div>
        </div>
      </div>
    </>
  );
}
