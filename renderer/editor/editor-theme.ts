import type { editor } from "monaco-editor/editor";

export type EditorTheme = "light" | "dark" | "hc" | "hc-light";

const BASES: Readonly<Record<EditorTheme, editor.BuiltinTheme>> = {
  light: "vs",
  dark: "vs-dark",
  hc: "hc-black",
  "hc-light": "hc-light",
};

/** The name under which a theme is known to Monaco. */
export const themeName = (theme: EditorTheme): string => `asof-${theme}`;

/** The theme in force on the root element; light when none is set. */
export const themeOf = (name: string | undefined): EditorTheme =>
  name === "dark" || name === "hc" || name === "hc-light" ? name : "light";

/**
 * Monaco's theme from the tokens. `token` reads a custom property and gives a hex colour; Monaco understands no other
 * form, so a colour in any other form is left to the base theme.
 */
export const buildEditorTheme = (
  theme: EditorTheme,
  token: (name: string) => string,
): editor.IStandaloneThemeData => {
  const colours: [string, string][] = [
    ["editor.background", "--bg-code"],
    ["editor.foreground", "--text-1"],
    ["editorLineNumber.foreground", "--code-lineno"],
    ["editorLineNumber.activeForeground", "--text-2"],
    ["editor.lineHighlightBackground", "--code-line"],
    ["editor.lineHighlightBorder", "--code-line"],
    ["editorCursor.foreground", "--text-1"],
    ["editor.selectionBackground", "--bg-selected"],
    ["editor.inactiveSelectionBackground", "--bg-hover"],
    ["editor.wordHighlightBackground", "--bg-hover"],
    ["editor.wordHighlightStrongBackground", "--bg-pressed"],
    ["editor.findMatchBackground", "--warn-weak"],
    ["editor.findMatchHighlightBackground", "--warn-weak"],
    ["editorBracketMatch.background", "--bg-hover"],
    ["editorBracketMatch.border", "--line-strong"],
    ["editorBracketHighlight.foreground1", "--code-prop"],
    ["editorBracketHighlight.foreground2", "--code-prop"],
    ["editorBracketHighlight.foreground3", "--code-prop"],
    ["editorIndentGuide.background1", "--line"],
    ["editorError.foreground", "--error"],
    ["editorWarning.foreground", "--warn"],
    ["editorInfo.foreground", "--accent"],
    ["editorWidget.background", "--bg-raised"],
    ["editorWidget.foreground", "--text-1"],
    ["editorWidget.border", "--line-strong"],
    ["editorHoverWidget.background", "--bg-raised"],
    ["editorHoverWidget.border", "--line-strong"],
    ["editorSuggestWidget.background", "--bg-raised"],
    ["editorSuggestWidget.border", "--line-strong"],
    ["editorSuggestWidget.foreground", "--text-1"],
    ["editorSuggestWidget.selectedBackground", "--bg-selected"],
    ["editorSuggestWidget.selectedForeground", "--text-1"],
    ["editorSuggestWidget.highlightForeground", "--accent"],
    ["editorSuggestWidget.focusHighlightForeground", "--accent"],
    ["list.hoverBackground", "--bg-hover"],
    ["list.focusBackground", "--bg-selected"],
    ["input.background", "--bg-canvas"],
    ["input.foreground", "--text-1"],
    ["input.border", "--line-control"],
    ["focusBorder", "--focus-ring"],
    ["textLink.foreground", "--accent"],
    ["editorLink.activeForeground", "--accent"],
    ["menu.background", "--bg-raised"],
    ["menu.foreground", "--text-1"],
    ["menu.selectionBackground", "--bg-hover"],
    ["menu.selectionForeground", "--text-1"],
    ["scrollbarSlider.background", "--line-strong"],
    ["scrollbarSlider.hoverBackground", "--line-control"],
    ["scrollbarSlider.activeBackground", "--line-control"],
    ["editor.placeholder.foreground", "--text-3"],
  ];
  const rules: [string, string, string?][] = [
    ["", "--text-1"],
    ["keyword", "--code-keyword"],
    ["string", "--code-string"],
    ["regexp", "--code-string"],
    ["number", "--code-number"],
    ["comment", "--code-comment"],
    ["call", "--code-call", "bold"],
    ["key", "--code-prop"],
    ["type.identifier", "--code-call"],
    ["identifier", "--text-1"],
    ["delimiter", "--code-prop"],
    ["predefined.sql", "--code-call", "bold"],
    ["operator.sql", "--code-keyword"],
    ["variable.md", "--code-keyword"],
    ["strong.md", "--text-1", "bold"],
    ["string.link.md", "--code-string"],
  ];
  const hex = (name: string): string | null => {
    const value = token(name).trim();
    return /^#[0-9a-f]{6}$/i.test(value) ? value : null;
  };
  return {
    base: BASES[theme],
    inherit: true,
    colors: Object.fromEntries(
      colours.flatMap(([key, name]) => {
        const value = hex(name);
        return value === null ? [] : [[key, value]];
      }),
    ),
    rules: rules.flatMap(([scope, name, fontStyle]) => {
      const value = hex(name);
      return value === null
        ? []
        : [{ token: scope, foreground: value.slice(1), ...(fontStyle ? { fontStyle } : {}) }];
    }),
  };
};
