import type { CSSProperties, JSX } from "react";
import type { HeatMap } from "../../../kernel/contract/display.ts";
import { toCsv, toTsv } from "../../../kernel/tables/delimited-text.ts";
import { formatHeat, heatMapRow, heatTints } from "../../format/heat-map-format.ts";
import { ChartCaption } from "../chart/chart-caption.tsx";
import { ExportMenu } from "../chart/export-menu.tsx";
import { copyText, fileNameFor, saveFile } from "../save-file.ts";
import { useText } from "../use-text.ts";
import "./heat-map.css";
import { heatMapRows } from "./heat-map-rows.ts";

/** Numbers by two axes as a real table, tinted from the lowest to the highest. */
export function HeatMapOutput({ map }: { readonly map: HeatMap }): JSX.Element {
  const { t } = useText();
  const { title, x, y, unit } = map;
  const name = title || t("heatMap.label");
  const tints = heatTints(map.values);
  const isNamed = x.label !== "" && y.label !== "";
  const note = isNamed ? t("heatMap.note", { x: x.label, y: y.label }) : t("heatMap.plainNote");
  return (
    <div className="heat-map">
      <ChartCaption title={title} note={note}>
        <ExportMenu
          title={name}
          kinds={["csv", "tsv"]}
          onExport={(kind) =>
            kind === "tsv"
              ? copyText(toTsv(heatMapRows(map)))
              : saveFile(
                  fileNameFor(name, "csv"),
                  `\uFEFF${toCsv(heatMapRows(map))}`,
                  "text/csv;charset=utf-8",
                )
          }
        />
      </ChartCaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part of the page that scrolls must be reachable by key */}
      <section className="heat-map-scroll" tabIndex={0} aria-label={name}>
        <table className="heat-table" aria-label={name}>
          <thead>
            <tr>
              <th scope="col">{isNamed ? `${y.label} \\ ${x.label}` : y.label || x.label}</th>
              {x.values.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {y.values.map((label, row) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {Array.from(heatMapRow(map, row), (value, column) => (
                  <td
                    key={x.values[column]}
                    data-value={value}
                    style={{ "--tint": `${tints[row * x.values.length + column]}%` } as CSSProperties}
                  >
                    {formatHeat(value, unit)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
