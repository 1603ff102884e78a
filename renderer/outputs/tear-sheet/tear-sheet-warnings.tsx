import type { JSX } from "react";
import { useText } from "../use-text.ts";

const WORDS: Readonly<Record<string, string>> = {
  "unsafe-fill": "warning.unsafeFill",
  "unsafe-universe": "warning.unsafeUniverse",
  ruin: "warning.ruin",
  "synthetic-data": "warning.synthetic",
  synthetic: "warning.synthetic",
  "thin-coverage": "warning.thinCoverage",
};

/** What a reader must know before reading the figures. A flag without words of its own shows as it is. */
export function TearSheetWarnings(props: { readonly warnings: readonly string[] }): JSX.Element | null {
  const { t } = useText();
  if (props.warnings.length === 0) return null;
  return (
    <ul className="tear-sheet-warnings">
      {props.warnings.map((flag) => {
        const key = WORDS[flag];
        return (
          <li key={flag}>
            <svg
              className="warning-mark"
              width="16"
              height="16"
              viewBox="0 0 16 16"
              aria-hidden="true"
              fill="none"
              stroke="currentColor"
            >
              <path d="M8 2.5 14 13H2L8 2.5ZM8 6.5v3M8 11v.6" strokeWidth="1.35" strokeLinejoin="round" />
            </svg>
            {key === undefined ? flag : t(key)}
          </li>
        );
      })}
    </ul>
  );
}
