import type { AppContract } from "../../main/contract/app-contract.ts";
import type { SignInState } from "../../main/contract/sign-in-calls.ts";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import type { CallName, Input, WireResult } from "../../wire/contract.ts";
import type { ActionContext } from "../actions/context.ts";
import { findTab } from "../actions/context.ts";
import { draftText } from "../actions/keep-draft.ts";
import { candidatesOf, slugOf } from "./candidates.ts";
import {
  connectionOf,
  type DeskView,
  type PublishDraft,
  type PublishingEvent,
  type PublishingState,
  reducePublishing,
} from "./publishing-state.ts";
import type { Told } from "./server-sentence.ts";

const publishingOf = (context: ActionContext): PublishingState => context.store.getState().publishing;

const dispatch = (context: ActionContext, event: PublishingEvent): void =>
  context.store.setState(({ publishing }) => ({ publishing: reducePublishing(publishing, event) }));

/** Listens to what the main process tells of servers, gates and the queue. */
export const hearPublishing = (context: ActionContext): void => {
  const { app } = context;
  app.on("connection/changed", ({ connections }) => dispatch(context, { type: "connections", connections }));
  app.on("strategy/changed", (list) => dispatch(context, { type: "strategies", list }));
  app.on("queue/changed", ({ entries }) => dispatch(context, { type: "queue", entries }));
  app.on("sign-in/changed", (signIn) => void hearSignIn(context, signIn));
  app.on("gate/changed", (gate) => dispatch(context, { type: "gate", gate }));
};

export const loadStrategies = async (context: ActionContext, connectionId: string): Promise<void> => {
  const answer = await context.app.call("strategy/list", { connectionId });
  if (answer.ok) dispatch(context, { type: "strategies", list: answer.value });
  else dispatch(context, { type: "strategies-failed", connectionId, fault: answer.error });
};

export const loadConnections = async (context: ActionContext): Promise<void> => {
  const [connections, queue] = await Promise.all([
    context.app.call("connection/list", {}),
    context.app.call("queue/list", {}),
  ]);
  if (queue.ok) dispatch(context, { type: "queue", entries: queue.value });
  if (!connections.ok) return;
  dispatch(context, { type: "connections", connections: connections.value });
  const chosen = publishingOf(context).connectionId;
  if (chosen !== null) await loadStrategies(context, chosen);
};

export const chooseConnection = async (context: ActionContext, id: string): Promise<void> => {
  dispatch(context, { type: "connection-chosen", id });
  await loadStrategies(context, id);
};

/** Shows the server that one has just signed in to. */
const hearSignIn = async (context: ActionContext, signIn: SignInState): Promise<void> => {
  dispatch(context, { type: "sign-in", signIn });
  if (signIn.state !== "done") return;
  await loadConnections(context);
  await chooseConnection(context, signIn.connectionId);
};

/** Gets a code from the issuer of a server; why there is none, or null when there is one. */
export const startSignIn = async (
  context: ActionContext,
  draft: Input<AppContract, "sign-in/start">,
): Promise<Told | null> => {
  const answer = await context.app.call("sign-in/start", draft);
  dispatch(context, { type: "sign-in", signIn: answer.ok ? answer.value : null });
  return answer.ok ? null : answer.error;
};

export const cancelSignIn = (context: ActionContext): void => {
  dispatch(context, { type: "sign-in", signIn: null });
  void context.app.call("sign-in/cancel", {});
};

/** Shows what is published, over whatever is open. */
export const openDesk = (context: ActionContext, view: DeskView, strategy?: string): void => {
  context.store.setState(({ overlay }) => ({
    overlay: {
      kind: "desk",
      view,
      asked: overlay?.kind === "desk" ? overlay.asked + 1 : 0,
      ...(strategy === undefined ? {} : { strategy }),
    },
  }));
  void loadConnections(context);
};

/** What to publish of a notebook, as far as it can be guessed: its first tested strategy, to the server last used. */
export const guessDraft = (context: ActionContext, tabId: string): PublishDraft | null => {
  const tab = findTab(context, tabId);
  const candidates = tab ? candidatesOf(tab) : [];
  const first = candidates.find(({ backtests }) => backtests.length > 0) ?? candidates[0];
  const connection = connectionOf(publishingOf(context));
  if (!first) return null;
  return {
    tabId,
    connectionId: connection?.id ?? "",
    variable: first.variable,
    kind: "strategy",
    backtest: 1,
    strategy: slugOf(first.name),
  };
};

