import type { JSX } from "react";
import type { Display } from "../../kernel/contract/display.ts";
import { ChartOutput } from "./chart/chart-output.tsx";
import { EchartsOutput } from "./chart/echarts-output.tsx";
import { ErrorOutput } from "./error-output.tsx";
import { HeatMapOutput } from "./heat-map/heat-map-output.tsx";
import { HtmlOutput } from "./html-output.tsx";
import { InputOutput } from "./input-output.tsx";
import { MarkdownOutput } from "./markdown-output.tsx";
import { TableOutput } from "./table/table-output.tsx";
import { TearSheetOutput } from "./tear-sheet/tear-sheet-output.tsx";
import { ValueTree } from "./value/value-tree.tsx";
import "./outputs.css";

export interface OutputViewProps {
  readonly cellId: string;
  readonly display: Display;
  /** The code or an input changed since: the output is kept, at 60 %. */
  readonly isStale: boolean;
  readonly onRevealError: (cellId: string, line: number, column: number) => void;
  /** A reader chose another value for an input; without it inputs only show. */
  readonly onInput?: (cellId: string, name: string, value: string) => void;
}

/** One thing that a cell shows. */
export function OutputView(props: OutputViewProps): JSX.Element {
  const { display, isStale } = props;
  return (
    <div
      className={isStale ? "output is-stale" : "output"}
      data-output-kind={display.kind}
      data-stale={isStale}
    >
      <OutputBody {...props} />
    </div>
  );
}

function OutputBody({ cellId, display, onRevealError, onInput }: OutputViewProps): JSX.Element {
  switch (display.kind) {
    case "text":
      return <pre className="output-text">{display.text}</pre>;
    case "markdown":
      return <MarkdownOutput text={display.text} />;
    case "html":
      return <HtmlOutput html={display.html} />;
    case "value":
      return <ValueTree value={display.value} keptAs={display.keptAs} />;
    case "input":
      return (
        <InputOutput
          input={display.input}
          onChoose={onInput && ((name, value) => onInput(cellId, name, value))}
        />
      );
    case "table":
      return <TableOutput table={display.table} />;
    case "chart":
      return <ChartOutput chart={display.chart} />;
    case "echarts":
      return <EchartsOutput chart={display.echarts} />;
    case "heat-map":
      return <HeatMapOutput map={display.heatMap} />;
    case "tear-sheet":
      return <TearSheetOutput sheet={display.tearSheet} />;
    case "error":
      return <ErrorOutput cellId={cellId} error={display.error} onRevealError={onRevealError} />;
  }
}
