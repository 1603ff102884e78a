import { type InputHTMLAttributes, type JSX, type KeyboardEvent, useEffect, useId, useState } from "react";
import type { InputControl } from "../../kernel/contract/display.ts";
import { formatPlain } from "../format/number-format.ts";

interface InputProps {
  readonly input: InputControl;
  /** Left out where a result is only shown, and then the control is too. */
  readonly onChoose?: ((name: string, value: string) => void) | undefined;
}

/** A control of a cell. What is typed or dragged counts when it is finished: on release, Enter or leaving. */
export function InputOutput({ input, onChoose }: InputProps): JSX.Element {
  const id = useId();
  const kept = String(input.value);
  const [draft, setDraft] = useState(kept);
  useEffect(() => setDraft(kept), [kept]);
  const choose = (value: string): void => {
    setDraft(value);
    if (value !== kept) onChoose?.(input.name, value);
  };
  const finish = (): void => {
    const isNumber = input.type === "number" || input.type === "slider";
    const isUsable = (!isNumber && input.type !== "date") || draft.trim() !== "";
    if (isUsable) choose(draft);
    else setDraft(kept);
  };
  const field: InputHTMLAttributes<HTMLInputElement> = {
    id,
    disabled: !onChoose,
    value: draft,
    onChange: (event) => setDraft(event.target.value),
    onBlur: finish,
    onKeyDown: (event: KeyboardEvent) => {
      // The keys of a control are not the notebook's.
      if (event.key !== "Tab") event.stopPropagation();
      if (event.key === "Enter") finish();
      if (event.key === "Escape") setDraft(kept);
    },
  };
  return (
    <div className="input-output" data-input={input.name} data-value={kept}>
      <label htmlFor={id}>{input.label}</label>
      <Control input={input} field={field} choose={choose} finish={finish} />
    </div>
  );
}

function Control(props: {
  readonly input: InputControl;
  readonly field: InputHTMLAttributes<HTMLInputElement>;
  readonly choose: (value: string) => void;
  readonly finish: () => void;
}): JSX.Element {
  const { input, field, choose, finish } = props;
  switch (input.type) {
    case "slider": {
      const { min, max, step } = input;
      return (
        <>
          <input {...field} type="range" {...{ min, max, step }} onPointerUp={finish} onKeyUp={finish} />
          <output htmlFor={field.id}>{formatPlain(Number(field.value))}</output>
        </>
      );
    }
    case "number":
      return (
        <input
          {...field}
          type="number"
          step="any"
          min={input.min ?? undefined}
          max={input.max ?? undefined}
        />
      );
    case "date":
      return <input {...field} type="date" min={input.min ?? undefined} max={input.max ?? undefined} />;
    case "text":
      return <input {...field} type="text" maxLength={2_000} />;
    case "toggle":
      return (
        <input
          id={field.id}
          disabled={field.disabled}
          type="checkbox"
          checked={field.value === "true"}
          onChange={(event) => choose(String(event.target.checked))}
        />
      );
    case "select":
      return (
        <select
          id={field.id}
          disabled={field.disabled}
          value={String(field.value)}
          onChange={(event) => choose(event.target.value)}
        >
          {input.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      );
  }
}
