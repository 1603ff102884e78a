import type { SnapshotEntry } from "../../store/contract/snapshots.ts";
import { useActions } from "../actions/actions-context.ts";
import { formatNumber } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { AnswerNote } from "./answer-note.tsx";
import { useAnswer } from "./use-answer.ts";

const count = (n: number) => formatNumber(n, { digits: 0 });

interface SnapshotDiffProps {
  readonly snapshots: readonly SnapshotEntry[];
  readonly one: string;
  readonly other: string;
}

/** What the later of two snapshots holds that the earlier did not: rows, and facts that changed with examples. */
export const SnapshotDiff = ({ snapshots, one, other }: SnapshotDiffProps) => {
  const t = useShellText();
  const { app } = useActions();
  const find = (id: string) => snapshots.find((each) => each.id === id)!;
  const [from, to] = [find(one), find(other)].sort((a, b) => a.maxIngestSeq - b.maxIngestSeq) as [
    SnapshotEntry,
    SnapshotEntry,
  ];
  const answer = useAnswer(`${from.id} ${to.id}`, () =>
    app.call("snapshot/diff", { from: from.id, to: to.id }),
  );
  const diff = answer.value;
  if (!diff) return <AnswerNote answer={answer} />;
  const tables = diff.tables.filter(({ addedRows }) => addedRows > 0);
  return (
    <div className="browse-scroll" aria-busy={answer.isLoading}>
      <h4>{t("browse:diffTitle", { from: from.name, to: to.name })}</h4>
      {tables.length === 0 && <p>{t("browse:same")}</p>}
      <ul className="diff-batches">
        {diff.batches.map(({ batchId, fileName, rows }) => (
          <li key={batchId}>
            {fileName || batchId} <span className="dim">{t("browse:rowsOf", { n: count(rows) })}</span>
          </li>
        ))}
      </ul>
      {tables.map(({ table, addedRows, changedFacts, examples }) => (
        <table key={table} className="catalog-table browse-table diff-table" aria-label={table}>
          <thead>
            <tr>
              <th className="mono">{table}</th>
              <th className="right">
                {t("browse:addedRows")} {count(addedRows)}, {t("browse:changedFacts")} {count(changedFacts)}
              </th>
            </tr>
          </thead>
          <tbody>
            {examples.map(({ fact, before, after }) => (
              <tr key={`${fact} ${after}`}>
                <td className="browse-text">{fact}</td>
                <td className="right">{t("browse:wasIs", { before, after })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
};
