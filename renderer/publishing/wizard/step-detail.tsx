import type { GateProblem } from "../../../main/contract/publish-gate.ts";
import { defaultPolicy, type Policy } from "../../../serving/contract/policy.ts";
import { useActions } from "../../actions/actions-context.ts";
import { activateTab } from "../../actions/notebook-files.ts";
import { Banner } from "../../components/banner.tsx";
import { Icon } from "../../components/icon.tsx";
import { type ShellKey, type Translate, useShellText } from "../../i18n/index.ts";
import { revealLine } from "../../notebook/reveal-line.ts";
import { LimitsTable } from "../limits-table.tsx";
import { serverSentence } from "../server-sentence.ts";
import { usePublishing } from "../use-publishing.ts";
import type { ShownStep } from "./steps-shown.ts";

/** Codes that have a sentence of their own in both languages; of others only their message is shown. */
const known: Readonly<Record<string, ShellKey>> = {
  "not-servable": "publish:problem:not-servable",
  "not-clean": "publish:problem:not-clean",
  "unknown-entry": "publish:problem:unknown-entry",
  "bad-entry": "publish:problem:bad-entry",
  "parity-differs": "publish:problem:parity-differs",
  "definition-differs": "publish:problem:definition-differs",
  "runner-failed": "publish:problem:runner-failed",
  "cell-failed": "publish:problem:cell-failed",
  "audit-missing": "publish:problem:audit-missing",
};

/** Codes of which the message says nothing that their sentence does not. */
const SAID_IN_FULL: readonly string[] = ["audit-missing"];

const policyLimits = Object.keys(defaultPolicy.evidence) as (keyof Policy["evidence"])[];

/** The sentence of a code in the reader's language, where there is one. */
const sentenceOf = (t: Translate, code: string): string | null => {
  const limit = policyLimits.find((name) => code === `policy-${name}`);
  if (limit) return t("publish:problem:policy", { limit: t(`publish:${limit}`) });
  const key = known[code];
  return key ? t(key) : null;
};

interface ProblemProps {
  readonly problem: GateProblem;
  readonly tabId: string;
  /** It did not end the gate. */
  readonly isCaution: boolean;
}

const Problem = ({ problem, tabId, isCaution }: ProblemProps) => {
  const t = useShellText();
  const context = useActions();
  const { code, message, cellId, line } = problem;
  const sentence = sentenceOf(t, code);
  const mend = () => {
    if (cellId === null) return;
    context.store.setState({ overlay: null });
    activateTab(context, tabId);
    // The dialog gives the focus back to where it was; after that it is the cell's.
    requestAnimationFrame(() => revealLine(context, tabId, cellId, line ?? 1, 1));
  };
  return (
    <li className="gate-problem" data-problem={code} data-caution={isCaution}>
      <Icon name={isCaution ? "warning" : "error"} />
      <div>
        <p className="gate-message">{sentence ?? serverSentence(t, problem)}</p>
        {sentence !== null && !SAID_IN_FULL.includes(code) && (
          <p className="gate-message gate-original" lang="en">
            {message}
          </p>
        )}
        {cellId !== null && (
          <p>
            <button type="button" className="link-button" onClick={mend}>
              {t("publish:mend")}
            </button>{" "}
            <code className="dim">
              {line === null
                ? t("publish:placeCell", { id: cellId })
                : t("publish:place", { id: cellId, line })}
            </code>
          </p>
        )}
      </div>
    </li>
  );
};

const SentNote = () => {
  const t = useShellText();
  const sent = usePublishing((state) => state.sent);
  if (!sent) return null;
  if (sent.outcome === "queued") return <Banner tone="warn" text={t("publish:sentQueued")} />;
  const { strategy, version: n } = sent;
  const version = strategy.versions.find((each) => each.version === n);
  return (
    <>
      <p className="gate-sent">{t("publish:sent", { n, strategy: strategy.id })}</p>
      {version?.state === "rejected" ? (
        <Banner tone="error" text={t("publish:sentRejected", { reason: version.reason ?? "" })} />
      ) : (
        <p>{t("publish:sentChecked")}</p>
      )}
    </>
  );
};

/** One step in full: what it is about, what it found, and where to mend what it found. */
export const StepDetail = ({ step, tabId }: { step: ShownStep; tabId: string }) => {
  const t = useShellText();
  const bundle = usePublishing(({ gate }) => gate?.bundle ?? null);
  const fault = usePublishing((state) => state.fault);
  const problems = step.gate?.problems ?? [];
  return (
    <section className="gate-page" aria-label={t(`publish:step:${step.id}`)}>
      <h3>
        {t(`publish:step:${step.id}`)} <small className="dim">{t(`publish:stepState:${step.state}`)}</small>
      </h3>
      <p className="dim">{t(`publish:stepText:${step.id}`)}</p>
      {problems.length > 0 && (
        <ul className="gate-problems">
          {problems.map((problem) => (
            <Problem
              key={`${problem.cellId} ${problem.line} ${problem.code} ${problem.message}`}
              problem={problem}
              tabId={tabId}
              isCaution={step.state === "warned"}
            />
          ))}
        </ul>
      )}
      {bundle && (step.id === "policy" || (step.id === "sign" && bundle.limits.length > 0)) && (
        <LimitsTable limits={bundle.limits} />
      )}
      {step.id === "sign" && bundle && (
        <dl className="facts evidence-facts">
          <div>
            <dt>{t("publish:digest")}</dt>
            <dd>
              <code>{bundle.digest}</code>
            </dd>
          </div>
          <div>
            <dt>{t("publish:snapshot")}</dt>
            <dd>
              <code>{bundle.snapshot.slice(0, 12)}</code>
            </dd>
          </div>
        </dl>
      )}
      {step.id === "sign" && fault && (
        <Banner tone="error" text={t("publish:failedSend", { message: serverSentence(t, fault) })} />
      )}
      {(step.id === "sign" || step.id === "server" || step.id === "approval") && <SentNote />}
    </section>
  );
};
