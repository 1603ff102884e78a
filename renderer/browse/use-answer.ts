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
  const [state, setState] = useState<Omit<Answer<T>, "retry">>({
    value: null,
    error: null,
    isLoading: key !== null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the question depends on.
  useEffect(() => {
    if (key === null) {
      setState({ value: null, error: null, isLoading: false });
      return;
    }
    let isLate = false;
    setState((before) => ({ ...before, isLoading: true }));
    void ask().then((answer) => {
      if (isLate) return;
      setState(
        answer.ok
          ? { value: answer.value, error: null, isLoading: false }
          : { value: null, error: answer.error, isLoading: false },
      );
    });
    return () => {
      isLate = true;
    };
  }, [key, tries]);
  return { ...state, retry: () => setTries((n) => n + 1) };
};
