import { type JSX, memo, useEffect, useState } from "react";
import type { CellKind } from "../../kernel/contract/document.ts";
import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { languageOf } from "./language-models.ts";
import { loadMonaco } from "./load-monaco.ts";

interface StillCodeProps {
  readonly kind: CellKind;
  readonly source: string;
  readonly isNear: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly breakpoints: readonly number[];
  readonly stoppedLine: number | null;
}

/** The worst that is wrong with a line. */
const faultOf = (diagnostics: readonly Diagnostic[], line: number): Diagnostic["severity"] | undefined => {
  const found = diagnostics.filter((diagnostic) => diagnostic.line === line);
  return found.find(({ severity }) => severity === "error")?.severity ?? found[0]?.severity;
};

/** A cell's code in colour and with its marks but without an editor, in the place and height the editor will have. */
export const StillCode = memo((props: StillCodeProps): JSX.Element => {
  const { kind, source, isNear, diagnostics, breakpoints, stoppedLine } = props;
  const [coloured, setColoured] = useState<{ source: string; lines: string[] } | null>(null);
  useEffect(() => {
    if (!isNear) return;
    let isGone = false;
    void loadMonaco()
      .then(({ monaco }) => monaco.editor.colorize(source, languageOf(kind), { tabSize: 2 }))
      .then((html) => !isGone && setColoured({ source, lines: html.split("<br/>") }));
    return () => {
      isGone = true;
    };
  }, [kind, source, isNear]);
  const lines = source.split("\n");
  const html = coloured?.source === source ? coloured.lines : null;
  return (
    <div className="still-code" aria-hidden="true">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number.
        <div key={index} className={stoppedLine === index + 1 ? "still-line stopped-line" : "still-line"}>
          {breakpoints.includes(index + 1) && <i className="breakpoint-mark" />}
          <span className="still-number">{index + 1}</span>
          {html?.[index] === undefined ? (
            <span data-fault={faultOf(diagnostics, index + 1)}>{line}</span>
          ) : (
            <span
              data-fault={faultOf(diagnostics, index + 1)}
              // biome-ignore lint/security/noDangerouslySetInnerHtml: Monaco escapes the text it colours.
              dangerouslySetInnerHTML={{ __html: html[index] }}
            />
          )}
        </div>
      ))}
    </div>
  );
});
