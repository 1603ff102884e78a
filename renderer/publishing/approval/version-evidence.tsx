import type { ReactNode } from "react";
import type { VersionEvidence as Evidence } from "../../../main/contract/publish-evidence.ts";
import { Banner } from "../../components/banner.tsx";
import { Icon } from "../../components/icon.tsx";
import { formatSessionDate } from "../../format/date-format.ts";
import { formatNumber, formatPlain } from "../../format/number-format.ts";
import { useShellText } from "../../i18n/index.ts";
import { useLocale } from "../../shell/use-locale.ts";
import { countMet, LimitsTable } from "../limits-table.tsx";
import { instantText } from "../use-words.ts";
import { CodeChanges } from "./code-changes.tsx";
import { FiguresTable } from "./figures-table.tsx";
import { useRecomputedText } from "./use-recomputed-text.ts";

const Fact = ({ term, children }: { term: string; children: ReactNode }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

const Certificate = ({ isCertified }: { isCertified: boolean }) => {
  const t = useShellText();
  return (
    <p className="evidence-certificate" data-certified={isCertified}>
      <Icon name={isCertified ? "check" : "warning"} />
      {t(isCertified ? "publish:certified" : "publish:notCertified")}
    </p>
  );
};

/** What an approver knows at a glance, before the figures. */
const Summary = ({ evidence: { version, limits, audit, cells, live } }: { evidence: Evidence }) => {
  const t = useShellText();
  const recomputedText = useRecomputedText();
  const recomputed = recomputedText(version.recomputed);
  const met = countMet(limits);
  const changed = cells.filter(({ source, liveSource }) => source !== liveSource).length;
  const isMet = met === limits.length;
  const isCertified = audit.status === "certified";
  const lines = [
    ...(recomputed === null ? [] : [recomputed]),
    {
      tone: limits.length === 0 ? "info" : isMet ? "ok" : "error",
      text: limits.length === 0 ? t("publish:noPolicy") : t("publish:policyMet", { met, all: limits.length }),
    },
    {
      tone: isCertified ? "ok" : "warn",
      text: t(isCertified ? "publish:certifiedShort" : "publish:notCertifiedShort"),
    },
    ...(live === null ? [] : [{ tone: "info", text: t("publish:cellsChanged", { n: changed }) }]),
  ] as const;
  return (
    <ul className="evidence-summary">
      {lines.map(({ tone, text }) => (
        <li key={text} data-tone={tone}>
          <Icon name={tone === "ok" ? "check" : tone === "info" ? "info" : "warning"} />
          {text}
        </li>
      ))}
    </ul>
  );
};

/** All that an approver judges by, on one page: figures, limits, certificate, code, and where it comes from. */
export const VersionEvidence = ({ evidence }: { evidence: Evidence }) => {
  const t = useShellText();
  const locale = useLocale();
  const { version, backtest, decision, limits, parameters } = evidence;
  const count = (n: number) => formatNumber(n, { digits: 0 });
  return (
    <div className="evidence">
      {!evidence.isDigestChecked && <Banner tone="error" text={t("publish:notCheckedHere")} />}
      <Summary evidence={evidence} />
      <h3>{t("publish:figures")}</h3>
      <FiguresTable evidence={evidence} />
      {evidence.live === null && <p className="dim">{t("publish:noLive")}</p>}
      <h3>
        {t("publish:policy")}{" "}
        {limits.length > 0 && (
          <small className="dim">
            {t("publish:policyMet", { met: countMet(limits), all: limits.length })}
          </small>
        )}
      </h3>
      <LimitsTable limits={limits} />
      <h3>{t("publish:certificate")}</h3>
      <Certificate isCertified={evidence.audit.status === "certified"} />
      <h3>{t(evidence.live === null ? "publish:codeNew" : "publish:code")}</h3>
      <CodeChanges evidence={evidence} />
      <h3>{t("publish:digest")}</h3>
      <dl className="facts evidence-facts">
        <Fact term={t("publish:digest")}>
          <code>{version.digest}</code>
          {evidence.isDigestChecked && <span className="dim">{t("publish:checkedHere")}</span>}
        </Fact>
        <Fact term={t("publish:uploaded")}>
          {t("publish:uploadedBy", {
            instant: instantText(evidence.uploadedAt),
            author: evidence.uploadedBy,
          })}
        </Fact>
        <Fact term={t("publish:signedBy")}>{version.signedBy ?? t("publish:unsigned")}</Fact>
        <Fact term={t("publish:universe")}>
          <code>{evidence.universe}</code>
        </Fact>
        <Fact term={t("publish:decision")}>
          {t("publish:decisionOf", {
            mic: decision.mic,
            minutes: decision.delayMinutes,
            rebalance: t(`publish:${evidence.rebalance}`),
          })}
        </Fact>
        {backtest && (
          <Fact term={t("publish:period")}>
            {t("publish:periodOf", {
              from: formatSessionDate(backtest.config.from, locale),
              to: formatSessionDate(backtest.config.to, locale),
              sessions: count(backtest.sessions),
            })}
          </Fact>
        )}
        <Fact term={t("publish:parameters")}>
          {Object.entries(parameters)
            .map(([name, value]) => `${name} ${formatPlain(value)}`)
            .join(", ") || "–"}
        </Fact>
        <Fact term={t("publish:snapshot")}>
          <code title={evidence.data.snapshot}>{evidence.data.snapshot.slice(0, 12)}</code>
        </Fact>
        <Fact term={t("publish:engine")}>{evidence.engine.version}</Fact>
        <Fact term={t("publish:parity")}>{t("publish:parityOf", { n: count(evidence.parityCount) })}</Fact>
      </dl>
    </div>
  );
};
