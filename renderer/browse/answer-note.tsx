import type { WireError } from "../../wire/contract.ts";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";
import type { Answer } from "./use-answer.ts";

interface AnswerNoteProps {
  readonly answer: Answer<unknown>;
  /** An error in the reader's words; its message when left out. */
  say?(error: WireError): string;
}

/** What stands where an answer is missing: that it is read, or why it cannot be, and the way on. */
export const AnswerNote = ({ answer, say = ({ message }) => message }: AnswerNoteProps) => {
  const t = useShellText();
  if (answer.error) {
    return (
      <div className="panel-empty" role="alert">
        {t("browse:failed", { message: say(answer.error) })}
        <Button onPress={answer.retry}>{t("browse:retry")}</Button>
      </div>
    );
  }
  return answer.value === null && answer.isLoading ? (
    <p className="panel-empty">{t("browse:loading")}</p>
  ) : null;
};
