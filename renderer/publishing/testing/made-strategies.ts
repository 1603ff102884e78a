import type { Connection } from "../../../main/contract/publish-calls.ts";
import { type Gate, gateSteps } from "../../../main/contract/publish-gate.ts";
import type { Strategy, Version } from "../../../serving/contract/lifecycle.ts";

/** A digest that is told apart by its number. */
export const digestNumber = (n: number): string => n.toString(16).padStart(64, "0");

export const madeVersion = (version: number, changes: Partial<Version> = {}): Version => ({
  version,
  digest: digestNumber(version),
  author: "mara",
  signedBy: "mara",
  state: "checked",
  share: 0,
  approver: null,
  reason: null,
  statement: null,
  recomputed: null,
  skew: null,
  ...changes,
});

export const madeStrategy = (versions: readonly Version[], changes: Partial<Strategy> = {}): Strategy => ({
  id: "momentum",
  desk: "equities",
  revision: 1,
  versions: [...versions],
  before: [],
  halt: null,
  ...changes,
});

export const madeConnection = (changes: Partial<Connection> = {}): Connection => ({
  id: "c1",
  name: "Desk server",
  url: "https://serving.example",
  desk: "equities",
  state: "online",
  code: "",
  message: "",
  subject: "ada",
  roles: ["approver", "operator", "auditor"],
  isTokenKept: true,
  signIn: null,
  answeredAt: 1_700_000_000_000,
  ...changes,
});

export const madeGate = (gateId: number, changes: Partial<Gate> = {}): Gate => ({
  gateId,
  state: "running",
  steps: gateSteps.map((step) => ({ step, state: "waiting", durationMs: null, facts: {}, problems: [] })),
  bundle: null,
  ...changes,
});
