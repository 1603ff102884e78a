import { useState } from "react";
import { useActions } from "../../actions/actions-context.ts";
import { AnswerNote } from "../../browse/answer-note.tsx";
import { useAnswer } from "../../browse/use-answer.ts";
import { Banner } from "../../components/banner.tsx";
import { Button } from "../../components/button.tsx";
import { useShellText } from "../../i18n/index.ts";
import { serverSentence } from "../server-sentence.ts";

/** The key that signs what is published here, with its public half to hand on. */
export const SigningKey = () => {
  const t = useShellText();
  const { app, copyText } = useActions();
  const [isCopied, setCopied] = useState(false);
  const answer = useAnswer("key", () => app.call("signing-key/get", {}));
  const key = answer.value;
  return (
    <section className="signing-key" aria-label={t("publish:signingKey")}>
      <h3>{t("publish:signingKey")}</h3>
      <p className="dim">{t("publish:signingKeyNote")}</p>
      <AnswerNote answer={answer} say={(error) => serverSentence(t, error)} />
      {key && (
        <>
          <p>
            {t("publish:keyId")} <code title={key.keyid}>{key.keyid.slice(0, 16)}</code>
          </p>
          {!key.isKept && <Banner tone="warn" text={t("publish:keyNotKept")} />}
          <pre className="public-key">{key.publicKey.trim()}</pre>
          <div className="server-buttons">
            <Button onPress={() => void copyText(key.publicKey).then(() => setCopied(true))}>
              {t("publish:copyKey")}
            </Button>
            <span className="dim" role="status">
              {isCopied && t("publish:copied")}
            </span>
          </div>
        </>
      )}
    </section>
  );
};
