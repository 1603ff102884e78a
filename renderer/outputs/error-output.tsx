import type { JSX } from "react";
import type { CellError, Excerpt } from "../../kernel/contract/display.ts";
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
      {error.excerpt && (
        <CodeFrame
          excerpt={error.excerpt}
          onReveal={line === null ? null : () => onRevealError(cellId, line, column ?? 1)}
        />
      )}
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

/** The faulty line between its neighbours, with a mark under the place; a press leads there. */
function CodeFrame(props: {
  readonly excerpt: Excerpt;
  readonly onReveal: (() => void) | null;
}): JSX.Element {
  const { excerpt, onReveal } = props;
  const { t } = useText();
  const { lines, firstLine, line, column, notebook } = excerpt;
  const label = notebook === null ? t("error.at", { line }) : t("error.inFile", { notebook, line });
  const code = (
    <code className="code-frame-text">
      {lines.map((text, index) => {
        const number = firstLine + index;
        const isFaulty = number === line;
        return (
          <span key={number} className={isFaulty ? "code-frame-line is-faulty" : "code-frame-line"}>
            <span className="code-frame-number">{number}</span>
            {text}
            {isFaulty && column !== null && (
              <span className="code-frame-mark" aria-hidden="true">
                <span className="code-frame-number" />
                {/* The text before it, unseen: a tab or a Hangul letter is not as wide as a space. */}
                <span className="code-frame-indent">{text.slice(0, column - 1)}</span>^
              </span>
            )}
          </span>
        );
      })}
    </code>
  );
  return (
    <figure className="code-frame">
      {notebook !== null && <figcaption>{label}</figcaption>}
      {onReveal ? (
        <button type="button" aria-label={label} onClick={onReveal}>
          {code}
        </button>
      ) : (
        code
      )}
    </figure>
  );
}
