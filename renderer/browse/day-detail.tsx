import type { CalendarDay } from "../../store/contract/browse.ts";
import { Button } from "../components/button.tsx";
import { formatInstant } from "../format/date-format.ts";
import { type ShellKey, useShellText } from "../i18n/index.ts";
import { readerZone } from "../shell/use-locale.ts";
import { clockWithZone, hoursIn } from "./clock-in.ts";

interface DayDetailProps {
  readonly date: string;
  readonly day: CalendarDay | null;
  readonly zone: string;
  onShowAt(micros: number): void;
}

/** One day of a market, to the minute: in the market's time, in UTC and here. */
export const DayDetail = ({ date, day, zone, onShowAt }: DayDetailProps) => {
  const t = useShellText();
  if (!day) {
    return (
      <div className="day-detail">
        <h3 className="browse-title">{date}</h3>
        <p>{t("browse:noSession")}</p>
      </div>
    );
  }
  const hours: readonly (readonly [ShellKey, number | null])[] = [
    ["browse:opens", day.openAt],
    ["browse:breakFrom", day.breakStartAt],
    ["browse:breakTo", day.breakEndAt],
    ["browse:closes", day.closeAt],
  ];
  const zones: readonly (readonly [ShellKey, string])[] = [
    ["browse:marketTime", zone],
    ["browse:utc", "UTC"],
    ["browse:local", readerZone()],
  ];
  return (
    <div className="day-detail">
      <h3 className="browse-title">
        {date} <span data-status={day.status}>{t(`browse:status_${day.status}` as ShellKey)}</span>
      </h3>
      <table className="catalog-table browse-table" aria-label={date}>
        <thead>
          <tr>
            <td />
            {zones.map(([key]) => (
              <th key={key} className="right">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.map(([key, at]) =>
            at === null ? null : (
              <tr key={key}>
                <th scope="row">{t(key)}</th>
                {zones.map(([name, each]) => (
                  <td key={name} className="right figure">
                    {clockWithZone(at, each, date)}
                  </td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
      <dl className="facts">
        <div>
          <dt>{t("browse:knownAt")}</dt>
          <dd>{formatInstant(day.knownAt, zone)}</dd>
        </div>
        <div>
          <dt>{t("browse:version")}</dt>
          <dd>{day.versions}</dd>
        </div>
      </dl>
      {day.before && (
        <div className="day-before">
          <p>
            {t("browse:beforeWas", {
              status: t(`browse:status_${day.before.status}` as ShellKey),
              hours: hoursIn(day.before, zone),
            })}
          </p>
          <Button onPress={() => onShowAt(day.knownAt - 1)}>{t("browse:showBefore")}</Button>
        </div>
      )}
    </div>
  );
};
