import { type PointerEvent, useRef } from "react";

interface ResizerProps {
  readonly label: string;
  readonly axis: "x" | "y";
  /** 1 when dragging right or down makes the panel larger, −1 when it makes it smaller. */
  readonly direction: 1 | -1;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  onChange(value: number): void;
}

const STEP = 16;

/** The line between two panels, moved by pointer or arrow keys. */
export const Resizer = ({ label, axis, direction, value, min, max, onChange }: ResizerProps) => {
  const start = useRef<{ at: number; value: number } | null>(null);
  const positionOf = (event: PointerEvent) => (axis === "x" ? event.clientX : event.clientY);
  const change = (next: number) => onChange(Math.round(Math.max(min, Math.min(max, next))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, which <hr> is not.
    <div
      className={`resizer resizer-${axis} resizer-${direction === 1 ? "end" : "start"}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === "x" ? "vertical" : "horizontal"}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: positionOf(event), value };
      }}
      onPointerMove={(event) => {
        const from = start.current;
        if (from) change(from.value + (positionOf(event) - from.at) * direction);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        const grow = axis === "x" ? "ArrowRight" : "ArrowDown";
        const shrink = axis === "x" ? "ArrowLeft" : "ArrowUp";
        if (event.key === grow) change(value + STEP * direction);
        else if (event.key === shrink) change(value - STEP * direction);
      }}
    />
  );
};
