import type { CSSProperties, JSX, ReactNode } from "react";

/** A series in a caption, in its own colour, with its value under the crosshair or its last one. */
export interface CaptionSeries {
  readonly name: string;
  readonly colour: string;
  readonly value: string;
}

/** The line above a chart: its name, the date under the crosshair, its series, and what one can do. */
export function ChartCaption(props: {
  readonly title: string;
  readonly note?: string;
  readonly series?: readonly CaptionSeries[];
  readonly children?: ReactNode;
}): JSX.Element {
  const { title, note, series = [], children } = props;
  return (
    <div className="chart-caption">
      <h4 className="chart-title">{title}</h4>
      {note !== undefined && note !== "" && <span className="chart-note">{note}</span>}
      {series.map(({ name, colour, value }) => (
        <span key={name} className="chart-series" style={{ "--series": colour } as CSSProperties}>
          {name} {value}
        </span>
      ))}
      <span className="chart-actions">{children}</span>
    </div>
  );
}
