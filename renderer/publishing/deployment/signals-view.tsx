import type { Strategy } from "../../../serving/contract/lifecycle.ts";
import { useActions } from "../../actions/actions-context.ts";
import { draftText } from "../../actions/keep-draft.ts";
import { AnswerNote } from "../../browse/answer-note.tsx";
import { useAnswer } from "../../browse/use-answer.ts";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { serverSentence } from "../server-sentence.ts";
import { SkewMark } from "../skew/skew-mark.tsx";
import { useConnection } from "../use-publishing.ts";
import { Comparison } from "./comparison.tsx";

/** What a strategy answers now, against a backtest of the open notebook that it was published from. */
export const SignalsView = ({ strategy }: { strategy: Strategy }) => {
  const t = useShellText();
  const { app, store } = useActions();
  const connection = useConnection();
  // Another version in traffic, or a halt, is another question.
  const key = connection && `${connection.id} ${strategy.id} ${strategy.revision}`;
  const ask = (notebooks: { path: string | null; name: string; text: string }[] | null) =>
    app.call("signal/compare", { connectionId: connection!.id, strategy: strategy.id, notebooks });
  // The server's own values are there at once; a backtest takes some seconds.
  const live = useAnswer(key, () => ask(null));
  const compared = useAnswer(key, () => {
    const open = store.getState().tabs.filter(({ plain }) => plain === null);
    return ask(
      open.map((tab) => ({ path: tab.isSample ? null : tab.path, name: tab.name, text: draftText(tab) })),
    );
  });
  const shown = compared.isLoading ? live : compared;
  const version = strategy.versions.find((each) => each.version === shown.value?.version);
  return (
    <section
      className="browse-detail desk-detail desk-signals"
      aria-label={t("publish:signalsOf", { strategy: strategy.id })}
      aria-busy={compared.isLoading}
    >
      <h2 className="browse-title">{t("publish:signalsOf", { strategy: strategy.id })}</h2>
      <p className="dim">{t("publish:signalsNote")}</p>
      {version && <SkewMark version={version} />}
      <AnswerNote answer={shown} say={(error) => serverSentence(t, error)} />
      {shown.value && (
        <>
          <Comparison key={key} comparison={shown.value} />
          <div className="desk-action">
            <Button
              isDisabled={compared.isLoading}
              onPress={() => {
                live.retry();
                compared.retry();
              }}
            >
              {t("publish:compareAgain")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
};
