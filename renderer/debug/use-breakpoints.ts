import type { editor } from "monaco-editor/editor";
import { useEffect, useRef } from "react";
import { BREAKPOINT_ACTION } from "../editor/editor-commands.ts";
import { monacoIfLoaded } from "../editor/load-monaco.ts";
import { useShellText } from "../i18n/index.ts";
import "./debug.css";

interface Breakpoints {
  readonly breakpoints: readonly number[];
  readonly stoppedLine: number | null;
  readonly onBreakpoints: (lines: readonly number[]) => void;
}

const sorted = (lines: Iterable<number>): number[] => [...new Set(lines)].sort((a, b) => a - b);

/** Breakpoints of an editor: a click beside a line, or F9 on it, sets and removes one; they move with the text. */
export const useBreakpoints = (
  mounted: editor.IStandaloneCodeEditor | null,
  { breakpoints, stoppedLine, onBreakpoints }: Breakpoints,
): void => {
  const t = useShellText();
  const label = t("debug:breakpoint");
  const tooltip = t("debug:onlyHere");
  const latest = useRef({ breakpoints, onBreakpoints });
  latest.current = { breakpoints, onBreakpoints };

  useEffect(() => {
    if (!mounted) return;
    const { monaco } = monacoIfLoaded()!;
    const toggle = (line: number): void => {
      const lines = latest.current.breakpoints;
      latest.current.onBreakpoints(
        lines.includes(line) ? lines.filter((each) => each !== line) : sorted([...lines, line]),
      );
    };
    const { MouseTargetType } = monaco.editor;
    const beside = new Set([
      MouseTargetType.GUTTER_LINE_NUMBERS,
      MouseTargetType.GUTTER_LINE_DECORATIONS,
      MouseTargetType.GUTTER_GLYPH_MARGIN,
    ]);
    const clicks = mounted.onMouseDown(({ target }) => {
      if (beside.has(target.type) && target.position) toggle(target.position.lineNumber);
    });
    const key = mounted.addAction({
      id: BREAKPOINT_ACTION,
      label,
      run: ({ getPosition }) => {
        const line = getPosition.call(mounted)?.lineNumber;
        if (line !== undefined) toggle(line);
      },
    });
    return () => {
      clicks.dispose();
      key.dispose();
    };
  }, [mounted, label]);

  useEffect(() => {
    if (!mounted) return;
    const range = (line: number) => ({
      startLineNumber: line,
      startColumn: 1,
      endLineNumber: line,
      endColumn: 1,
    });
    const marks = mounted.createDecorationsCollection(
      breakpoints.map((line) => ({
        range: range(line),
        options: {
          linesDecorationsClassName: "breakpoint-mark",
          linesDecorationsTooltip: tooltip,
          stickiness: 1,
        },
      })),
    );
    const changes = mounted.onDidChangeModelContent(() => {
      const moved = sorted(marks.getRanges().map(({ startLineNumber }) => startLineNumber));
      if (String(moved) !== String(latest.current.breakpoints)) latest.current.onBreakpoints(moved);
    });
    return () => {
      changes.dispose();
      marks.clear();
    };
  }, [mounted, breakpoints, tooltip]);

  useEffect(() => {
    if (!mounted || stoppedLine === null) return;
    const at = {
      startLineNumber: stoppedLine,
      startColumn: 1,
      endLineNumber: stoppedLine,
      endColumn: 1,
    };
    const marks = mounted.createDecorationsCollection([
      { range: at, options: { isWholeLine: true, className: "stopped-line" } },
    ]);
    return () => marks.clear();
  }, [mounted, stoppedLine]);
};
