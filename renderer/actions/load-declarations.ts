import { type ActionContext, handlesOf } from "./context.ts";

/** Gives the editor the research API's types; without the store, its own part only, and again when it is back. */
export const loadDeclarations = async (context: ActionContext, tabId: string): Promise<void> => {
  const client = handlesOf(context, tabId).kernel?.client;
  const answer = await client?.call("types/declarations", {});
  if (answer?.ok) context.language.configure(answer.value.files);
};
