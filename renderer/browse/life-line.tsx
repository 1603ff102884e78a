import type { CSSProperties } from "react";
import type { LifeLine as Life } from "../../store/contract/browse.ts";
import { type ShellKey, useShellText } from "../i18n/index.ts";
import { layOutLife } from "./lay-out-life.ts";

const at = (fraction: number): CSSProperties => ({ left: `${fraction * 100}%` });
const between = (from: number, to: number): CSSProperties => ({
  left: `${from * 100}%`,
  width: `${Math.max(0, to - from) * 100}%`,
});

interface LifeLineProps {
  readonly life: Life;
  /** The last day the snapshot knows, where a life that goes on ends here. */
  readonly today: string;
  readonly chosen: number | null;
  onChoose(index: number): void;
}

/** A life at a glance. Everything on it is in the table below it as well, so it is one picture to a screen reader. */
export const LifeLine = ({ life, today, chosen, onChoose }: LifeLineProps) => {
  const t = useShellText();
  const { from, to, listed, marks, memberships, years } = layOutLife(life, today);
  const summary = t("browse:lifeSummary", { name: life.name, n: life.events.length, from, to });
  const universes = [...new Set(memberships.map(({ universe }) => universe))];
  return (
    <div className="life-line" role="img" aria-label={summary}>
      <div className="life-labels">
        {marks.map(({ index, at: place, labelRow, label }) =>
          labelRow === null ? null : (
            <span
              key={index}
              data-row={labelRow}
              data-chosen={index === chosen || undefined}
              style={place > 0.8 ? { right: `${(1 - place) * 100}%` } : at(place)}
            >
              {label}
            </span>
          ),
        )}
      </div>
      <div className="life-track">
        {listed.map((span) => (
          <i key={span.from} className="life-listed" style={between(span.from, span.to)} />
        ))}
        {marks.map(({ index, at: place }) => {
          const { kind, date, detail } = life.events[index]!;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the table has the keys.
            <i
              key={index}
              className="life-mark"
              data-kind={kind}
              data-chosen={index === chosen || undefined}
              title={`${date} ${t(`browse:event_${kind}` as ShellKey)} ${detail}`}
              style={at(place)}
              onClick={() => onChoose(index)}
            />
          );
        })}
      </div>
      {universes.map((universe) => (
        <div key={universe} className="life-member">
          {memberships
            .filter((span) => span.universe === universe)
            .map((span) => (
              <i key={span.from} style={between(span.from, span.to)} />
            ))}
          <span>{universe}</span>
        </div>
      ))}
      <div className="life-years">
        {years.map(({ year, at: place }) => (
          <span key={year} style={at(place)}>
            {year}
          </span>
        ))}
      </div>
    </div>
  );
};
