import { basename, join } from "node:path";
import { app, dialog } from "electron";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import type { fileCalls } from "../contract/file-calls.ts";
import { withOpened } from "../files/recent-files.ts";
import { readResultsFile, writeResultsFile } from "../files/results-files.ts";
import { keepRunFile } from "../files/run-files.ts";
import { saveOver, unsavedDrafts } from "../files/unsaved-drafts.ts";
import { sampleList } from "../samples/sample-list.ts";
import type { AppState } from "./app-state.ts";

type FileContract = { readonly calls: typeof fileCalls; readonly events: Record<never, never> };

const notebooks = { name: "Asof notebook", extensions: ["nb.ts", "ts"] };
const jupyter = { name: "Jupyter notebook", extensions: ["ipynb"] };

const tableFiles = {
  csv: { filter: { name: "CSV", extensions: ["csv"] }, extension: ".csv" },
  arrow: { filter: { name: "Apache Arrow", extensions: ["arrow"] }, extension: ".arrow" },
} as const;

/** What each call of the window about its files does. */
export const fileHandlers = (state: AppState): Handlers<FileContract> => {
  const opened = async (path: string) => {
    state.recent = withOpened(state.recent, path, Date.now());
    await state.recentFile.write(state.recent);
  };

  const openPath = async (path: string) => {
    const result = await state.files.read(path);
    if (result.ok) await opened(path);
    return result;
  };

  const openSample = async (sampleId: string) => {
    const sample = sampleList.find(({ id }) => id === sampleId);
    if (!sample) return wireError("not-found", `There is no sample named ${JSON.stringify(sampleId)}.`);
    const result = await state.files.read(state.files.grant(join(state.notebooksFolder, sample.fileName)));
    return result.ok ? wireOk({ ...result.value, path: null, isSample: true }) : result;
  };

  const pickFolder = () => {
    const last = state.recent[0]?.path;
    return last ? join(last, "..") : app.getPath("documents");
  };

  const pickTarget = async (
    suggestedName: string,
    filter: { readonly name: string; readonly extensions: readonly string[] },
  ): Promise<string | null> => {
    const picked = await dialog.showSaveDialog(state.window, {
      defaultPath: join(pickFolder(), suggestedName),
      filters: [{ name: filter.name, extensions: [...filter.extensions] }],
    });
    return picked.canceled || !picked.filePath ? null : picked.filePath;
  };

  return {
    "notebook/open": async ({ source }) => {
      if (source && "sampleId" in source) return openSample(source.sampleId);
      if (source) return openPath(source.path);
      const picked = await dialog.showOpenDialog(state.window, {
        properties: ["openFile"],
        defaultPath: pickFolder(),
        filters: [{ name: "Notebooks", extensions: [...notebooks.extensions, ...jupyter.extensions] }],
      });
      const path = picked.filePaths[0];
      return picked.canceled || !path ? wireOk(null) : openPath(state.files.grant(path));
    },

    "notebook/save": async ({ path, suggestedName, text, overwrite }) => {
      let target = path;
      if (target === null) {
        const picked = await pickTarget(suggestedName, notebooks);
        if (picked === null) return wireOk(null);
        target = state.files.grant(picked.endsWith(".ts") ? picked : `${picked}.nb.ts`);
      }
      // Whoever picked a place in the dialog was asked there whether to replace what is in it.
      const result =
        path === null
          ? await state.files.write(target, text, true)
          : await saveOver(state.files, state.drafts, path, text, overwrite);
      if (result.ok) await opened(target);
      return result;
    },

    "notebook/export": async ({ suggestedName, text }) => {
      const picked = await pickTarget(suggestedName, jupyter);
      if (picked === null) return wireOk(null);
      const target = state.files.grant(picked.endsWith(".ipynb") ? picked : `${picked}.ipynb`);
      const result = await state.files.write(target, text, true);
      return result.ok ? wireOk({ name: basename(target) }) : result;
    },

    "export/begin": async ({ suggestedName, format }) => {
      const { filter, extension } = tableFiles[format];
      const picked = await pickTarget(suggestedName, filter);
      if (picked === null) return wireOk(null);
      return state.exports.begin(picked.endsWith(extension) ? picked : `${picked}${extension}`);
    },

    "export/write": ({ exportId, bytes }) => state.exports.write(exportId, bytes),
    "export/finish": ({ exportId }) => state.exports.finish(exportId),
    "export/abort": async ({ exportId }) => {
      await state.exports.abort(exportId);
      return wireOk({});
    },

    "notebook/sibling": ({ path, name }) => state.files.readSibling(path, name),

    "notebook/keep": async ({ key, name, text }) => {
      try {
        if (text === null) await state.drafts.forget(key);
        else await state.drafts.keep({ key, name, text, bases: state.files.basesOf(key) });
        return wireOk({});
      } catch (error) {
        return wireError("not-written", `Unsaved text could not be kept against a crash: ${String(error)}.`);
      }
    },

    "notebook/tabs": (tabs) => {
      state.openTabs = tabs;
      return wireOk({});
    },

    "notebook/kept": async () => wireOk({ kept: await unsavedDrafts(state.drafts) }),

    "results/read": ({ path }) =>
      state.files.isGranted(path)
        ? readResultsFile(path)
        : wireError("not-granted", `${path} was not opened by you. Open it with File, Open.`),

    "results/write": ({ path, bytes }) =>
      state.files.isGranted(path)
        ? writeResultsFile(path, bytes)
        : wireError("not-granted", `${path} was not opened by you. Open it with File, Open.`),

    "results/keep-run": ({ path, run }) =>
      state.files.isGranted(path)
        ? keepRunFile(path, run)
        : wireError("not-granted", `${path} was not opened by you. Open it with File, Open.`),
  };
};
