import { useEffect, useMemo, useState } from "react";
import type { CellChange, VersionEvidence } from "../../../main/contract/publish-evidence.ts";
import { languageOf } from "../../editor/language-models.ts";
import { loadMonaco } from "../../editor/load-monaco.ts";
import { useShellText } from "../../i18n/index.ts";
import { type DiffLine, diffLines, foldSame } from "../diff-lines.ts";

/** Lines of a source in the editor's colours, once they are there; HTML that Monaco has escaped. */
const useColours = (source: string): readonly string[] | null => {
  const [coloured, setColoured] = useState<{ source: string; lines: string[] } | null>(null);
  useEffect(() => {
    let isGone = false;
    void loadMonaco()
      .then(({ monaco }) => monaco.editor.colorize(source, languageOf("code"), { tabSize: 2 }))
      .then((html) => !isGone && setColoured({ source, lines: html.split("<br/>") }));
    return () => {
      isGone = true;
    };
  }, [source]);
  return coloured?.source === source ? coloured.lines : null;
};

const marks = { same: " ", removed: "−", added: "+" } as const;

const Line = ({ line, html }: { line: DiffLine; html: string | undefined }) => {
  const t = useShellText();
  return (
    <div className="diff-line" data-kind={line.kind}>
      <span className="diff-number">{line.number}</span>
      <span
        className="diff-mark"
        {...(line.kind === "same"
          ? { "aria-hidden": true }
          : {
              role: "img",
              "aria-label": t(line.kind === "added" ? "publish:lineAdded" : "publish:lineRemoved"),
            })}
      >
        {marks[line.kind]}
      </span>
      {html === undefined ? (
        <span className="diff-text">{line.text}</span>
      ) : (
        <span
          className="diff-text"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: Monaco escapes the text it colours.
          dangerouslySetInnerHTML={{ __html: html }}
        />
      )}
    </div>
  );
};

const CellDiff = ({ cell, hasLive }: { cell: CellChange; hasLive: boolean }) => {
  const t = useShellText();
  const now = cell.source ?? "";
  const before = cell.liveSource ?? "";
  const [coloursNow, coloursBefore] = [useColours(now), useColours(before)];
  const lines = useMemo(() => {
    if (cell.source === null) return diffLines(before, "").filter(({ kind }) => kind === "removed");
    if (cell.liveSource === null) return diffLines("", now).filter(({ kind }) => kind !== "removed");
    return foldSame(diffLines(before, now));
  }, [cell, before, now]);
  const change =
    cell.source === null
      ? "publish:cellRemoved"
      : cell.liveSource === null
        ? "publish:cellAdded"
        : "publish:cellChanged";
  const name = [cell.notebook, t("publish:cellOf", { id: cell.cellId })].filter(Boolean).join(", ");
  return (
    <div className="diff-cell">
      <h4>
        {name}
        {hasLive && <span className="dim"> {t(change)}</span>}
      </h4>
      <section
        className="diff-lines"
        aria-label={name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
        tabIndex={0}
      >
        {lines.map((line, index) =>
          line.kind === "gap" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one difference never change their order.
            <div key={index} className="diff-gap">
              {t("publish:gap", { n: line.lines })}
            </div>
          ) : (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one difference never change their order.
              key={index}
              line={hasLive ? line : { ...line, kind: "same" }}
              html={(line.kind === "removed" ? coloursBefore : coloursNow)?.[line.number - 1]}
            />
          ),
        )}
      </section>
    </div>
  );
};

/** The cells that an approval would change, against those of the live version; without one, all of them. */
export const CodeChanges = ({ evidence: { cells, live } }: { evidence: VersionEvidence }) => {
  const t = useShellText();
  const hasLive = live !== null;
  const changed = cells.filter(({ source, liveSource }) => source !== liveSource);
  const same = cells.length - changed.length;
  if (changed.length === 0) return <p>{t("publish:sameCode")}</p>;
  return (
    <>
      {changed.map((cell) => (
        <CellDiff key={`${cell.notebook} ${cell.cellId}`} cell={cell} hasLive={hasLive} />
      ))}
      {same > 0 && <p className="dim">{t("publish:unchangedCells", { n: same })}</p>}
    </>
  );
};
