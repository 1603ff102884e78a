import type { BuildContract, BuildFault } from "../../bundle/contract/build-contract.ts";
import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import { evidenceOf } from "../../bundle/document/evidence-of.ts";
import { type ParsedNotebook, parseNotebook } from "../../kernel/notebook/index.ts";
import type { Policy } from "../../serving/contract/policy.ts";
import type { Input, Output, WireResult } from "../../wire/contract.ts";
import type { PublishRequest } from "../contract/publish-calls.ts";
import type { GateProblem, GateStep, LimitVerdict } from "../contract/publish-gate.ts";
import type { CleanRun } from "./clean-run.ts";
import { type GateState, problem } from "./gate-state.ts";
import { judgeLimits } from "./judge-limits.ts";

type ReadNotebook = Extract<ParsedNotebook, { readonly ok: true }>;
type BuildInput = Input<BuildContract, "bundle/build">;
type BuildOutput = Output<BuildContract, "bundle/build">;

export interface GateSurroundings {
  /** Restart and run all, in a kernel of its own that nobody sees. */
  cleanRun(
    notebook: ReadNotebook["notebook"],
    path: string | null,
    signal: AbortSignal,
  ): Promise<WireResult<CleanRun>>;
  build(
    input: BuildInput,
    onCutOut: (cells: number) => void,
    signal: AbortSignal,
  ): Promise<WireResult<BuildOutput>>;
  /** What the desk asks, from its server. */
  policy(connectionId: string, signal: AbortSignal): Promise<WireResult<Policy>>;
}

/** What passed a gate and may be signed. */
export interface PassedBundle {
  readonly request: PublishRequest;
  readonly digest: string;
  readonly text: string;
}

/** Faults of what was cut out; all others come of replaying it. */
const OF_CUTTING: readonly BuildFault["code"][] = ["unknown-entry", "bad-entry", "not-servable", "not-clean"];

const problemsOf = ({ code, message, places }: BuildFault, entry: string | null): GateProblem[] =>
  places.length === 0
    ? [problem(code, message, { cellId: entry })]
    : places.map(({ notebook, cellId, line, message: said }) =>
        problem(code, notebook === "" ? said : `${notebook}, cell ${cellId}: ${said}`, {
          cellId: notebook === "" ? cellId : null,
          line: notebook === "" ? line : null,
        }),
      );

const sentenceOf = ({ limit, stated, allowed, verdict }: LimitVerdict): string => {
  if (limit === "needsAuditCertificate")
    return "The desk wants an audit certificate, and the bundle has none.";
  if (limit === "minDeflatedSharpe" && verdict === "not-stated")
    return `The desk wants a deflated Sharpe ratio of at least ${allowed}, and no bundle states one, because the tries before it are not recorded: an administrator has to take this limit out of the desk's policy.`;
  if (verdict === "not-stated") return `The backtest has no figure for ${limit}, at most ${allowed}.`;
  return `${limit} is ${allowed}, and the backtest comes to ${stated}.`;
};

/** The cell that defines what was too much: its parameters and weights are where a figure is mended. */
const placeOf = ({ limit, verdict }: LimitVerdict, { cells }: BundleManifest) => {
  const entry = cells.at(-1);
  // No cell makes a certificate or a figure that is not recorded, and one of another notebook is not open here.
  if (limit === "needsAuditCertificate" || verdict === "not-stated" || entry?.notebook !== "") return {};
  return { cellId: entry.id, line: 1 };
};

/** A code and a sentence that end a gate at a step. */
class Failed extends Error {
  readonly step: GateStep;
  readonly problems: readonly GateProblem[];
  constructor(step: GateStep, problems: readonly GateProblem[]) {
    super("the gate failed");
    this.step = step;
    this.problems = problems;
  }
}

