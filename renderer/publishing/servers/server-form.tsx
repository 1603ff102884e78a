import { type FormEvent, useState } from "react";
import type { Connection } from "../../../main/contract/publish-calls.ts";
import { slugSchema } from "../../../serving/contract/names.ts";
import { useActions } from "../../actions/actions-context.ts";
import { useAnswer } from "../../browse/use-answer.ts";
import { Banner } from "../../components/banner.tsx";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/text-field.tsx";
import { useShellText } from "../../i18n/index.ts";
import { ConfirmButton } from "../confirm-button.tsx";
import { chooseConnection, loadConnections, startSignIn } from "../publishing-actions.ts";
import { serverSentence, type Told } from "../server-sentence.ts";
import { usePublishing } from "../use-publishing.ts";
import { useWords } from "../use-words.ts";
import { SignInPanel } from "./sign-in-panel.tsx";

type Note = { readonly tone: "info" | "error"; readonly text: string } | null;

const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);

/** Where one is signed in, and whether that has ended. */
const SignInNote = ({ signIn }: { signIn: NonNullable<Connection["signIn"]> }) => {
  const t = useShellText();
  const issuer = new URL(signIn.issuer).host;
  if (signIn.hasEnded) return <Banner tone="warn" text={t("server:signIn:hasEnded", { issuer })} />;
  return <p className="dim">{t("server:signIn:isSignedIn", { issuer })}</p>;
};

/** A server's name, address, desk, and a token or a sign-in; null is a new one. */
export const ServerForm = ({ connection }: { connection: Connection | null }) => {
  const t = useShellText();
  const words = useWords();
  const context = useActions();
  const [name, setName] = useState(connection?.name ?? "");
  const [url, setUrl] = useState(connection?.url ?? "");
  const [desk, setDesk] = useState(connection?.desk ?? "");
  const [token, setToken] = useState("");
  /** What was last typed to its end: a server is asked how one signs in there, and not at every letter. */
  const [askedUrl, setAskedUrl] = useState(connection?.url ?? "");
  const [isBusy, setBusy] = useState(false);
  const [note, setNote] = useState<Note>(null);
  const id = connection?.id ?? null;
  const isDesk = slugSchema.safeParse(desk).success;
  const hasToken = token.trim() !== "" || id !== null;
  const isTestable = isUrl(url.trim()) && hasToken;
  const isComplete = isTestable && name.trim() !== "" && isDesk;
  const isSigningIn = usePublishing(({ signIn }) => signIn?.state === "waiting");
  const offer = useAnswer(isUrl(askedUrl) ? askedUrl : null, () =>
    context.app.call("sign-in/offer", { url: askedUrl }),
  );
  const issuer = offer.value?.issuer ?? null;
  const isNamed = isUrl(url.trim()) && name.trim() !== "" && isDesk;
  const secret = token.trim() === "" ? null : token.trim();

  const faultNote = (fault: Told): Note => ({ tone: "error", text: serverSentence(t, fault) });

  const test = async () => {
    setBusy(true);
    setNote({ tone: "info", text: t("publish:testing") });
    const answer = await context.app.call("connection/test", { id, url: url.trim(), token: secret });
    setBusy(false);
    if (!answer.ok) return setNote(faultNote(answer.error));
    const { subject, roles, latencyMs } = answer.value;
    const values = { ms: Math.round(latencyMs), subject, roles: words.roles(roles) };
    setNote({ tone: "info", text: t("publish:tested", values) });
  };
  const save = async () => {
    setBusy(true);
    const draft = { id, name: name.trim(), url: url.trim(), desk, token: secret };
    const answer = await context.app.call("connection/save", draft);
    setBusy(false);
    if (!answer.ok) return setNote(faultNote(answer.error));
    setToken("");
    setNote({ tone: "info", text: t("publish:saved") });
    await loadConnections(context);
    await chooseConnection(context, answer.value.id);
  };
  const signIn = async () => {
    setBusy(true);
    setNote(null);
    const fault = await startSignIn(context, { id, name: name.trim(), url: url.trim(), desk });
    setBusy(false);
    if (fault) setNote(faultNote(fault));
  };
  const signOut = async () => {
    if (id === null) return;
    const answer = await context.app.call("sign-in/end", { id });
    setNote(answer.ok ? { tone: "info", text: t("server:signIn:signedOut") } : faultNote(answer.error));
  };
  const remove = async () => {
    if (id === null) return;
    const answer = await context.app.call("connection/remove", { id });
    if (!answer.ok) return setNote(faultNote(answer.error));
    await loadConnections(context);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete && !isBusy) void save();
  };
  return (
    <form className="server-form" onSubmit={submit}>
      <TextField label={t("publish:serverName")} value={name} onChange={setName} />
      <TextField
        label={t("publish:url")}
        value={url}
        isInvalid={url !== "" && !isUrl(url.trim())}
        isCode
        onChange={setUrl}
        onBlur={() => setAskedUrl(url.trim())}
      />
      <TextField
        label={t("publish:desk")}
        value={desk}
        isInvalid={desk !== "" && !isDesk}
        isCode
        onChange={setDesk}
      />
      <label className="field">
        <span className="field-label">{t("publish:token")}</span>
        <input
          className="text-field mono"
          type="password"
          autoComplete="off"
          placeholder={t(id === null ? "publish:tokenHint" : "publish:tokenKept")}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </label>
      <p className="dim">
        {t(connection?.isTokenKept === false ? "publish:tokenNotKept" : "publish:tokenNote")}
      </p>
      {issuer !== null && (
        <p className="dim">{t("server:signIn:offered", { issuer: new URL(issuer).host })}</p>
      )}
      {connection?.signIn && <SignInNote signIn={connection.signIn} />}
      <SignInPanel />
      {note && <Banner tone={note.tone} text={note.text} />}
      <div className="server-buttons">
        <Button look="primary" isDisabled={!isComplete || isBusy} onPress={() => void save()}>
          {t("publish:save")}
        </Button>
        {issuer !== null && (
          <Button isDisabled={!isNamed || isBusy || isSigningIn} onPress={() => void signIn()}>
            {t("server:signIn:start")}
          </Button>
        )}
        {connection?.signIn && (
          <Button isDisabled={isBusy} onPress={() => void signOut()}>
            {t("server:signIn:end")}
          </Button>
        )}
        <Button isDisabled={!isTestable || isBusy} onPress={() => void test()}>
          {t("publish:test")}
        </Button>
        {id !== null && (
          <ConfirmButton
            isDrastic
            label={t("publish:remove")}
            sure={t("publish:removeSure")}
            refusal={null}
            isBusy={isBusy}
            onConfirm={() => void remove()}
          />
        )}
      </div>
      {/* A form of several fields sends itself on Enter only with a button of its own. */}
      <input type="submit" hidden />
    </form>
  );
};
