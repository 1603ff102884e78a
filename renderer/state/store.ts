import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppState, initialState } from "./app-state.ts";

export type AppStore = StoreApi<AppState>;

export const createAppStore = (state: AppState = initialState): AppStore => createStore(() => state);
