interface TextFieldProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: string;
  readonly isInvalid?: boolean;
  readonly isNumeric?: boolean;
  readonly isCode?: boolean;
  readonly suggestions?: readonly string[];
  readonly listId?: string;
  onChange(value: string): void;
  /** The reader is done with it for now. */
  onBlur?(): void;
}

export const TextField = (props: TextFieldProps) => {
  const { label, isLabelHidden, value, isInvalid, isNumeric, isCode, suggestions, listId, onChange, onBlur } =
    props;
  return (
    <label className="field">
      {!isLabelHidden && <span className="field-label">{label}</span>}
      <input
        className={`text-field${isCode ? " mono" : ""}`}
        {...(isLabelHidden ? { "aria-label": label } : {})}
        aria-invalid={isInvalid || undefined}
        inputMode={isNumeric ? "numeric" : undefined}
        list={suggestions ? listId : undefined}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  );
};
