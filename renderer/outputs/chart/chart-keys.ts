/** What a key does to a chart: moves the crosshair to a position, takes it away, or zooms. */
export type ChartKeyAction =
  | { readonly kind: "move"; readonly index: number }
  | { readonly kind: "leave" }
  | { readonly kind: "zoom"; readonly factor: number }
  | { readonly kind: "reset" };

/** Sessions in a month, for a long step. */
const LONG_STEP = 21;

/** The action of a key on `count` positions, the crosshair now at `index` (null: nowhere, which counts as the end). */
export const chartKeyAction = (
  key: string,
  isLong: boolean,
  index: number | null,
  count: number,
): ChartKeyAction | null => {
  const last = count - 1;
  const now = index ?? last;
  const step = isLong ? LONG_STEP : 1;
  switch (key) {
    case "ArrowLeft":
      return { kind: "move", index: Math.max(0, now - step) };
    case "ArrowRight":
      return { kind: "move", index: Math.min(last, now + step) };
    case "Home":
      return { kind: "move", index: 0 };
    case "End":
      return { kind: "move", index: last };
    case "Escape":
      return index === null ? null : { kind: "leave" };
    case "+":
    case "=":
      return { kind: "zoom", factor: 0.5 };
    case "-":
      return { kind: "zoom", factor: 2 };
    case "0":
      return { kind: "reset" };
    default:
      return null;
  }
};
