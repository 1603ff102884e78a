interface SelectProps<T extends string> {
  readonly label: string;
  /** The label is only read out: a heading beside or above says it already. */
  readonly isLabelHidden?: boolean;
  readonly value: T | "";
  readonly options: readonly { readonly value: T; readonly label: string }[];
  /** Shown while nothing is chosen; then the choice is marked as needed. */
  readonly placeholder?: string;
  readonly isInvalid?: boolean;
  readonly isDisabled?: boolean;
  onChange(value: T): void;
}

/** One choice out of a list that drops down: the system's own, so that keys and screen readers work as everywhere. */
export const Select = <T extends string>(props: SelectProps<T>) => {
  const { label, isLabelHidden, value, options, placeholder, isInvalid, isDisabled, onChange } = props;
  return (
    <label className="field">
      {!isLabelHidden && <span className="field-label">{label}</span>}
      <select
        className="select"
        {...(isLabelHidden ? { "aria-label": label } : {})}
        aria-invalid={isInvalid || undefined}
        disabled={isDisabled}
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {(placeholder !== undefined || value === "") && (
          <option value="" disabled={placeholder === undefined}>
            {placeholder ?? ""}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
};
