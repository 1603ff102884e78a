import { exportIpynb } from "../../kernel/notebook/index.ts";
import { type ActionContext, findTab, notify } from "./context.ts";

/** Writes the notebook, with the results that Jupyter can show, as a Jupyter notebook where the user says. */
export const exportNotebook = async (context: ActionContext, tabId: string): Promise<void> => {
  const tab = findTab(context, tabId);
  if (!tab || tab.plain) return;
  const { notebook } = tab.document;
  const shown = notebook.cells.map(
    ({ id }) => [id, tab.session.outputs[id]?.outputs ?? tab.stored.get(id)?.outputs ?? []] as const,
  );
  const text = exportIpynb(notebook, tab.written ?? undefined, new Map(shown));
  const suggestedName = `${tab.name.replace(/(\.nb)?\.ts$/, "")}.ipynb`;
  const answer = await context.app.call("notebook/export", { suggestedName, text });
  if (!answer.ok) {
    const values = { message: answer.error.message };
    notify(context, tabId, { id: "export", tone: "error", key: "banner:notExported", values });
  } else if (answer.value) {
    const values = { name: answer.value.name };
    notify(context, tabId, { id: "export", tone: "info", key: "banner:exported", values });
  }
};
