import type { editor } from "monaco-editor/editor";
import {
  type JSX,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import type { CellKind } from "../../kernel/contract/document.ts";
import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { useBreakpoints } from "../debug/use-breakpoints.ts";
import { addCellCommands, type EditorCommand } from "./editor-commands.ts";
import { registerCell, registerEditor } from "./editor-focus.ts";
import { editorOptions, estimateHeight } from "./editor-options.ts";
import { createSeats, SEATS, type Seat } from "./editor-seats.ts";
import { showKernelMarkers } from "./kernel-markers.ts";
import { ensureModel, followTheme, setText } from "./language-models.ts";
import { loadMonaco, type MonacoModule, monacoIfLoaded } from "./load-monaco.ts";
import { type PressPlace, placeOf, pressAgain } from "./press-again.ts";
import { StillCode } from "./still-code.tsx";
import { useNearViewport } from "./use-near-viewport.ts";
import { whenQuiet } from "./when-quiet.ts";
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
/** How far from the visible part, in px, a cell is in colour and may become an editor. */
const EDITOR_MARGIN = 200;
/** How long the pointer rests on a cell before it becomes an editor, so that there is something to hover over. */
const REST_MS = 80;

const seats = createSeats(SEATS, whenQuiet);

let isFaceMeasured = false;

/** Widths measured before the face has loaded would put the cursor beside its letter; measured once, they hold. */
const measureFace = (monaco: MonacoModule["monaco"]): void => {
  if (isFaceMeasured) return;
  isFaceMeasured = true;
  void document.fonts?.ready.then(() => monaco.editor.remeasureFonts());
};

/** A cell's editor: still code until somebody wants to edit it, then Monaco at the same height. */
export function CellEditor(props: CellEditorProps): JSX.Element {
  const { cellId, kind, source, isActive, diagnostics, undoesCells, redoesCells } = props;
  const { t } = useTranslation("editor");
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const isNear = useNearViewport(box, EDITOR_MARGIN);
  const [isSeated, setSeated] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [height, setHeight] = useState(() => estimateHeight(source, DEFAULT_LINE_HEIGHT));
  const [current, setCurrent] = useState<MadeEditor | null>(null);
  const label = t(`label.${kind}`, { id: cellId });
  const placeholder = t(`empty.${kind}`);
  const purpose = [cellId, kind, label, placeholder].join("\n");
  // An editor that was wanted for a moment only is gone before the effects of this render, which must not touch it.
  const mounted = isSeated && current?.purpose === purpose ? current.editor : null;

  const [seat] = useState(
    (): Seat => ({
      isHeld: () => host.current?.contains(document.activeElement) ?? false,
      onTake: () => setSeated(true),
      onLeave: () => setSeated(false),
    }),
  );
  const take = useCallback(() => seats.take(seat), [seat]);
  useEffect(() => () => seats.leave(seat), [seat]);
  useEffect(() => registerCell(cellId, take), [cellId, take]);
  useEffect(() => {
    if (!isNear) return;
    seats.ask(seat);
    return () => {
      if (seat.isHeld()) return;
      seats.leave(seat);
      setSeated(false);
    };
  }, [isNear, seat]);
  // Whoever comes to a cell by key and stays finds its editor there.
  useEffect(() => (isActive ? whenQuiet(take) : undefined), [isActive, take]);

  useEffect(() => {
    if (!isSeated || !host.current) return;
    const element = host.current;
    let made: editor.IStandaloneCodeEditor | null = null;
    let isGone = false;
    const make = ({ monaco }: MonacoModule): void => {
      if (isGone) return;
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
        take();
        setFocused(true);
        latest.current.onFocus();
      });
      made.onDidBlurEditorWidget(() => setFocused(false));
      addCellCommands(made, (command) => latest.current.onCommand(command));
      measureFace(monaco);
      registerEditor(cellId, made);
      setCurrent({ editor: made, purpose });
    };
    const module = monacoIfLoaded();
    if (module) make(module);
    else void loadMonaco().then(make);
    return () => {
      isGone = true;
      registerEditor(cellId, null);
      made?.dispose();
      setCurrent(null);
      setFocused(false);
    };
  }, [isSeated, purpose, cellId, kind, label, placeholder, take]);

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

  // A press on still code becomes a press in the editor that takes its place.
  const pressed = useRef<PressPlace | null>(null);
  useEffect(() => {
    const place = pressed.current;
    pressed.current = null;
    if (!mounted || !place || !host.current) return;
    mounted.focus();
    pressAgain(host.current, place);
  }, [mounted]);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  /** Whether the press under way fell on still code. */
  const isStillPressed = useRef(false);
  const downAt = useRef<PressPlace | null>(null);
  const press = (event: PointerEvent): void => {
    // The press that is made again for the editor is not another one.
    if (!event.isTrusted) return;
    isStillPressed.current = !mounted;
    downAt.current = placeOf(event.nativeEvent);
    if (mounted || event.button !== 0) return;
    pressed.current = downAt.current;
    take();
  };
  /** An editor that has not drawn its lines yet passes a press over, and the cell would take the focus. */
  const pressUndrawn = (event: MouseEvent): void => {
    const isOfLines = (event.target as Element).classList.contains("lines-content");
    if (!mounted || !event.isTrusted || event.defaultPrevented || event.button !== 0 || !isOfLines) return;
    event.preventDefault();
    mounted.render(true);
    mounted.focus();
    if (downAt.current) pressAgain(host.current!, downAt.current);
  };
  const move = (event: PointerEvent): void => {
    clearTimeout(rest.current);
    // A page that scrolls under a pointer at rest moves it too, but by nothing.
    if (!mounted && (event.movementX !== 0 || event.movementY !== 0))
      rest.current = setTimeout(take, REST_MS);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the cell does what a press here does.
    <div
      ref={box}
      className={isFocused ? "cell-editor is-focused" : "cell-editor"}
      style={{ height }}
      data-editor-state={mounted ? "mounted" : "still"}
      onPointerDown={press}
      onPointerMove={move}
      onPointerLeave={() => clearTimeout(rest.current)}
      // The press is the editor's by now, which may be under it already: the cell must not take the focus from it.
      onMouseDown={(event) => {
        if (isStillPressed.current || !host.current?.contains(event.target as Node)) event.preventDefault();
        else pressUndrawn(event);
      }}
    >
      {!mounted && (
        <StillCode
          kind={kind}
          source={source}
          isNear={isNear}
          diagnostics={diagnostics}
          breakpoints={props.breakpoints}
          stoppedLine={props.stoppedLine}
        />
      )}
      <div ref={host} className="cell-editor-host" />
    </div>
  );
}
