import { useMemo, useState } from "react";
import type { SignalComparison } from "../../../main/contract/publish-evidence.ts";
import { useActions } from "../../actions/actions-context.ts";
import { AnswerNote } from "../../browse/answer-note.tsx";
import { useAnswer } from "../../browse/use-answer.ts";
import { Banner } from "../../components/banner.tsx";
import { Icon } from "../../components/icon.tsx";
import { formatNumber, formatPlain, NO_VALUE } from "../../format/number-format.ts";
import { useShellText } from "../../i18n/index.ts";
import { ChartOutput } from "../../outputs/chart/chart-output.tsx";
import { serverSentence } from "../server-sentence.ts";
import { StrategyList } from "../strategy-list.tsx";
import { useConnection, useStrategies } from "../use-publishing.ts";
import { instantText } from "../use-words.ts";
import { VirtualRows } from "../virtual-rows.tsx";
import { decisionsOf, scatterOf } from "./signal-charts.ts";

const CHART_HEIGHT = 190;
const DIGITS = 10;

const Instants = ({ comparison }: { comparison: SignalComparison }) => {
  const t = useShellText();
  const facts = [
    [t("publish:version"), String(comparison.version)],
    [t("publish:asOfInstant"), instantText(comparison.asOf)],
    [t("publish:knownAt"), instantText(comparison.knownAt)],
    [t("publish:computedAt"), instantText(comparison.computedAt)],
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

const Comparison = ({ comparison }: { comparison: SignalComparison }) => {
  const t = useShellText();
  const [isFiltered, setFiltered] = useState(false);
  const { rows, withoutBacktest, decisions } = comparison;
  const differing = rows.filter(({ isEqual }) => !isEqual);
  const count = (n: number) => formatNumber(n, { digits: 0 });
  const value = (n: number | null) => (n === null ? NO_VALUE : formatPlain(n, DIGITS));
  const names = { backtest: t("publish:backtestValue"), live: t("publish:liveValue") };
  const [scatterTitle, decisionsTitle] = [t("publish:scatter"), t("publish:decisions")];
  const charts = useMemo(() => {
    const axes = { backtest: names.backtest, live: names.live };
    return {
      scatter: scatterOf(comparison, { title: scatterTitle, ...axes }),
      decisions: decisionsOf(comparison, { title: decisionsTitle, ...axes }),
    };
  }, [comparison, names.backtest, names.live, scatterTitle, decisionsTitle]);
  return (
    <>
      {comparison.stale && <Banner tone="warn" text={t("publish:stale")} />}
      <Instants comparison={comparison} />
      {withoutBacktest === null ? (
        <p className="signal-verdict" data-equal={differing.length === 0}>
          <Icon name={differing.length === 0 ? "check" : "error"} />
          {differing.length === 0
            ? t("publish:allEqual", { n: count(rows.length) })
            : t("publish:someDiffer", { n: count(differing.length), all: count(rows.length) })}
        </p>
      ) : (
        <p>{t("publish:noBacktestHere", { message: withoutBacktest })}</p>
      )}
      {withoutBacktest === null && (
        <div className="signal-charts">
          <h3 className="visually-hidden">{t("publish:scatter")}</h3>
          <ChartOutput chart={charts.scatter} height={CHART_HEIGHT} />
          {decisions.length > 1 && <ChartOutput chart={charts.decisions} height={CHART_HEIGHT} />}
        </div>
      )}
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
          { title: names.live, isRight: true, width: 160 },
          { title: names.backtest, isRight: true, width: 160 },
          { title: t("publish:result"), isRight: true, width: 120 },
        ]}
        keyOf={({ id }) => id}
        cells={(row) => [
          <code key="id">{row.id}</code>,
          value(row.live),
          value(row.backtest),
          withoutBacktest !== null ? (
            ""
          ) : (
            <span key="equal" className="signal-result" data-equal={row.isEqual}>
              {t(row.isEqual ? "publish:equal" : "publish:differs")}
            </span>
          ),
        ]}
      />
    </>
  );
};

/** What a strategy answers now, against what was tested. */
export const SignalsView = ({ first }: { first: string | null }) => {
  const t = useShellText();
  const { app } = useActions();
  const connection = useConnection();
  const strategies = useStrategies();
  const [chosen, setChosen] = useState(first);
  const strategy = strategies.find(({ id }) => id === chosen) ?? strategies[0];
  // Another version in traffic, or a halt, is another question.
  const key = connection && strategy ? `${connection.id} ${strategy.id} ${strategy.revision}` : null;
  const answer = useAnswer(key, () =>
    app.call("signal/compare", { connectionId: connection!.id, strategy: strategy!.id }),
  );
  return (
    <div className="browse-split">
      <div className="browse-list browse-scroll">
        <StrategyList strategies={strategies} chosen={strategy?.id ?? null} onChoose={setChosen} />
      </div>
      {strategy && (
        <section
          className="browse-detail desk-detail desk-signals"
          aria-label={t("publish:signalsOf", { strategy: strategy.id })}
        >
          <h2 className="browse-title">{t("publish:signalsOf", { strategy: strategy.id })}</h2>
          <p className="dim">{t("publish:signalsNote")}</p>
          <AnswerNote answer={answer} say={(error) => serverSentence(t, error)} />
          {answer.value && <Comparison comparison={answer.value} />}
        </section>
      )}
    </div>
  );
};
