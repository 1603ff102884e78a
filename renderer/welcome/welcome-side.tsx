import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useActions, useApp } from "../actions/actions-context.ts";
import { openNotebook } from "../actions/notebook-files.ts";
import { changeSettings } from "../actions/start-app.ts";
import { type CommandId, commandById, runCommand } from "../commands/command-table.ts";
import { readableChord } from "../commands/key-chord.ts";
import { Icon, type IconName } from "../components/icon.tsx";
import { formatSessionDate } from "../format/date-format.ts";
import { formatNumber } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { isMac } from "../shell/platform.ts";
import { useLocale } from "../shell/use-locale.ts";
import { WordMark } from "../shell/word-mark.tsx";

const StartItem = ({ id, icon }: { id: CommandId; icon: IconName }) => {
  const t = useShellText();
  const context = useActions();
  const chord = commandById.get(id)?.keys[0];
  return (
    <li>
      <button type="button" onClick={() => runCommand(context, id)}>
        <Icon name={icon} />
        <span>{t(`command:${id}`)}</span>
        {chord && <kbd>{readableChord(chord, isMac)}</kbd>}
      </button>
    </li>
  );
};

const Recent = () => {
  const t = useShellText();
  const locale = useLocale();
  const context = useActions();
  const recent = useApp((state) => state.info?.recent ?? []);
  if (recent.length === 0) return <p className="dim">{t("welcome:noRecent")}</p>;
  return (
    <ul className="recent">
      {recent.slice(0, 8).map(({ path, name, openedAt }) => (
        <li key={path}>
          <button type="button" title={path} onClick={() => void openNotebook(context, { path })}>
            <span>{name}</span>
            <span className="dim">{formatSessionDate(Math.floor(openedAt / 86_400_000), locale)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};

const DataLine = () => {
  const t = useShellText();
  const catalog = useApp((state) => state.catalog);
  const store = useApp((state) => state.store.state);
  const isFailed = store === "failed";
  const stateKey = catalog ? "welcome:ready" : isFailed ? "welcome:unavailable" : "welcome:starting";
  const year = catalog?.markets.map(({ firstSession }) => firstSession.slice(0, 4)).sort()[0] ?? "";
  return (
    <div className="data-line">
      <p>
        <span>{catalog ? t("welcome:snapshot", { name: catalog.snapshot.name }) : t("welcome:data")}</span>
        <span className={catalog ? "data-ready" : isFailed ? "data-failed" : "dim"}>
          {catalog && <Icon name="check" />} {t(stateKey)}
        </span>
      </p>
      {catalog && (
        <p className="dim">
          {t("welcome:dataLine", {
            markets: catalog.markets.length,
            instruments: formatNumber(catalog.instruments.length, { digits: 0 }),
            year,
          })}
          {catalog.snapshot.isSynthetic && `, ${t("welcome:synthetic")}`}
        </p>
      )}
    </div>
  );
};

const GainChoice = () => {
  const t = useShellText();
  const context = useActions();
  const gain = useApp((state) => state.settings.gain);
  const choices = ["kr", "intl", "cvd"] as const;
  return (
    <RadioGroup
      className="gain-choice"
      aria-label={t("welcome:gain")}
      value={gain}
      onChange={(value) => void changeSettings(context, { gain: value as typeof gain })}
    >
      {choices.map((choice) => (
        <Radio key={choice} value={choice} className="gain-option" data-choice={choice}>
          <i className="gain-up">{t("gain:up")}</i> <i className="gain-down">{t("gain:down")}</i>{" "}
          <span>{t(`gain:${choice}`)}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
};

export const WelcomeSide = () => {
  const t = useShellText();
  return (
    <aside className="welcome-side" aria-label={t("welcome:start")}>
      <p className="welcome-mark">
        <WordMark />
      </p>
      <p className="welcome-tagline">{t("app:tagline")}</p>
      <ul className="start-list">
        <StartItem id="notebook.new" icon="plus" />
        <StartItem id="notebook.open" icon="folder" />
        <StartItem id="data.import" icon="import" />
        <StartItem id="publish.inbox" icon="check" />
        <StartItem id="reference.open" icon="info" />
        <StartItem id="shortcuts.open" icon="keyboard" />
        <StartItem id="settings.open" icon="settings" />
      </ul>
      <h2>{t("welcome:recent")}</h2>
      <Recent />
      <h2>{t("welcome:data")}</h2>
      <DataLine />
      <h2>{t("welcome:gain")}</h2>
      <GainChoice />
    </aside>
  );
};
