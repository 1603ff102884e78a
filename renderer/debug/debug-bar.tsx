import { useActions, useTab } from "../actions/actions-context.ts";
import { type CommandId, commandById, runCommand } from "../commands/command-table.ts";
import { readableChord } from "../commands/key-chord.ts";
import { Button } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";
import { isMac } from "../shell/platform.ts";
import "./debug.css";

const steps: readonly CommandId[] = ["debug.resume", "debug.over", "debug.into", "debug.out"];

/** Under the code of a cell that stands still: how to go on, how it came here, and what its names are. */
export const DebugBar = ({ cellId }: { cellId: string }) => {
  const t = useShellText();
  const context = useActions();
  const paused = useTab(({ session }) => (session.paused?.cellId === cellId ? session.paused : null));
  if (!paused) return null;
  const keysOf = (id: CommandId) => readableChord(commandById.get(id)?.keys[0] ?? "", isMac);
  return (
    <section className="debug-bar" aria-label={t("debug:title", { line: paused.line })}>
      <div className="debug-steps" role="toolbar" aria-label={t("debug:title", { line: paused.line })}>
        <strong role="status">{t("debug:title", { line: paused.line })}</strong>
        {steps.map((id) => (
          <Button key={id} onPress={() => runCommand(context, id)}>
            {t(`command:${id}`)} <kbd>{keysOf(id)}</kbd>
          </Button>
        ))}
      </div>
      <div className="debug-state">
        {paused.scopes.map(({ kind, variables }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: scopes have no identity but their place.
          <section key={index}>
            <h4>{t(`debug:${kind}`)}</h4>
            <dl className="facts">
              {variables.map(({ name, type, preview }) => (
                <div key={name} data-variable={name}>
                  <dt>
                    <code>{name}</code>
                  </dt>
                  <dd>
                    {type === "" ? <span className="dim">{t("debug:unset")}</span> : <code>{preview}</code>}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h4>{t("debug:frames")}</h4>
          <ol>
            {paused.frames.map(({ cellId: id, line, name }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: frames have no identity but their place.
              <li key={index}>
                <code>
                  {name || id} {id}:{line}
                </code>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </section>
  );
};
