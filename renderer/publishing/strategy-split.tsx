import { Fragment, type ReactNode } from "react";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import { Icon } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";
import { useStrategies } from "./use-publishing.ts";
import { useWords } from "./use-words.ts";
import { candidateOf, liveOf } from "./what-may-be-done.ts";

interface StrategySplitProps {
  /** By its name on the server; the first one while nothing was chosen. */
  readonly chosen: string | null;
  onChoose(id: string): void;
  readonly children: (strategy: Strategy) => ReactNode;
}

interface StrategyListProps {
  readonly strategies: readonly Strategy[];
  readonly chosen: string | null;
  onChoose(id: string): void;
}

/** The strategies of a server, each with what is live and what is on its way. */
const StrategyList = ({ strategies, chosen, onChoose }: StrategyListProps) => {
  const t = useShellText();
  const words = useWords();
  if (strategies.length === 0) return <p className="panel-empty">{t("publish:chooseStrategy")}</p>;
  return (
    <ul className="desk-list" aria-label={t("publish:strategies")}>
      {strategies.map((strategy) => {
        const [live, candidate] = [liveOf(strategy), candidateOf(strategy)];
        const marked = strategy.versions.filter(({ skew, state }) => skew !== null && state !== "retired");
        return (
          <li key={strategy.id}>
            <button
              type="button"
              className="desk-item"
              aria-pressed={strategy.id === chosen}
              onClick={() => onChoose(strategy.id)}
            >
              <strong>{strategy.id}</strong>
              <span className="dim">{strategy.desk}</span>
              <span className="desk-item-detail">
                {live ? t("publish:liveIs", { n: live.version }) : t("publish:noneLive")}
                {candidate &&
                  ` ${t("publish:candidate", { n: candidate.version })}: ${words.state(candidate)}.`}
              </span>
              {marked.map(({ version }) => (
                <span key={version} className="skew-mark" data-skew-of={version}>
                  <Icon name="warning" /> {t("publish:skew:mark", { n: version })}
                </span>
              ))}
              {strategy.halt && (
                <span className="desk-halted">
                  <Icon name="stop" /> {t("publish:halted", strategy.halt)}
                </span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
};

/** A choice of a server's strategies, and a view of the chosen one beside it. */
export const StrategySplit = ({ chosen, onChoose, children }: StrategySplitProps) => {
  const strategies = useStrategies();
  const strategy = strategies.find(({ id }) => id === chosen) ?? strategies[0];
  return (
    <div className="browse-split">
      <div className="browse-list browse-scroll">
        <StrategyList strategies={strategies} chosen={strategy?.id ?? null} onChoose={onChoose} />
      </div>
      {strategy && <Fragment key={strategy.id}>{children(strategy)}</Fragment>}
    </div>
  );
};
