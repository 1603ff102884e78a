import type { Strategy, Version } from "../contract/lifecycle.ts";
import type { LifecycleEvent } from "../contract/lifecycle-event.ts";

/** The strategy after an event that `decide` gave. Every event is one revision. */
export const evolve = (strategy: Strategy, event: LifecycleEvent): Strategy => ({
  ...changed(strategy, event),
  revision: strategy.revision + 1,
});

const changed = (strategy: Strategy, event: LifecycleEvent): Strategy => {
  switch (event.kind) {
    case "uploaded":
      return { ...strategy, desk: event.desk, versions: [...strategy.versions, newVersion(event)] };
    case "checked":
      return withVersion(strategy, event.version, { state: "checked" });
    case "check-failed":
      return withVersion(strategy, event.version, { state: "rejected", reason: event.reason });
    case "approved":
      return withVersion(strategy, event.version, {
        state: "approved",
        approver: event.approver,
        statement: event.statement,
      });
    case "rejected":
      return withVersion(strategy, event.version, {
        state: "rejected",
        approver: event.approver,
        statement: event.statement,
        reason: event.reason,
      });
    case "shadowed":
      return withVersion(strategy, event.version, { state: "shadow" });
    case "shared":
      return withVersion(strategy, event.version, { state: "canary", share: event.share });
    case "promoted":
      return promoted(strategy, event.version, event.superseded);
    case "withdrawn":
      return withVersion(strategy, event.version, { state: "superseded", share: 0, reason: event.reason });
    case "rolled-back":
      return rolledBack(strategy, event);
    case "breached":
      return strategy;
    case "recomputed":
      return withVersion(strategy, event.version, { recomputed: event.recomputed });
    case "skewed":
      return withVersion(strategy, event.version, { skew: event.skew });
    case "retired":
      return withVersion(strategy, event.version, { state: "retired", share: 0, reason: event.reason });
    case "halted":
      return { ...strategy, halt: { by: event.by, reason: event.reason } };
    case "resumed":
      return { ...strategy, halt: null };
  }
};

const newVersion = ({
  version,
  digest,
  author,
  signedBy,
}: Extract<LifecycleEvent, { kind: "uploaded" }>): Version => ({
  version,
  digest,
  author,
  signedBy,
  state: "uploaded",
  share: 0,
  approver: null,
  statement: null,
  reason: null,
  recomputed: null,
  skew: null,
});

const withVersion = (strategy: Strategy, version: number, change: Partial<Version>): Strategy => ({
  ...strategy,
  versions: strategy.versions.map((each) => (each.version === version ? { ...each, ...change } : each)),
});

const promoted = (strategy: Strategy, version: number, superseded: number | null): Strategy => {
  const next = withVersion(strategy, version, { state: "live", share: 100, reason: null });
  if (superseded === null) return next;
  return {
    ...withVersion(next, superseded, { state: "superseded", share: 0 }),
    before: [...strategy.before, superseded],
  };
};

const rolledBack = (
  strategy: Strategy,
  { version, restored, reason }: Extract<LifecycleEvent, { kind: "rolled-back" }>,
): Strategy => {
  const without = withVersion(strategy, version, { state: "superseded", share: 0, reason });
  return {
    ...withVersion(without, restored, { state: "live", share: 100, reason: null }),
    before: strategy.before.slice(0, strategy.before.lastIndexOf(restored)),
  };
};
