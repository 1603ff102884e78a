import { type KeyboardEvent, useMemo, useState } from "react";
import { useActions, useApp } from "../actions/actions-context.ts";
import { commandTable } from "../commands/command-table.ts";
import { fuzzyFilter } from "../commands/fuzzy-match.ts";
import { readableChord } from "../commands/key-chord.ts";
import { Dialog } from "../components/dialog.tsx";
import { useShellText } from "../i18n/index.ts";
import { isMac } from "../shell/platform.ts";
import { activeTab } from "../state/app-state.ts";

/** Every command that makes sense now, found by a few of its letters. */
export const Palette = ({ onClose }: { onClose(): void }) => {
  const t = useShellText();
  const context = useActions();
  const hasNotebook = useApp((state) => activeTab(state) !== null);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const found = useMemo(() => {
    const open = commandTable.filter(
      ({ id, scope }) => id !== "palette.open" && (scope === "app" || hasNotebook),
    );
    return fuzzyFilter(open, query, ({ id }) => t(`command:${id}`));
  }, [query, hasNotebook, t]);
  const index = Math.min(chosen, found.length - 1);
  const runAt = (at: number) => {
    const command = found[at];
    onClose();
    // After the dialog gave the focus back, so that the command may move it.
    if (command) setTimeout(() => command.run(context));
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && found.length > 0) setChosen((index + step + found.length) % found.length);
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) runAt(index);
    else return;
    event.preventDefault();
    document
      .getElementById(`palette-${(index + step + found.length) % found.length}`)
      ?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog title={t("command:palette.open")} isTitleHidden className="palette" onClose={onClose}>
      <input
        className="palette-input"
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${index}` : undefined}
        aria-label={t("search:placeholder")}
        placeholder={t("search:placeholder")}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={press}
      />
      <div id="palette-list" className="palette-list" role="listbox" aria-label={t("command:palette.open")}>
        {found.map(({ id, keys }, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the combobox has the keys.
          <div
            key={id}
            id={`palette-${at}`}
            role="option"
            aria-selected={at === index}
            className="palette-item"
            onPointerMove={() => setChosen(at)}
            onClick={() => runAt(at)}
          >
            <span>{t(`command:${id}`)}</span>
            {keys[0] && <kbd>{readableChord(keys[0], isMac)}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="palette-none">{t("search:noMatch")}</p>}
    </Dialog>
  );
};