/** Shows the publication of a notebook where it was left, or its beginning. */
export const openPublish = (context: ActionContext, tabId: string): void => {
  const { draft, sent, gate } = publishingOf(context);
  const isElsewhere = draft?.tabId !== tabId;
  // What was sent, or stopped, is over: publishing again begins anew.
  if (isElsewhere || sent !== null || gate?.state === "cancelled") {
    cancelGate(context);
    dispatch(context, { type: "chosen-anew" });
  }
  context.store.setState({ overlay: { kind: "publish", tabId } });
  void loadConnections(context).then(() => {
    const known = publishingOf(context).draft;
    if (known?.tabId === tabId && known.connectionId !== "") return;
    const guess = guessDraft(context, tabId);
    if (guess) dispatch(context, { type: "drafted", draft: guess });
  });
};

export const changePublishDraft = (context: ActionContext, change: Partial<PublishDraft>): void => {
  const { draft } = publishingOf(context);
  if (draft) dispatch(context, { type: "drafted", draft: { ...draft, ...change } });
};

/** Runs the checks on the notebook's text as it stands in the window. */
export const startGate = async (context: ActionContext): Promise<void> => {
  const { draft } = publishingOf(context);
  const tab = draft && findTab(context, draft.tabId);
  if (!draft || !tab) return;
  const { tabId: _, ...wanted } = draft;
  dispatch(context, { type: "gate-starting" });
  const answer = await context.app.call("gate/start", {
    ...wanted,
    notebook: { path: tab.isSample ? null : tab.path, name: tab.name, text: draftText(tab) },
  });
  if (answer.ok) dispatch(context, { type: "gate", gate: answer.value, isAnswer: true });
  else dispatch(context, { type: "failed", ...answer.error });
};

export const cancelGate = (context: ActionContext): void => {
  const { gate } = publishingOf(context);
  if (gate?.state === "running") void context.app.call("gate/cancel", { gateId: gate.gateId });
};

/** Back to the choice of what to publish. */
export const chooseAnew = (context: ActionContext): void => {
  cancelGate(context);
  dispatch(context, { type: "chosen-anew" });
};

export const signAndSend = async (context: ActionContext): Promise<void> => {
  const { gate, busy, draft } = publishingOf(context);
  if (gate?.state !== "passed" || busy !== null) return;
  dispatch(context, { type: "sending" });
  const answer = await context.app.call("publish/send", { gateId: gate.gateId });
  if (!answer.ok) return dispatch(context, { type: "failed", ...answer.error });
  if (answer.value.outcome === "sent" && draft)
    dispatch(context, {
      type: "strategy",
      connectionId: draft.connectionId,
      strategy: answer.value.strategy,
    });
  dispatch(context, { type: "sent", sent: answer.value });
};

/** Calls that change a strategy and answer with what it is then. */
export type ChangeName = Extract<
  CallName<AppContract>,
  `deployment/${string}` | "version/approve" | "version/reject"
>;

/** What a change needs beside server, strategy and revision: these stand in what is shown. */
export type ChangeInput<N extends ChangeName> = Omit<
  Input<AppContract, N>,
  "connectionId" | "strategy" | "revision"
>;

/** Changes a strategy as it is seen; answers what the server said. */
export const changeStrategy = async <N extends ChangeName>(
  context: ActionContext,
  name: N,
  strategy: Strategy,
  input: ChangeInput<N>,
): Promise<WireResult<Strategy>> => {
  const { connectionId } = publishingOf(context);
  const id = connectionId ?? "";
  const whole = { connectionId: id, strategy: strategy.id, revision: strategy.revision, ...input };
  const answer = (await context.app.call(name, whole as never)) as WireResult<Strategy>;
  if (answer.ok) dispatch(context, { type: "strategy", connectionId: id, strategy: answer.value });
  // Somebody else changed it: what is there now is shown, so that the next press is of that.
  else if (answer.error.code === "stale-revision") void loadStrategies(context, id);
  return answer;
};
