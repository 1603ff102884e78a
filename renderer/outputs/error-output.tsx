import type { JSX } from "react";
import type { CellError } from "../../kernel/contract/display.ts";
import { useText } from "./use-text.ts";

/** A failure: what happened, what to do next, and where, as links to the lines. */
export function ErrorOutput(props: {
  readonly cellId: string;
  readonly error: CellError;
  readonly onRevealError: (cellId: string, line: number, column: number) => void;
}): JSX.Element {
  const { cellId, error, onRevealError } = props;
  const { t } = useText();
  const { line, column, frames } = error;
  const frameText = (frame: CellError["frames"][number]): string => {
    const name = frame.name || t("error.top");
    return frame.cellId === cellId
      ? t("error.frameHere", { name, line: frame.line })
      : t("error.frame", { name, cell: frame.cellId, line: frame.line });
  };
  return (
    <div className="output-error" data-error-code={error.code}>
      <p className="output-error-message">
        <strong>{error.name}</strong> {error.message}{" "}
        {line !== null && (
          <button
            type="button"
            className="output-link"
            onClick={() => onRevealError(cellId, line, column ?? 1)}
          >
            {t("error.at", { line })}
          </button>
        )}
      </p>
      {error.hint !== "" && <p className="output-error-hint">{error.hint}</p>}
      {frames.length > 0 && (
        <ul className="output-error-frames" aria-label={t("error.frames")}>
          {frames.map((frame, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stack has one order and may repeat a frame.
            <li key={index}>
              <button
                type="button"
                className="output-link"
                onClick={() => onRevealError(frame.cellId, frame.line, frame.column)}
              >
                {frameText(frame)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