/** The notebook run anew, and every cell of it done. */
const testNotebook = async (
  request: PublishRequest,
  state: GateState,
  around: GateSurroundings,
  signal: AbortSignal,
): Promise<{ readonly parsed: ReadNotebook; readonly run: CleanRun }> => {
  state.begin("clean-run");
  const read = parseNotebook(request.notebook.text);
  if (!read.ok) throw new Failed("clean-run", [problem("not-a-notebook", read.error.message)]);
  const ran = await around.cleanRun(read.notebook, request.notebook.path, signal);
  if (!ran.ok) throw new Failed("clean-run", [problem(ran.error.code, ran.error.message)]);
  const { faults, statuses } = ran.value;
  if (faults.length > 0)
    throw new Failed(
      "clean-run",
      faults.map(({ code, message, hint, cellId, line }) =>
        problem(code, hint === "" ? message : `${message} ${hint}`, { cellId, line }),
      ),
    );
  state.end("clean-run", "passed", { cells: statuses.length });

  state.begin("no-stale");
  const left = statuses.filter(({ state: cell }) => cell !== "done");
  if (left.length > 0)
    throw new Failed(
      "no-stale",
      left.map(({ cellId, state: cell }) =>
        problem(cell, `The cell is ${cell} after a run of the whole notebook.`, { cellId, line: 1 }),
      ),
    );
  state.end("no-stale", "passed", { cells: statuses.length });
  return { parsed: read, run: ran.value };
};

/** The definition cut out, and every vector of it replayed in a process without permissions. */
const buildAndReplay = async (
  request: PublishRequest,
  { parsed, run }: Awaited<ReturnType<typeof testNotebook>>,
  state: GateState,
  around: GateSurroundings,
  signal: AbortSignal,
) => {
  const { kind, variable, backtest } = request;
  const { cells, asOf } = parsed.notebook;
  let step: "cut-out" | "parity" = "cut-out";
  state.begin("cut-out");
  const onCutOut = (count: number) => {
    state.end("cut-out", "passed", { cells: count });
    // There is no audit of look-ahead yet, so there is no certificate; what that means is the desk's to say.
    state.begin("audit");
    state.end("audit", "warned", {}, [
      problem(
        "audit-missing",
        "There is no audit certificate yet. The desk's policy says whether it is needed.",
      ),
    ]);
    step = "parity";
    state.begin("parity");
  };
  const input = { kind, variable, backtest, cells, asOf, ...run.recorded };
  const built = await around.build(input, onCutOut, signal);
  if (!built.ok) throw new Failed(step, [problem(built.error.code, built.error.message)]);
  const made = built.value;
  if (!made.ok) {
    // The first cell that the definition stands in is where its reader looks.
    const entry = cells.find(({ source }) =>
      new RegExp(`\\b${variable.replaceAll("$", "\\$")}\\s*=`).test(source),
    );
    const at = OF_CUTTING.includes(made.fault.code) ? step : "parity";
    throw new Failed(at, problemsOf(made.fault, entry?.id ?? null));
  }
  state.end("parity", "passed", { vectors: made.vectors, modes: made.modes.join(", ") });
  return made;
};

/** Holds a notebook to everything that can be held to here, in the order of the steps; the first that fails ends it. */
export const runGate = async (
  request: PublishRequest,
  state: GateState,
  around: GateSurroundings,
  signal: AbortSignal,
): Promise<PassedBundle | null> => {
  try {
    const tested = await testNotebook(request, state, around, signal);
    if (signal.aborted) throw signal.reason;
    const { text, digest, manifest } = await buildAndReplay(request, tested, state, around, signal);
    if (signal.aborted) throw signal.reason;

    state.begin("policy");
    const policy = await around.policy(request.connectionId, signal);
    const limits = policy.ok ? judgeLimits(policy.value, evidenceOf(manifest)) : [];
    const broken = limits.filter(({ verdict }) => verdict === "broken" || verdict === "not-stated");
    const { kind, name, data } = manifest;
    const sizeBytes = Buffer.byteLength(text);
    const bundle = { digest, kind, name, snapshot: data.snapshot, sizeBytes, limits };
    if (broken.length > 0) {
      state.end(
        "policy",
        "failed",
        { limits: limits.length },
        broken.map((limit) => problem(`policy-${limit.limit}`, sentenceOf(limit), placeOf(limit, manifest))),
      );
      state.close("failed", bundle);
      return null;
    }
    if (policy.ok) state.end("policy", "passed", { limits: limits.length });
    else
      state.end("policy", "warned", {}, [
        problem(
          policy.error.code,
          `${policy.error.message} The server holds the bundle to its limits when it comes.`,
        ),
      ]);
    state.close("passed", bundle);
    return { request, digest, text };
  } catch (error) {
    if (signal.aborted) state.close("cancelled");
    else {
      if (!(error instanceof Failed)) throw error;
      state.end(error.step, "failed", {}, error.problems);
      state.close("failed");
    }
    return null;
  }
};
