import { type KeyboardEvent, useRef, useState } from "react";
import type { CalendarDay } from "../../store/contract/browse.ts";
import { useActions, useApp } from "../actions/actions-context.ts";
import { Button, IconButton } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { formatMonth, isoDateOfInstant } from "../format/date-format.ts";
import { type ShellKey, useShellText } from "../i18n/index.ts";
import { useLocale } from "../shell/use-locale.ts";
import { AnswerNote } from "./answer-note.tsx";
import { hoursIn } from "./clock-in.ts";
import { DayDetail } from "./day-detail.tsx";
import { readInstant, readIsoDate, writeInstant } from "./iso-input.ts";
import { addDays, addMonths, weeksOf } from "./month-grid.ts";
import { useAnswer } from "./use-answer.ts";
import { useSnapshotId } from "./use-snapshot.ts";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

interface CalendarViewProps {
  /** The market to show at first, by its MIC. */
  readonly subject: string | null;
}

/** The sessions of a market, month by month, as they stood at an instant. */
export const CalendarView = ({ subject }: CalendarViewProps) => {
  const t = useShellText();
  const locale = useLocale();
  const { app } = useActions();
  const snapshot = useSnapshotId();
  const markets = useApp(({ catalog }) => catalog?.markets ?? []);
  const knownTo = useApp(({ catalog }) => catalog?.snapshot.knownTo ?? 0);
  const [mic, setMic] = useState(subject ?? markets[0]?.mic ?? "");
  const market = markets.find((each) => each.mic === mic);
  const zone = market?.timeZone ?? "UTC";
  const [date, setDate] = useState(market?.lastSession ?? isoDateOfInstant(knownTo));
  const [dayText, setDayText] = useState("");
  const [atText, setAtText] = useState("");
  const grid = useRef<HTMLTableElement>(null);
  const month = date.slice(0, 7);
  const at = readInstant(atText);
  const weeks = weeksOf(month);
  const answer = useAnswer(at === undefined || !market ? null : `${snapshot} ${mic} ${month} ${at}`, () =>
    app.call("calendar/days", {
      snapshot,
      mic,
      from: `${month}-01`,
      to: addDays(`${addMonths(month, 1)}-01`, -1),
      at: at ?? null,
    }),
  );
  const days = new Map((answer.value ?? []).map((day) => [day.sessionDate, day]));
  const sessions = [...days.values()].filter(({ status }) => status !== "closed").length;
  const changed = [...days.values()].filter(({ versions }) => versions > 1).length;
  const [year, number] = month.split("-").map(Number) as [number, number];
  const monthName =
    locale === "ko" ? `${year}년 ${formatMonth(number, locale)}` : `${formatMonth(number, locale)} ${year}`;

  const focusDay = (next: string) => {
    setDate(next);
    // The day's button may be of a month that is drawn only now.
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus());
  };
  const turn = (months: number) => setDate(`${addMonths(month, months)}-01`);
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step !== undefined) focusDay(addDays(date, step));
    else if (event.key === "PageUp") focusDay(`${addMonths(month, -1)}-01`);
    else if (event.key === "PageDown") focusDay(`${addMonths(month, 1)}-01`);
    else return;
    event.preventDefault();
  };
  return (
    <div className="browse-split browse-calendar">
      <div className="browse-list">
        <div className="browse-bar">
          <label className="browse-field">
            <span>{t("browse:market")}</span>
            <select className="browse-input" value={mic} onChange={(event) => setMic(event.target.value)}>
              {markets.map((each) => (
                <option key={each.mic} value={each.mic}>
                  {each.mic} {each.name}
                </option>
              ))}
            </select>
          </label>
          <label className="browse-field">
            <span>{t("browse:goTo")}</span>
            <input
              className="browse-input"
              value={dayText}
              placeholder={t("browse:dateHint")}
              aria-invalid={readIsoDate(dayText) === undefined || undefined}
              onChange={(event) => {
                setDayText(event.target.value);
                const day = readIsoDate(event.target.value);
                if (day) setDate(day);
              }}
            />
          </label>
          <label className="browse-field">
            <span>{t("browse:asKnown")}</span>
            <input
              className="browse-input"
              value={atText}
              placeholder={t("browse:asKnownHint")}
              aria-invalid={at === undefined || undefined}
              onChange={(event) => setAtText(event.target.value)}
            />
          </label>
          {atText !== "" && <Button onPress={() => setAtText("")}>{t("browse:latest")}</Button>}
        </div>
        <div className="month-head">
          <IconButton icon="arrowLeft" label={t("browse:previousMonth")} onPress={() => turn(-1)} />
          <h3 className="browse-title">{monthName}</h3>
          <IconButton icon="arrowRight" label={t("browse:nextMonth")} onPress={() => turn(1)} />
          <span className="dim" role="status">
            {at === undefined
              ? t("browse:asKnownWrong")
              : answer.value && t("browse:sessionsInMonth", { sessions, changed })}
          </span>
        </div>
        <AnswerNote answer={answer} />
        <table
          ref={grid}
          className="month"
          aria-label={t("browse:monthOf", { market: mic, month: monthName })}
          aria-busy={answer.isLoading}
          onKeyDown={press}
        >
          <thead>
            <tr>
              {weekdays.map((day) => (
                <th key={day} scope="col">
                  {t(`browse:${day}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week.find((day) => day !== null)}>
                {week.map((day, index) => (
                  <td key={day ?? index}>
                    {day !== null && (
                      <Day
                        date={day}
                        day={days.get(day) ?? null}
                        zone={zone}
                        isChosen={day === date}
                        onChoose={() => setDate(day)}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <section className="browse-detail" aria-label={date}>
        <DayDetail
          date={date}
          day={days.get(date) ?? null}
          zone={zone}
          onShowAt={(micros) => setAtText(writeInstant(micros))}
        />
      </section>
    </div>
  );
};

interface DayProps {
  readonly date: string;
  readonly day: CalendarDay | null;
  readonly zone: string;
  readonly isChosen: boolean;
  onChoose(): void;
}

const Day = ({ date, day, zone, isChosen, onChoose }: DayProps) => {
  const t = useShellText();
  const isChanged = day !== null && day.versions > 1;
  return (
    <button
      type="button"
      className="day"
      data-date={date}
      data-status={day?.status ?? "none"}
      data-chosen={isChosen || undefined}
      aria-pressed={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={onChoose}
    >
      <span className="day-number">{Number(date.slice(8))}</span>
      {isChanged && (
        <span className="day-changed">
          <Icon name="warning" />
          {t("browse:changed")}
        </span>
      )}
      <span className="day-hours">
        {day === null ? t("browse:noSession") : day.status === "closed" ? "" : hoursIn(day, zone)}
      </span>
      {day !== null && day.status !== "open" && (
        <span className="day-status">{t(`browse:status_${day.status}` as ShellKey)}</span>
      )}
    </button>
  );
};
