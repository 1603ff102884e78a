import type { KeyboardEvent } from "react";
import { Icon } from "./icon.tsx";

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  /** For a view that one opens to search. */
  readonly hasFocusAtFirst?: boolean;
  /** The id of the list that it filters, when its keys move in that list. */
  readonly controls?: string;
  onChange(value: string): void;
  onKeyDown?(event: KeyboardEvent): void;
}

export const SearchField = (props: SearchFieldProps) => {
  const { label, value, hasFocusAtFirst, controls, onChange, onKeyDown } = props;
  return (
    <label className="search-field">
      <Icon name="search" />
      <input
        type="search"
        // biome-ignore lint/a11y/noAutofocus: only where one comes to search.
        autoFocus={hasFocusAtFirst}
        value={value}
        placeholder={label}
        aria-label={label}
        aria-controls={controls}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
};
