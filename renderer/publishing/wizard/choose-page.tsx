import { useMemo } from "react";
import type { BacktestRecord } from "../../../kernel/contract/manifest.ts";
import { slugSchema } from "../../../serving/contract/names.ts";
import { useActions, useApp } from "../../actions/actions-context.ts";
import { Button } from "../../components/button.tsx";
import { Select } from "../../components/select.tsx";
import { TextField } from "../../components/text-field.tsx";
import { formatSessionDate } from "../../format/date-format.ts";
import { type Translate, useShellText } from "../../i18n/index.ts";
import { useLocale } from "../../shell/use-locale.ts";
import { type Candidate, candidatesOf, slugOf } from "../candidates.ts";
import { changePublishDraft, openDesk } from "../publishing-actions.ts";
import type { PublishDraft, PublishingState } from "../publishing-state.ts";
import { standingOf } from "../standing-of.ts";
import { usePublishing } from "../use-publishing.ts";

/** What of a notebook can be published, as it last ran. */
export const useCandidates = (tabId: string): readonly Candidate[] => {
  const tab = useApp(({ tabs }) => tabs.find(({ id }) => id === tabId) ?? null);
  return useMemo(() => (tab ? candidatesOf(tab) : []), [tab]);
};

/** Why the checks cannot begin; null when they can. */
export const choiceHint = (
  t: Translate,
  candidates: readonly Candidate[],
  draft: PublishDraft | null,
  { connections }: PublishingState,
  hasRun: boolean,
): string | null => {
  if (candidates.length === 0) return t(hasRun ? "publish:noStrategy" : "publish:runFirst");
  const candidate = candidates.find(({ variable }) => variable === draft?.variable);
  if (!draft || !candidate) return t("publish:noStrategy");
  if (candidate.backtests.length === 0) return t("publish:noTested", { ...candidate, backtests: 0 });
  const connection = connections?.find(({ id }) => id === draft.connectionId);
  if (!connection) return t("publish:needsServer");
  if (connection.state === "online" && !connection.roles.includes("author")) return t("publish:needsAuthor");
  return slugSchema.safeParse(draft.strategy).success ? null : t("publish:slugWrong");
};

const useBacktestText = () => {
  const t = useShellText();
  const locale = useLocale();
  return ({ config }: BacktestRecord, n: number): string => {
    const { from, to, costs } = config ?? {};
    if (typeof from !== "number" || typeof to !== "number") return t("publish:backtestPlain", { n });
    const named = typeof costs === "object" && costs !== null && !Array.isArray(costs) ? costs.name : costs;
    return t("publish:backtestOf", {
      n,
      from: formatSessionDate(from, locale),
      to: formatSessionDate(to, locale),
      costs: typeof named === "string" ? named : "–",
    });
  };
};

/** What is published, as what, and to where: guessed as far as possible. */
export const ChoosePage = ({ tabId }: { tabId: string }) => {
  const t = useShellText();
  const context = useActions();
  const backtestText = useBacktestText();
  const candidates = useCandidates(tabId);
  const draft = usePublishing((state) => state.draft);
  const connections = usePublishing((state) => state.connections ?? []);
  const candidate = candidates.find(({ variable }) => variable === draft?.variable);
  const change = (changes: Partial<PublishDraft>) => changePublishDraft(context, changes);
  return (
    <div className="publish-choose">
      <div>
        <h3>{t("publish:wizardWhat")}</h3>
        <p className="dim">{t("publish:whatText")}</p>
      </div>
      {draft && candidate && (
        <>
          <Select
            label={t("publish:strategy")}
            value={draft.variable}
            options={candidates.map(({ variable, name }) => ({
              value: variable,
              label: `${variable}: ${name}`,
            }))}
            onChange={(variable) => {
              const name = candidates.find((each) => each.variable === variable)?.name ?? "";
              change({ variable, backtest: 1, strategy: slugOf(name) });
            }}
          />
          <Select
            label={t("publish:as")}
            value={draft.kind}
            options={[
              { value: "strategy", label: t("publish:asStrategy") },
              { value: "factor", label: t("publish:asFactor") },
            ]}
            onChange={(kind) => change({ kind })}
          />
          {candidate.backtests.length > 0 && (
            <Select
              label={t("publish:backtest")}
              value={String(draft.backtest)}
              options={candidate.backtests.map((backtest, index) => ({
                value: String(index + 1),
                label: backtestText(backtest, index + 1),
              }))}
              onChange={(n) => change({ backtest: Number(n) })}
            />
          )}
          <Select
            label={t("publish:server")}
            value={draft.connectionId}
            placeholder={t("publish:needsServer")}
            options={connections.map((each) => ({
              value: each.id,
              label: `${each.name} (${t(`publish:connection:${standingOf(each)}`)})`,
            }))}
            onChange={(connectionId) => change({ connectionId })}
          />
          {connections.length === 0 && (
            <div className="desk-action">
              <Button onPress={() => openDesk(context, "servers")}>{t("publish:addServer")}</Button>
              <span className="dim">{t("publish:noServer")}</span>
            </div>
          )}
          <TextField
            label={t("publish:slug")}
            value={draft.strategy}
            isCode
            isInvalid={!slugSchema.safeParse(draft.strategy).success}
            onChange={(strategy) => change({ strategy })}
          />
        </>
      )}
    </div>
  );
};
