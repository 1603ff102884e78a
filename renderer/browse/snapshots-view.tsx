import { useState } from "react";
import type { WireResult } from "../../wire/contract.ts";
import { useActions, useApp } from "../actions/actions-context.ts";
import { chooseSnapshot } from "../actions/edit-cells.ts";
import { Button } from "../components/button.tsx";
import { formatInstant } from "../format/date-format.ts";
import { NO_VALUE } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { activeTab } from "../state/app-state.ts";
import { AnswerNote } from "./answer-note.tsx";
import { SnapshotDiff } from "./snapshot-diff.tsx";
import { useAnswer } from "./use-answer.ts";

/** What the store held, and when: choose what the notebook reads, keep it, and see what changed since. */
export const SnapshotsView = () => {
  const t = useShellText();
  const context = useActions();
  const shownId = useApp(({ catalog }) => catalog?.snapshot.id ?? null);
  const tabId = useApp((state) => activeTab(state)?.id ?? null);
  const named = useApp((state) => activeTab(state)?.document.notebook.snapshot ?? "");
  const [changes, setChanges] = useState(0);
  const [chosen, setChosen] = useState<string | null>(null);
  const [other, setOther] = useState("");
  const [name, setName] = useState("");
  const [message, setMessage] = useState("");
  const answer = useAnswer(`${changes} ${shownId}`, () => context.app.call("snapshot/list", {}));
  const snapshots = answer.value ?? [];
  const keyOf = (snapshot: { id: string; name: string }) => `${snapshot.id} ${snapshot.name}`;
  const inUse = snapshots.find((each) =>
    named === "" ? each.isCurrent : each.name === named || each.id === named,
  );
  const selected =
    snapshots.find((each) => keyOf(each) === chosen) ?? inUse ?? snapshots.find(({ isCurrent }) => isCurrent);

  const act = async (answering: Promise<WireResult<unknown>>) => {
    const done = await answering;
    setMessage(done.ok ? "" : done.error.message);
    if (done.ok) setChanges((n) => n + 1);
    return done.ok;
  };
  const create = async () => {
    if (await act(context.app.call("snapshot/create", { name: name.trim() }))) setName("");
  };
  return (
    <div className="browse-split browse-even">
      <div className="browse-list">
        <AnswerNote answer={answer} />
        <div className="browse-scroll">
          <table className="catalog-table browse-table" aria-label={t("browse:snapshots")}>
            <thead>
              <tr>
                <th>{t("browse:name")}</th>
                <th>{t("browse:id")}</th>
                <th>{t("browse:knownTo")}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {snapshots.map((each) => (
                <tr key={keyOf(each)} data-chosen={each === selected || undefined}>
                  <td>
                    <button
                      type="button"
                      className="name-button"
                      aria-pressed={each === selected}
                      onClick={() => setChosen(keyOf(each))}
                    >
                      {each.name}
                    </button>
                  </td>
                  <td>
                    <code title={each.id}>{each.id.slice(0, 8)}</code>
                  </td>
                  <td className="dim">{formatInstant(each.knownTo)}</td>
                  <td className="browse-marks">
                    {[
                      ...(each === inUse && tabId ? [t("browse:inUse")] : []),
                      ...(each.isCurrent ? [t("browse:current")] : []),
                      ...(each.isPinned ? [t("browse:pinned")] : []),
                    ].join(", ")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <form
          className="browse-bar browse-foot"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") void create();
          }}
        >
          <label className="browse-field">
            <span>{t("browse:newSnapshot")}</span>
            <input
              className="browse-input"
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <Button isDisabled={name.trim() === ""} onPress={() => void create()}>
            {t("browse:create")}
          </Button>
        </form>
      </div>
      <section className="browse-detail" aria-label={selected?.name ?? t("browse:snapshots")}>
        {selected ? (
          <>
            <h3 className="browse-title">{selected.name}</h3>
            <dl className="facts">
              <div>
                <dt>{t("browse:id")}</dt>
                <dd>
                  <code>{selected.id}</code>
                </dd>
              </div>
              <div>
                <dt>{t("browse:created")}</dt>
                <dd>{selected.createdAt === null ? NO_VALUE : formatInstant(selected.createdAt)}</dd>
              </div>
            </dl>
            <div className="browse-bar">
              <Button
                isDisabled={tabId === null || selected === inUse}
                onPress={() => tabId && chooseSnapshot(context, tabId, selected.name)}
              >
                {t("browse:use")}
              </Button>
              <Button
                look="plain"
                onPress={() =>
                  void act(
                    context.app.call("snapshot/pin", { id: selected.id, isPinned: !selected.isPinned }),
                  )
                }
              >
                {t(selected.isPinned ? "browse:unpin" : "browse:pin")}
              </Button>
              {tabId === null && <span className="dim">{t("browse:useNeeds")}</span>}
            </div>
            {message !== "" && <p role="alert">{message}</p>}
            <div className="browse-bar">
              <label className="browse-field">
                <span>{t("browse:compareWith")}</span>
                <select
                  className="browse-input"
                  value={other}
                  onChange={(event) => setOther(event.target.value)}
                >
                  <option value="">{t("browse:noCompare")}</option>
                  {snapshots
                    .filter(({ id }) => id !== selected.id)
                    .map((each) => (
                      <option key={keyOf(each)} value={each.id}>
                        {each.name}
                      </option>
                    ))}
                </select>
              </label>
            </div>
            {other !== "" && other !== selected.id && (
              <SnapshotDiff snapshots={snapshots} one={selected.id} other={other} />
            )}
          </>
        ) : (
          <p className="panel-empty">{t("browse:chooseSnapshot")}</p>
        )}
      </section>
    </div>
  );
};
