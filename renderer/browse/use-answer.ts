import { useEffect, useState } from "react";
import type { WireError, WireResult } from "../../wire/contract.ts";

export interface Answer<T> {
  /** The last good answer; it stays while the next one is on its way. */
  readonly value: T | null;
  readonly error: WireError | null;
  readonly isLoading: boolean;
  retry(): void;
}

/** Asks when `key` changes (null: asks nothing). An answer that comes after the next question is dropped. */
export const useAnswer = <T>(key: string | null, ask: () => Promise<WireResult<T>>): Answer<T> => {
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<{ value: T | null; error: WireError | null; answered: string | null }>({
    value: null,
    error: null,
    answered: null,
  });
  const present = key === null ? null : `${tries} ${key}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the question depends on.
  useEffect(() => {
    if (key === null) {
      setState({ value: null, error: null, answered: null });
      return;
    }
    let isLate = false;
    void ask().then((answer) => {
      if (isLate) return;
      setState(
        answer.ok
          ? { value: answer.value, error: null, answered: present }
          : { value: null, error: answer.error, answered: present },
      );
    });
    return () => {
      isLate = true;
    };
  }, [key, tries]);
  const { value, error, answered } = state;
  return { value, error, isLoading: answered !== present, retry: () => setTries((n) => n + 1) };
};
