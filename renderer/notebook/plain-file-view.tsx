import { useActions, useTab } from "../actions/actions-context.ts";
import { Banner } from "../components/banner.tsx";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";
import { Notices } from "../shell/notices.tsx";

/** More than this, a page would no longer scroll; copying gives all of it. */
const SHOWN_CHARACTERS = 1_000_000;

/** A file that is no notebook: why, and its text, read-only. */
export const PlainFileView = () => {
  const t = useShellText();
  const context = useActions();
  const name = useTab((tab) => tab.name);
  const plain = useTab((tab) => tab.plain);
  if (!plain) return null;
  const { text, message, line } = plain;
  return (
    <main className="plain-file" aria-label={t("file:text", { name })}>
      <Notices />
      <Banner
        tone="error"
        text={`${t("file:plainTitle", { name, line, message })} ${t("file:plainText")}`}
        actions={<Button onPress={() => void context.copyText(text)}>{t("file:copyAll")}</Button>}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key. */}
      <pre tabIndex={0} data-ready="plain-file">
        {text.slice(0, SHOWN_CHARACTERS)}
      </pre>
    </main>
  );
};
