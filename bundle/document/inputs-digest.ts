import { packed } from "../../wire/packed.ts";
import type { PanelSlice } from "../contract/parity.ts";
import { sha256Hex } from "./canonical-json.ts";

/** SHA-256, hex, of all that a backtest reads; stores with other snapshots may have the same data of its period. */
export const inputsDigest = (panel: PanelSlice): string => sha256Hex(packed({ ...panel, snapshotId: "" }));
