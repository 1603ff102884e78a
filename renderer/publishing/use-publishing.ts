import { useState } from "react";
import type { Connection } from "../../main/contract/publish-calls.ts";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import { useActions, useApp } from "../actions/actions-context.ts";
import { useShellText } from "../i18n/index.ts";
import { type ChangeInput, type ChangeName, changeStrategy } from "./publishing-actions.ts";
import { connectionOf, type PublishingState, strategiesOf } from "./publishing-state.ts";
import { serverSentence } from "./server-sentence.ts";

export const usePublishing = <T>(selector: (state: PublishingState) => T): T =>
  useApp(({ publishing }) => selector(publishing));

export const useConnection = (): Connection | null => usePublishing(connectionOf);

export const useStrategies = (): readonly Strategy[] => usePublishing(strategiesOf);

/** Changes of a strategy: one at a time, and what the server said against the last one. */
export const useChange = () => {
  const t = useShellText();
  const context = useActions();
  const [isBusy, setBusy] = useState(false);
  const [message, setMessage] = useState("");
  const change = async <N extends ChangeName>(
    name: N,
    strategy: Strategy,
    input: ChangeInput<N>,
  ): Promise<boolean> => {
    setBusy(true);
    const answer = await changeStrategy(context, name, strategy, input);
    setBusy(false);
    setMessage(answer.ok ? "" : serverSentence(t, answer.error));
    return answer.ok;
  };
  return { isBusy, message, change };
};
