import { type JSX, useEffect, useState } from "react";
import type { CellKind } from "../../kernel/contract/document.ts";
import { languageOf } from "./language-models.ts";
import { loadMonaco } from "./load-monaco.ts";

/** A cell's code in colour but without an editor, in the same place and height as the editor will have. */
export function StillCode(props: {
  readonly kind: CellKind;
  readonly source: string;
  readonly isNear: boolean;
}): JSX.Element {
  const { kind, source, isNear } = props;
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
        <div key={index} className="still-line">
          <span className="still-number">{index + 1}</span>
          {html?.[index] === undefined ? (
            <span>{line}</span>
          ) : (
            // biome-ignore lint/security/noDangerouslySetInnerHtml: Monaco escapes the text it colours.
            <span dangerouslySetInnerHTML={{ __html: html[index] }} />
          )}
        </div>
      ))}
    </div>
  );
}
