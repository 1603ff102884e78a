import { useActions, useApp } from "../actions/actions-context.ts";
import { activateTab, closeTab } from "../actions/notebook-files.ts";
import { commandById } from "../commands/command-table.ts";
import { readableChord } from "../commands/key-chord.ts";
import { IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";
import { WELCOME } from "../state/app-state.ts";
import { isDirty } from "../state/document/document-state.ts";
import { isMac } from "./platform.ts";
import { WordMark } from "./word-mark.tsx";

const DocumentTabs = () => {
  const t = useShellText();
  const context = useActions();
  // What the tabs show and nothing else of them: what runs in a notebook would draw the bar again.
  const ids = useApp((state) => state.tabs.map(({ id }) => id));
  const names = useApp((state) => state.tabs.map(({ name }) => name));
  const unsaved = useApp((state) => state.tabs.map((tab) => isDirty(tab.document)));
  const activeTabId = useApp((state) => state.activeTabId);
  const current = (id: string) => (id === activeTabId ? ("page" as const) : undefined);
  return (
    <nav className="document-tabs" aria-label={t("tabs:label")}>
      <ul>
        {(ids.length === 0 || activeTabId === WELCOME) && (
          <li data-active={activeTabId === WELCOME || undefined}>
            <button
              type="button"
              aria-current={current(WELCOME)}
              onClick={() => activateTab(context, WELCOME)}
            >
              {t("app:welcomeTab")}
            </button>
          </li>
        )}
        {ids.map((id, index) => (
          <li key={id} data-active={id === activeTabId || undefined}>
            <button type="button" aria-current={current(id)} onClick={() => activateTab(context, id)}>
              {names[index]}
              {unsaved[index] && (
                <span
                  className="unsaved-dot"
                  role="img"
                  aria-label={t("tabs:unsaved")}
                  title={t("tabs:unsaved")}
                />
              )}
            </button>
            <IconButton
              icon="close"
              className="tab-close"
              label={t("tabs:close", { name: names[index]! })}
              onPress={() => closeTab(context, id)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
};

const WindowControls = () => {
  const t = useShellText();
  const { app, closePage } = useActions();
  const isMaximized = useApp((state) => state.isMaximized);
  const send = (command: "minimize" | "toggle-maximize") => void app.call("window/command", { command });
  return (
    <div className="window-controls">
      <IconButton icon="minimise" label={t("window:minimise")} onPress={() => send("minimize")} />
      <IconButton
        icon={isMaximized ? "restore" : "maximise"}
        label={t(isMaximized ? "window:restore" : "window:maximise")}
        onPress={() => send("toggle-maximize")}
      />
      <IconButton icon="close" className="window-close" label={t("window:close")} onPress={closePage} />
    </div>
  );
};

export const TitleBar = () => {
  const t = useShellText();
  const context = useActions();
  const paletteKeys = readableChord(commandById.get("palette.open")!.keys[0]!, isMac);
  return (
    <header className="title-bar" data-mac={isMac || undefined}>
      <button
        type="button"
        className="word-mark-button"
        aria-label={`Asof: ${t("command:tab.start")}`}
        onClick={() => activateTab(context, WELCOME)}
      >
        <WordMark />
      </button>
      <DocumentTabs />
      <button
        type="button"
        className="command-field"
        onClick={() => context.store.setState({ overlay: { kind: "palette" } })}
      >
        <Icon name="search" />
        <span>{t("search:placeholder")}</span>
        <kbd>{paletteKeys}</kbd>
      </button>
      {!isMac && <WindowControls />}
    </header>
  );
};
