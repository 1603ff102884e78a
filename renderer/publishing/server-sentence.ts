import { serverText } from "../i18n/en/server.ts";
import type { ShellKey, Translate } from "../i18n/index.ts";

/** What went wrong, by a code of the server or of its client, and in the words of whoever said it. */
export interface Told {
  readonly code: string;
  readonly message: string;
}

/**
 * A failure in the reader's language, with what was said of it behind: a server writes English, and its sentence holds
 * names and numbers that no translation has. Of a code that is not known there is only the message.
 */
export const serverSentence = (t: Translate, { code, message }: Told): string => {
  if (!Object.hasOwn(serverText.problem, code)) return message;
  const sentence = t(`server:problem:${code}` as ShellKey);
  return message === "" ? sentence : t("server:withDetail", { sentence, detail: message });
};
