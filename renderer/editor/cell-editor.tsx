import type { editor } from "monaco-editor/editor";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CellKind } from "../../kernel/contract/document.ts";
import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { useBreakpoints } from "../debug/use-breakpoints.ts";
import { addCellCommands, type EditorCommand } from "./editor-commands.ts";
import { registerCell, registerEditor } from "./editor-focus.ts";
import { editorOptions, estimateHeight } from "./editor-options.ts";
import { showKernelMarkers } from "./kernel-markers.ts";
import { ensureModel, followTheme, setText } from "./language-models.ts";
import { loadMonaco, type MonacoModule } from "./load-monaco.ts";
import { mountInTurn } from "./mount-in-turn.ts";
import { StillCode } from "./still-code.tsx";
import { useNearViewport } from "./use-near-viewport.ts";
import "./editor.css";

export interface CellEditorProps {
  readonly cellId: string;
  readonly kind: CellKind;
  readonly source: string;
  readonly isActive: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Lines, from 1, at which the cell stands still, and the one at which it does now. */
  readonly breakpoints: readonly number[];
  readonly stoppedLine: number | null;
  readonly onBreakpoints: (lines: readonly number[]) => void;
  /** Whether undo and redo mean the last change of several cells, and not this cell's own. */
  readonly undoesCells: boolean;
  readonly redoesCells: boolean;
  readonly onChange: (source: string) => void;
  readonly onFocus: () => void;
  readonly onCommand: (command: EditorCommand) => void;
}

interface MadeEditor {
  readonly editor: editor.IStandaloneCodeEditor;
  /** What it was made for; for anything else it is made anew. */
  readonly purpose: string;
}

const DEFAULT_LINE_HEIGHT = 19;
/** How far from the visible part, in px, a cell becomes an editor. */
const EDITOR_MARGIN = 200;

let isFaceMeasured = false;

/** Widths measured before the face has loaded would put the cursor beside its letter; measured once, they hold. */
const measureFace = (monaco: MonacoModule["monaco"]): void => {
  if (isFaceMeasured) return;
  isFaceMeasured = true;
  void document.fonts?.ready.then(() => monaco.editor.remeasureFonts());
};

/** A cell's editor: still code until it comes near the viewport or is asked for, then Monaco at the same height. */
export function CellEditor(props: CellEditorProps): JSX.Element {
  const { cellId, kind, source, isActive, diagnostics, undoesCells, redoesCells } = props;
  const { t } = useTranslation("editor");
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const isNear = useNearViewport(box, EDITOR_MARGIN);
  const [isAsked, setAsked] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [height, setHeight] = useState(() => estimateHeight(source, DEFAULT_LINE_HEIGHT));
  const [current, setCurrent] = useState<MadeEditor | null>(null);
  const isWanted = isNear || isAsked || isFocused || isActive;
  const label = t(`label.${kind}`, { id: cellId });
  const placeholder = t(`empty.${kind}`);
  const purpose = [cellId, kind, label, placeholder].join("\n");
  // An editor that was wanted for a moment only is gone before the effects of this render, which must not touch it.
  const mounted = isWanted && current?.purpose === purpose ? current.editor : null;

  useEffect(() => registerCell(cellId, () => setAsked(true)), [cellId]);

  useEffect(() => {
    if (!isWanted || !host.current) return;
    const element = host.current;
    let made: editor.IStandaloneCodeEditor | null = null;
    const make = ({ monaco }: MonacoModule): void => {
      followTheme();
      const style = getComputedStyle(element);
      const lineHeight = Number.parseFloat(style.getPropertyValue("--lh-code")) || DEFAULT_LINE_HEIGHT;
      const face = { family: style.getPropertyValue("--font-code").trim(), lineHeight };
      const model = ensureModel({ id: cellId, kind, source: latest.current.source });
      setText(model, latest.current.source);
      made = monaco.editor.create(element, { ...editorOptions(kind, face, { label, placeholder }), model });
      const follow = (): void => setHeight(made!.getContentHeight());
      made.onDidContentSizeChange(follow);
      follow();
      made.onDidChangeModelContent(() => {
        const text = model.getValue();
        if (text !== latest.current.source) latest.current.onChange(text);
      });
      made.onDidFocusEditorWidget(() => {
        setFocused(true);
        latest.current.onFocus();
      });
      made.onDidBlurEditorWidget(() => {
        setFocused(false);
        setAsked(false);
      });
      addCellCommands(made, (command) => latest.current.onCommand(command));
      measureFace(monaco);
      registerEditor(cellId, made);
      setCurrent({ editor: made, purpose });
    };
    let cancel = (): void => {
      isGone = true;
    };
    let isGone = false;
    void loadMonaco().then((module) => {
      if (!isGone) cancel = mountInTurn(() => make(module), latest.current.isActive);
    });
    return () => {
      cancel();
      registerEditor(cellId, null);
      made?.dispose();
      setCurrent(null);
    };
  }, [isWanted, purpose, cellId, kind, label, placeholder]);

  useEffect(() => {
    const model = mounted?.getModel();
    if (model) setText(model, source);
    if (!mounted) setHeight(estimateHeight(source, DEFAULT_LINE_HEIGHT));
  }, [mounted, source]);

  useEffect(() => {
    const model = mounted?.getModel();
    if (model) showKernelMarkers(model, diagnostics);
  }, [mounted, diagnostics]);

  useBreakpoints(kind === "code" ? mounted : null, props);
  useEffect(() => {
    mounted?.createContextKey("asofUndoesCells", undoesCells);
    mounted?.createContextKey("asofRedoesCells", redoesCells);
  }, [mounted, undoesCells, redoesCells]);

  return (
    <div
      ref={box}
      className={isFocused ? "cell-editor is-focused" : "cell-editor"}
      style={{ height }}
      data-editor-state={mounted ? "mounted" : "still"}
    >
      {!mounted && <StillCode kind={kind} source={source} isNear={isNear} />}
      <div ref={host} className="cell-editor-host" />
    </div>
  );
}
