import { useEffect, useState } from "react";
import { useActions } from "../actions/actions-context.ts";

const TICK_MS = 100;

/** Milliseconds since `since`, ticking while there is one. */
export const useElapsed = (since: number | null): number => {
  const { now } = useActions();
  const [at, setAt] = useState(now);
  useEffect(() => {
    if (since === null) return;
    setAt(now());
    const timer = setInterval(() => setAt(now()), TICK_MS);
    return () => clearInterval(timer);
  }, [since, now]);
  return since === null ? 0 : Math.max(0, at - since);
};
