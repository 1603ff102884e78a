import type { Connection, QueuedBundle, StrategyList } from "../../main/contract/publish-calls.ts";
import type { Gate } from "../../main/contract/publish-gate.ts";
import type { SignInState } from "../../main/contract/sign-in-calls.ts";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import type { Told } from "./server-sentence.ts";

/** The views of what is published, in the order of their tabs. */
export const deskViews = ["inbox", "deployments", "signals", "audit", "queue", "servers"] as const;
export type DeskView = (typeof deskViews)[number];

/** What the views are opened with. */
export interface DeskOverlay {
  readonly kind: "desk";
  readonly view: DeskView;
  /** Counts how often views were asked for: the same one may be asked for again from within another. */
  readonly asked: number;
  /** A strategy to begin with. */
  readonly strategy?: string;
}

/** What the user chose to publish. */
export interface PublishDraft {
  readonly tabId: string;
  readonly connectionId: string;
  readonly variable: string;
  readonly kind: "strategy" | "factor";
  readonly backtest: number;
  /** The strategy's name on the server. */
  readonly strategy: string;
}

/** What became of a publication once it was signed. */
export type Sent =
  | { readonly outcome: "sent"; readonly strategy: Strategy; readonly version: number }
  | { readonly outcome: "queued"; readonly entry: QueuedBundle };

export interface PublishingState {
  /** Null until they were asked for. */
  readonly connections: readonly Connection[] | null;
  /** The server that is looked at. */
  readonly connectionId: string | null;
  readonly lists: Readonly<Record<string, StrategyList>>;
  /** Why the strategies of a server could not be read. */
  readonly listFaults: Readonly<Record<string, Told>>;
  readonly queue: readonly QueuedBundle[];
  /** The sign-in to a server that is under way, or what became of the last. */
  readonly signIn: SignInState | null;
  readonly draft: PublishDraft | null;
  readonly gate: Gate | null;
  readonly sent: Sent | null;
  readonly busy: "starting" | "sending" | null;
  /** What went wrong last in the wizard, with its code. */
  readonly fault: { readonly code: string; readonly message: string } | null;
}

export const emptyPublishing: PublishingState = {
  connections: null,
  connectionId: null,
  lists: {},
  listFaults: {},
  queue: [],
  signIn: null,
  draft: null,
  gate: null,
  sent: null,
  busy: null,
  fault: null,
};

export type PublishingEvent =
  | { readonly type: "connections"; readonly connections: readonly Connection[] }
  | { readonly type: "connection-chosen"; readonly id: string }
  | { readonly type: "strategies"; readonly list: StrategyList }
  | { readonly type: "strategies-failed"; readonly connectionId: string; readonly fault: Told }
  | { readonly type: "strategy"; readonly connectionId: string; readonly strategy: Strategy }
  | { readonly type: "queue"; readonly entries: readonly QueuedBundle[] }
  | { readonly type: "sign-in"; readonly signIn: SignInState | null }
  | { readonly type: "drafted"; readonly draft: PublishDraft }
  | { readonly type: "gate-starting" }
  /** `isAnswer`: the answer to the start, which events of the same gate may have overtaken. */
  | { readonly type: "gate"; readonly gate: Gate; readonly isAnswer?: boolean }
  | { readonly type: "sending" }
  | { readonly type: "sent"; readonly sent: Sent }
  | { readonly type: "failed"; readonly code: string; readonly message: string }
  | { readonly type: "chosen-anew" };

/** A strategy's newest revision counts, whichever came last: answers and events of one change may cross. */
const newer = (known: Strategy | undefined, told: Strategy): Strategy =>
  known && known.revision > told.revision ? known : told;

const withList = (known: StrategyList | undefined, told: StrategyList): StrategyList => {
  const before = new Map(known?.strategies.map((strategy) => [strategy.id, strategy]));
  return { ...told, strategies: told.strategies.map((strategy) => newer(before.get(strategy.id), strategy)) };
};

const withStrategy = (
  known: StrategyList | undefined,
  connectionId: string,
  told: Strategy,
): StrategyList => {
  const strategies = known?.strategies ?? [];
  const isKnown = strategies.some(({ id }) => id === told.id);
  return {
    connectionId,
    readAt: known?.readAt ?? 0,
    strategies: isKnown
      ? strategies.map((strategy) => (strategy.id === told.id ? newer(strategy, told) : strategy))
      : [...strategies, told],
  };
};

const withGate = (state: PublishingState, gate: Gate, isAnswer: boolean): PublishingState => {
  const { gate: known, busy } = state;
  if (known === null) return busy === "starting" ? { ...state, gate, busy: null } : state;
  if (gate.gateId !== known.gateId || isAnswer) return state;
  return { ...state, gate };
};

const withoutKey = <T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

export const reducePublishing = (state: PublishingState, event: PublishingEvent): PublishingState => {
  switch (event.type) {
    case "connections": {
      const { connections } = event;
      const isThere = connections.some(({ id }) => id === state.connectionId);
      return {
        ...state,
        connections,
        connectionId: isThere ? state.connectionId : (connections[0]?.id ?? null),
      };
    }
    case "connection-chosen":
      return { ...state, connectionId: event.id };
    case "strategies": {
      const { list } = event;
      return {
        ...state,
        lists: { ...state.lists, [list.connectionId]: withList(state.lists[list.connectionId], list) },
        listFaults: withoutKey(state.listFaults, list.connectionId),
      };
    }
    case "strategies-failed":
      return { ...state, listFaults: { ...state.listFaults, [event.connectionId]: event.fault } };
    case "strategy": {
      const { connectionId, strategy } = event;
      const list = withStrategy(state.lists[connectionId], connectionId, strategy);
      return { ...state, lists: { ...state.lists, [connectionId]: list } };
    }
    case "queue":
      return { ...state, queue: event.entries };
    case "sign-in":
      return { ...state, signIn: event.signIn };
    case "drafted":
      return { ...state, draft: event.draft, fault: null };
    case "gate-starting":
      return { ...state, gate: null, sent: null, busy: "starting", fault: null };
    case "gate":
      return withGate(state, event.gate, event.isAnswer ?? false);
    case "sending":
      return { ...state, busy: "sending", fault: null };
    case "sent":
      return { ...state, sent: event.sent, busy: null, fault: null };
    case "failed":
      return { ...state, busy: null, fault: { code: event.code, message: event.message } };
    case "chosen-anew":
      return { ...state, gate: null, sent: null, busy: null, fault: null };
  }
};

/** The server that is looked at. */
export const connectionOf = ({ connections, connectionId }: PublishingState): Connection | null =>
  connections?.find(({ id }) => id === connectionId) ?? null;

const none: readonly Strategy[] = [];

/** Strategies of the server that is looked at, as last known. */
export const strategiesOf = ({ lists, connectionId }: PublishingState): readonly Strategy[] =>
  lists[connectionId ?? ""]?.strategies ?? none;
