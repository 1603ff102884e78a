import { useState } from "react";
import { useActions } from "../../actions/actions-context.ts";
import { Banner } from "../../components/banner.tsx";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { cancelSignIn } from "../publishing-actions.ts";
import { serverSentence } from "../server-sentence.ts";
import { usePublishing } from "../use-publishing.ts";
import { millisecondsText } from "../use-words.ts";

/** The code of a sign-in that is under way with where to enter it, or what became of the last one. */
export const SignInPanel = () => {
  const t = useShellText();
  const context = useActions();
  const signIn = usePublishing((state) => state.signIn);
  const [note, setNote] = useState("");
  if (signIn === null) return null;
  if (signIn.state === "done") return <Banner tone="info" text={t("server:signIn:done")} />;
  if (signIn.state === "failed") {
    const sentence = t(`server:signIn:fault:${signIn.code}`);
    return <Banner tone="error" text={t("server:withDetail", { sentence, detail: signIn.message })} />;
  }
  const { issuer, userCode, address, expiresAt } = signIn;
  const copy = async () => {
    await context.copyText(userCode);
    setNote(t("publish:copied"));
  };
  const open = async () => {
    const answer = await context.app.call("sign-in/open", {});
    setNote(answer.ok ? t("server:signIn:opened") : serverSentence(t, answer.error));
  };
  return (
    <section className="sign-in" aria-label={t("server:signIn:title")}>
      <p>{t("server:signIn:enter", { issuer: new URL(issuer).host })}</p>
      <p>
        <code className="sign-in-address">{address}</code>
      </p>
      <p className="sign-in-code">
        <span className="dim">{t("server:signIn:code")}</span> <code>{userCode}</code>
      </p>
      <p className="dim" role="status">
        {note === "" ? t("server:signIn:waiting", { until: millisecondsText(expiresAt) }) : note}
      </p>
      <div className="server-buttons">
        <Button look="primary" onPress={() => void open()}>
          {t("server:signIn:open")}
        </Button>
        <Button onPress={() => void copy()}>{t("server:signIn:copy")}</Button>
        <Button look="plain" onPress={() => cancelSignIn(context)}>
          {t("publish:cancel")}
        </Button>
      </div>
    </section>
  );
};
