import type { CSSProperties, JSX } from "react";
import type { TearSheet } from "../../../kernel/contract/display.ts";
import { toCsv, toTsv } from "../../../kernel/tables/delimited-text.ts";
import { formatMonth } from "../../format/date-format.ts";
import { ChartCaption } from "../chart/chart-caption.tsx";
import { ExportMenu } from "../chart/export-menu.tsx";
import { copyText, fileNameFor, saveFile } from "../save-file.ts";
import { useText } from "../use-text.ts";
import { HEAT_CLAMP, heatTint } from "./heat-scale.ts";
import { formatMonthReturn, monthlyRows } from "./monthly-rows.ts";

/** A year gathers about three times the spread of a month. */
const YEAR_CLAMP = HEAT_CLAMP * Math.sqrt(12);

/** Monthly returns as a real table: read aloud cell by cell, copied as text, tinted around zero. */
export function MonthlyHeat(props: {
  readonly title: string;
  readonly monthly: TearSheet["monthly"];
}): JSX.Element {
  const { title, monthly } = props;
  const { t, locale } = useText();
  const caption = t("caption.monthly");
  const name = `${title} ${caption}`;
  const months = Array.from({ length: 12 }, (_, index) => index);
  return (
    <section className="monthly-heat" aria-label={caption}>
      <ChartCaption title={caption} note={t("caption.monthlyUnit")}>
        <ExportMenu
          title={caption}
          kinds={["csv", "tsv"]}
          onExport={(kind) =>
            kind === "tsv"
              ? copyText(toTsv(monthlyRows(monthly)))
              : saveFile(
                  fileNameFor(name, "csv"),
                  `\uFEFF${toCsv(monthlyRows(monthly))}`,
                  "text/csv;charset=utf-8",
                )
          }
        />
      </ChartCaption>
      <table className="heat-table" aria-label={t("heat.label")}>
        <thead>
          <tr>
            <td />
            {months.map((month) => (
              <th key={month} scope="col">
                {formatMonth(month + 1, locale)}
              </th>
            ))}
            <th scope="col" className="heat-year">
              {t("caption.year")}
            </th>
          </tr>
        </thead>
        <tbody>
          {monthly.map(({ year, months: values, total }) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {months.map((month) => (
                <HeatCell key={month} value={values[month] ?? Number.NaN} clamp={HEAT_CLAMP} />
              ))}
              <HeatCell value={total} clamp={YEAR_CLAMP} className="heat-year" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HeatCell(props: {
  readonly value: number;
  readonly clamp: number;
  readonly className?: string;
}): JSX.Element {
  const { side, percent } = heatTint(props.value, props.clamp);
  return (
    <td
      className={[props.className, side === "none" ? "" : `is-${side}`].filter(Boolean).join(" ")}
      style={side === "none" ? undefined : ({ "--tint": `${percent}%` } as CSSProperties)}
    >
      {formatMonthReturn(props.value)}
    </td>
  );
}
