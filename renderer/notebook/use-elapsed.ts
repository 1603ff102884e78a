import { useEffect, useState } from "react";
import { useActions } from "../actions/actions-context.ts";

/** Each tick draws the page anew, beside whatever runs. */
const TICK_MS = 250;

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
