import type { editor } from "monaco-editor/editor";
import type { CellKind } from "../../kernel/contract/document.ts";

/** Space above the first and below the last line, in px. */
export const CODE_PADDING = 8;

/** Height of a cell's code before it is measured. */
export const estimateHeight = (source: string, lineHeight: number): number =>
  source.split("\n").length * lineHeight + 2 * CODE_PADDING;

/**
 * What every cell's editor is set to. Monaco takes what a person could configure as set for all editors and models,
 * and goes through all of them when it differs: those options are the same for every kind, and no objects, which never are.
 * The height is the content's; the wheel belongs to the page.
 */
export const editorOptions = (
  kind: CellKind,
  face: { readonly family: string; readonly lineHeight: number },
  words: { readonly label: string; readonly placeholder: string },
): editor.IStandaloneEditorConstructionOptions => ({
  ariaLabel: words.label,
  placeholder: words.placeholder,
  fontFamily: face.family,
  fontSize: 12.5,
  lineHeight: face.lineHeight,
  // Given as features it would make the editor ask the page's layout for every column; the style sheet slashes the zero.
  fontLigatures: false,
  padding: { top: CODE_PADDING, bottom: CODE_PADDING },
  lineNumbers: "on",
  renderFinalNewline: "on",
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 10,
  glyphMargin: false,
  folding: false,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  scrollBeyondLastColumn: 2,
  scrollbar: {
    alwaysConsumeMouseWheel: false,
    vertical: "hidden",
    verticalScrollbarSize: 0,
    horizontalScrollbarSize: 8,
    useShadows: false,
  },
  automaticLayout: true,
  disableLayerHinting: true,
  fixedOverflowWidgets: true,
  wordWrap: "off",
  wordWrapOverride1: kind === "markdown" ? "on" : "inherit",
  wrappingIndent: "same",
  renderLineHighlight: "all",
  renderLineHighlightOnlyWhenFocus: true,
  occurrencesHighlight: "singleFile",
  bracketPairColorization: { enabled: false },
  matchBrackets: "near",
  guides: { indentation: false },
  stickyScroll: { enabled: false },
  quickSuggestions: true,
  wordBasedSuggestions: "off",
  suggest: { showWords: false, preview: false },
  unicodeHighlight: { allowedLocales: { ko: true, _os: true }, ambiguousCharacters: true },
  links: false,
  contextmenu: true,
  dragAndDrop: false,
  roundedSelection: false,
  cursorSmoothCaretAnimation: "off",
  smoothScrolling: false,
  tabSize: 2,
  accessibilitySupport: "auto",
});
