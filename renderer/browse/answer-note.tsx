import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";
import type { Answer } from "./use-answer.ts";

/** What stands where an answer is missing: that it is read, or why it cannot be, and the way on. */
export const AnswerNote = ({ answer }: { answer: Answer<unknown> }) => {
  const t = useShellText();
  if (answer.error) {
    return (
      <div className="panel-empty" role="alert">
        {t("browse:failed", { message: answer.error.message })}
        <Button onPress={answer.retry}>{t("browse:retry")}</Button>
      </div>
    );
  }
  return answer.value === null && answer.isLoading ? (
    <p className="panel-empty">{t("browse:loading")}</p>
  ) : null;
};
