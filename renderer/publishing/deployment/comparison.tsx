import { useMemo, useState } from "react";
import type { SignalComparison } from "../../../main/contract/publish-evidence.ts";
import { Banner } from "../../components/banner.tsx";
import { Icon } from "../../components/icon.tsx";
import { Select } from "../../components/select.tsx";
import { formatNumber, formatPlain, NO_VALUE } from "../../format/number-format.ts";
import { useShellText } from "../../i18n/index.ts";
import { ChartOutput } from "../../outputs/chart/chart-output.tsx";
import { instantText } from "../use-words.ts";
import { VirtualRows } from "../virtual-rows.tsx";
import { orderRows } from "./order-rows.ts";
import { differingByDay, scatterOf, weightByDay } from "./signal-charts.ts";

const CHART_HEIGHT = 190;
const DIGITS = 10;
const EVERY_DIGIT = 17;
/** Values further apart than this are told apart by their digits. */
const MOST_STEPS = 1_000_000;

const Instants = ({ comparison }: { comparison: SignalComparison }) => {
  const t = useShellText();
  const { version, asOf, knownAt, computedAt, snapshot, backtestSnapshot } = comparison;
  const facts = [
    [t("publish:version"), String(version)],
    [t("publish:asOfInstant"), instantText(asOf)],
    [t("publish:knownAt"), instantText(knownAt)],
    [t("publish:computedAt"), instantText(computedAt)],
    [t("publish:liveSnapshot"), snapshot.slice(0, 12)],
    ...(backtestSnapshot === null
      ? []
      : [[t("publish:backtestSnapshot"), backtestSnapshot.slice(0, 12)] as const]),
  ] as const;
  return (
    <dl className="signal-facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const hasDays = ({ days }: SignalComparison): boolean =>
  days.length > 1 && days.some(({ differing }) => differing !== null);

/** All values at once, and how many differed on each day. */
const Overview = ({ comparison }: { comparison: SignalComparison }) => {
  const t = useShellText();
  const [backtest, live] = [t("publish:backtestValue"), t("publish:liveValue")];
  const [scatterTitle, daysTitle, differs] = [
    t("publish:scatter"),
    t("publish:differingByDay"),
    t("publish:differs"),
  ];
  const charts = useMemo(
    () => ({
      scatter: scatterOf(comparison, { title: scatterTitle, backtest, live }),
      differing: differingByDay(comparison, { title: daysTitle, differs }),
    }),
    [comparison, backtest, live, scatterTitle, daysTitle, differs],
  );
  return (
    <div className="signal-charts">
      <h3 className="visually-hidden">{scatterTitle}</h3>
      {comparison.withoutBacktest === null && <ChartOutput chart={charts.scatter} height={CHART_HEIGHT} />}
      {hasDays(comparison) && <ChartOutput chart={charts.differing} height={CHART_HEIGHT} />}
    </div>
  );
};

/** One instrument's weights on each day: at first of one that differs, else of one that is held. */
const ByDay = ({ comparison }: { comparison: SignalComparison }) => {
  const t = useShellText();
  const held = comparison.rows.filter(({ live, backtest }) => (live ?? 0) !== 0 || (backtest ?? 0) !== 0);
  const first = held.find(({ isEqual }) => !isEqual) ?? held[0];
  const [chosen, setChosen] = useState<string | null>(null);
  const id = chosen ?? first?.id ?? "";
  const [backtest, live] = [t("publish:backtestValue"), t("publish:liveValue")];
  const title = t("publish:weightByDay", { id });
  const chart = useMemo(
    () => weightByDay(comparison, id, { title, backtest, live }),
    [comparison, id, title, backtest, live],
  );
  if (!hasDays(comparison) || id === "") return null;
  return (
    <div className="signal-weight">
      <Select
        label={t("publish:instrument")}
        value={id}
        options={held.map((row) => ({ value: row.id, label: row.id }))}
        onChange={setChosen}
      />
      <ChartOutput chart={chart} height={CHART_HEIGHT} />
    </div>
  );
};

/** Why there is nothing to compare with, and what to do. */
const Without = ({ without }: { without: NonNullable<SignalComparison["withoutBacktest"]> }) => {
  const t = useShellText();
  const { reason, name, notebook, cellId, message } = without;
  const values = { name, notebook: notebook ?? "", cellId, message };
  return (
    <p data-without={reason} role="status">
      {t(`publish:without:${reason}`, values)}
    </p>
  );
};

/** Every instrument's weight on the server beside that of the backtest run here, with a mark on those that differ. */
export const Comparison = ({ comparison }: { comparison: SignalComparison }) => {
  const t = useShellText();
  const [isFiltered, setFiltered] = useState(false);
  const { withoutBacktest, stale } = comparison;
  const rows = useMemo(() => orderRows(comparison.rows), [comparison]);
  const differing = rows.filter(({ isEqual }) => !isEqual);
  const count = (n: number) => formatNumber(n, { digits: 0 });
  // Of two that differ as many digits are shown as tell all numbers apart, below one another.
  const value = (n: number | null, isShort: boolean) =>
    n === null
      ? NO_VALUE
      : isShort || withoutBacktest !== null
        ? formatPlain(n, DIGITS)
        : n.toPrecision(EVERY_DIGIT).replaceAll("-", "−");
  const result = ({ isEqual, steps }: (typeof rows)[number]) =>
    isEqual
      ? t("publish:equal")
      : steps !== null && steps <= MOST_STEPS
        ? t("publish:differsBy", { n: count(steps) })
        : t("publish:differs");
  return (
    <>
      {stale && <Banner tone="warn" text={t("publish:stale")} />}
      <Instants comparison={comparison} />
      {withoutBacktest === null ? (
        <p className="signal-verdict" data-equal={differing.length === 0}>
          <Icon name={differing.length === 0 ? "check" : "error"} />
          {differing.length === 0
            ? t("publish:allEqual", { n: count(rows.length) })
            : t("publish:someDiffer", { n: count(differing.length), all: count(rows.length) })}
        </p>
      ) : (
        <Without without={withoutBacktest} />
      )}
      <Overview comparison={comparison} />
      {differing.length > 0 && withoutBacktest === null && (
        <label className="check-field">
          <input
            type="checkbox"
            checked={isFiltered}
            onChange={(event) => setFiltered(event.target.checked)}
          />
          {t("publish:onlyDiffering")}
        </label>
      )}
      <VirtualRows
        label={t("publish:signals")}
        rows={isFiltered ? differing : rows}
        heads={[
          { title: t("publish:instrument") },
          { title: t("publish:liveValue"), isRight: true, width: 160 },
          { title: t("publish:backtestValue"), isRight: true, width: 160 },
          { title: t("publish:result"), isRight: true, width: 150 },
        ]}
        keyOf={({ id }) => id}
        cells={(row) => [
          <code key="id">{row.id}</code>,
          value(row.live, row.isEqual),
          value(row.backtest, row.isEqual),
          withoutBacktest !== null ? (
            ""
          ) : (
            <span key="equal" className="signal-result" data-equal={row.isEqual}>
              {result(row)}
            </span>
          ),
        ]}
      />
      <ByDay comparison={comparison} />
    </>
  );
};
