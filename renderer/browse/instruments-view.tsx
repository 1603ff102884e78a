import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from "react";
import { useActions } from "../actions/actions-context.ts";
import { SearchField } from "../components/search-field.tsx";
import { formatNumber } from "../format/number-format.ts";
import { useShellText } from "../i18n/index.ts";
import { AnswerNote } from "./answer-note.tsx";
import { readIsoDate } from "./iso-input.ts";
import { LifeView } from "./life-view.tsx";
import { useAnswer } from "./use-answer.ts";
import { useSnapshotId } from "./use-snapshot.ts";

const ROW = 40;
const LIMIT = 200;

interface InstrumentsViewProps {
  /** The instrument to show at first. */
  readonly subject: string | null;
}

/** Finds an instrument by whatever it was called, on whatever day, and tells its life. */
export const InstrumentsView = ({ subject }: InstrumentsViewProps) => {
  const t = useShellText();
  const { app } = useActions();
  const snapshot = useSnapshotId();
  const [text, setText] = useState("");
  const [onText, setOnText] = useState("");
  const [chosen, setChosen] = useState<string | null>(subject);
  const scroller = useRef<HTMLDivElement>(null);
  const asked = useDeferredValue(text);
  const on = readIsoDate(onText);
  const answer = useAnswer(on === undefined ? null : `${snapshot}\n${on}\n${asked}`, () =>
    app.call("instrument/search", { snapshot, text: asked, on: on ?? null, limit: LIMIT }),
  );
  const found = answer.value ?? [];
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const isWaiting = useRef(false);
  useEffect(() => {
    if (!isWaiting.current || answer.isLoading || asked !== text || !answer.value) return;
    isWaiting.current = false;
    if (answer.value[0]) setChosen(answer.value[0].iid);
  }, [answer.isLoading, answer.value, asked, text]);
  const step = (event: KeyboardEvent) => {
    const isEnter = event.key === "Enter" && !event.nativeEvent.isComposing;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0 && !isEnter) return;
    event.preventDefault();
    // Pressed before the answer to what was typed: it means the first of that answer, not one of the old list.
    isWaiting.current = answer.isLoading || asked !== text;
    if (isWaiting.current || found.length === 0) return;
    const present = found.findIndex(({ iid }) => iid === chosen);
    const next = Math.max(0, Math.min(found.length - 1, present < 0 ? 0 : present + by));
    setChosen(found[next]!.iid);
    rows.scrollToIndex(next);
  };
  const count = formatNumber(found.length, { digits: 0 });
  const isThere = found.some(({ iid }) => iid === chosen);
  return (
    <div className="browse-split">
      <div className="browse-list">
        <SearchField
          label={t("browse:searchInstrument")}
          value={text}
          hasFocusAtFirst
          controls="browse-found"
          onChange={setText}
          onKeyDown={step}
        />
        <label className="browse-field">
          <span>{t("browse:on")}</span>
          <input
            className="browse-input"
            value={onText}
            placeholder={t("browse:dateHint")}
            aria-invalid={on === undefined || undefined}
            onChange={(event) => setOnText(event.target.value)}
            onKeyDown={step}
          />
        </label>
        <p className="browse-note" role="status">
          {on === undefined
            ? t("browse:dateWrong")
            : answer.value === null
              ? ""
              : found.length === 0
                ? on === null
                  ? t("browse:noneFound")
                  : t("browse:noneFoundOn", { date: on })
                : t(found.length === LIMIT ? "browse:foundLimit" : "browse:found", { n: count })}
        </p>
        <AnswerNote answer={answer} />
        <div
          ref={scroller}
          id="browse-found"
          className="browse-found"
          role="listbox"
          aria-label={t("browse:results")}
          aria-activedescendant={isThere ? `found-${chosen}` : undefined}
          tabIndex={0}
          onKeyDown={step}
        >
          <div style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map(({ index, start }) => {
              const { iid, symbol, name, mic, scheme, value, validFrom, validTo } = found[index]!;
              const dates =
                validTo === null
                  ? t("browse:validSince", { from: validFrom })
                  : t("browse:validFromTo", { from: validFrom, to: validTo });
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the list has the keys.
                <div
                  key={iid}
                  id={`found-${iid}`}
                  role="option"
                  aria-selected={iid === chosen}
                  aria-setsize={found.length}
                  aria-posinset={index + 1}
                  className="browse-option"
                  style={{ transform: `translateY(${start}px)` }}
                  onClick={() => setChosen(iid)}
                >
                  <span className="mono">{symbol}</span>
                  <span className="instrument-name">{name}</span>
                  <span className="dim">{mic}</span>
                  <span className="browse-match dim">
                    {scheme === "name" || value === symbol ? dates : `${scheme} ${value}, ${dates}`}
                  </span>
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <section className="browse-detail" aria-label={t("browse:instruments")}>
        {chosen === null ? (
          <p className="panel-empty">{t("browse:chooseInstrument")}</p>
        ) : (
          <LifeView key={chosen} iid={chosen} onShow={setChosen} />
        )}
      </section>
    </div>
  );
};
