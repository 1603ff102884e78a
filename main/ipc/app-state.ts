import type { BrowserWindow } from "electron";
import type { StoreContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";
import type { AppInfo, Settings, settingsSchema } from "../contract/app-contract.ts";
import type { OpenTabs } from "../contract/file-calls.ts";
import type { ExportFiles } from "../files/export-files.ts";
import type { jsonFile } from "../files/json-file.ts";
import type { KeptDrafts } from "../files/kept-drafts.ts";
import type { NotebookFiles } from "../files/notebook-files.ts";
import type { RecentFile, recentFilesAt } from "../files/recent-files.ts";
import type { KernelManager } from "../kernel/kernel-manager.ts";
import type { StartArguments } from "../start-arguments.ts";

export interface AppState {
  readonly window: BrowserWindow;
  readonly kernels: KernelManager;
  readonly files: NotebookFiles;
  readonly exports: ExportFiles;
  readonly drafts: KeptDrafts;
  readonly notebooksFolder: string;
  readonly settingsFile: ReturnType<typeof jsonFile<typeof settingsSchema>>;
  readonly recentFile: ReturnType<typeof recentFilesAt>;
  readonly startArguments: StartArguments;
  readonly isFallbackElectron: boolean;
  store(): Client<StoreContract>;
  storeState(): AppInfo["store"];
  finishClosing(): void;
  /** What is open in the page, as it last said. */
  openTabs: OpenTabs | null;
  settings: Settings;
  recent: RecentFile[];
}
