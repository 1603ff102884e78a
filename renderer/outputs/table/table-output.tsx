import { type JSX, useContext, useEffect, useState } from "react";
import type { TableDisplay } from "../../../kernel/contract/display.ts";
import { useText } from "../use-text.ts";
import { DataTable } from "./data-table.tsx";
import { TableAccessContext } from "./table-access.ts";
import type { TableSource } from "./table-source.ts";

const ROWS_SHOWN = 14;

/** A table from Arrow bytes, decoded when it is first shown; of a large one the rest is asked for as it is seen. */
export function TableOutput(props: {
  readonly table: TableDisplay;
  readonly rowsShown?: number;
}): JSX.Element {
  const { table, rowsShown = ROWS_SHOWN } = props;
  const { t } = useText();
  const access = useContext(TableAccessContext);
  const [source, setSource] = useState<TableSource | "broken" | null>(null);
  /** The table whose rows the kernel does not have any more. */
  const [lost, setLost] = useState<TableDisplay | null>(null);
  const isLost = lost === table;
  useEffect(() => {
    let isGone = false;
    import("./table-source.ts")
      .then(({ sourceHere, sourceInKernel }) =>
        table.keptAs && access && !isLost ? sourceInKernel(table, table.keptAs, access) : sourceHere(table),
      )
      .then(
        (made) => !isGone && setSource(made),
        () => !isGone && setSource("broken"),
      );
    return () => {
      isGone = true;
    };
  }, [table, access, isLost]);
  if (source === "broken") return <p className="output-note is-error">{t("table.broken")}</p>;
  if (source === null) return <p className="output-note">{t("table.decoding")}</p>;
  return (
    <DataTable title={table.title} source={source} rowsShown={rowsShown} onFault={() => setLost(table)} />
  );
}
