import { type CommandScope, commandTable } from "../commands/command-table.ts";
import { readableChord } from "../commands/key-chord.ts";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { useShellText } from "../i18n/index.ts";
import { isMac } from "../shell/platform.ts";

const titles = {
  app: "shortcuts:everywhere",
  notebook: "shortcuts:inNotebook",
  cell: "shortcuts:onCell",
} as const;

/** Every key there is, out of the command table. */
export const Shortcuts = ({ onClose }: { onClose(): void }) => {
  const t = useShellText();
  const group = (scope: CommandScope) => (
    <section key={scope}>
      <h3>{t(titles[scope])}</h3>
      <dl className="shortcut-list">
        {commandTable
          .filter((command) => command.scope === scope && command.keys.length > 0)
          .map(({ id, keys }) => (
            <div key={id}>
              <dt>{t(`command:${id}`)}</dt>
              <dd>
                {keys.map((chord) => (
                  <kbd key={chord}>{readableChord(chord, isMac)}</kbd>
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
  return (
    <Dialog
      title={t("shortcuts:title")}
      className="shortcuts"
      footer={<Button onPress={onClose}>{t("settings:close")}</Button>}
      onClose={onClose}
    >
      <p className="dim">{t("shortcuts:note")}</p>
      <div className="shortcut-columns">
        <div>{(["app", "notebook"] as const).map(group)}</div>
        <div>{group("cell")}</div>
      </div>
    </Dialog>
  );
};
