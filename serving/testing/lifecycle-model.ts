import type { Actor, Command } from "../domain/command.ts";

interface ModelVersion {
  isSkewed?: boolean;
  /** What was told of its recomputation, as text. */
  recomputed?: string;
  readonly digest: string;
  readonly authors: readonly (string | null)[];
  state: string;
  share: number;
}

/** A strategy as simply as it can be told: where each version stands, who was live, whether all is halted. */
export interface LifecycleModel {
  readonly desk: string;
  readonly versions: ModelVersion[];
  /** Everyone who ever became live and was not rolled back, oldest first; the last is live unless it retired. */
  readonly reign: number[];
  isHalted: boolean;
}

export const newModel = (desk: string): LifecycleModel => ({
  desk,
  versions: [],
  reign: [],
  isHalted: false,
});

const WHO: Readonly<Record<Command["kind"], string>> = {
  upload: "author",
  check: "server",
  breach: "server",
  "report-skew": "server",
  "report-recomputed": "server",
  approve: "approver",
  reject: "approver",
  deploy: "operator",
  share: "operator",
  promote: "operator",
  rollback: "operator",
  halt: "operator",
  resume: "operator",
  retire: "operator",
};

const NEXT_SHARE: Readonly<Record<number, number>> = { 0: 1, 1: 5, 5: 25, 25: 50, 50: 50 };

/**
 * What must come of a command: "ok", after which the model has moved, or the code of the refusal; `problems` is what a
 * policy holds against the version.
 */
export const modelStep = (
  model: LifecycleModel,
  command: Command,
  actor: Actor,
  problems: readonly string[],
): string => {
  if (!actor.roles.some((role) => role === WHO[command.kind])) return "wrong-role";
  const { versions, reign } = model;
  const isStopped = problems.length > 0;
  const at = (number: number) => versions[number - 1];
  const live = versions.findIndex(({ state }) => state === "live") + 1;
  const candidate = versions.findIndex(({ state }) => state === "shadow" || state === "canary") + 1;
  const put = (number: number, state: string, share = 0): "ok" => {
    Object.assign(at(number)!, { state, share });
    return "ok";
  };
  const dethrone = (): boolean => {
    const heirs = reign.filter((number) => number !== live && at(number)!.state === "superseded");
    const heir = heirs.at(-1);
    if (heir === undefined) return false;
    put(live, "superseded");
    put(heir, "live", 100);
    reign.splice(reign.indexOf(heir) + 1);
    return true;
  };
  switch (command.kind) {
    case "upload": {
      if (command.desk !== model.desk) return "wrong-desk";
      const isKnown = versions.some(
        ({ digest, state }) => digest === command.digest && !["rejected", "retired"].includes(state),
      );
      if (isKnown) return "digest-known";
      const authors = [actor.subject, command.signedBy];
      versions.push({ digest: command.digest, authors, state: "uploaded", share: 0 });
      return "ok";
    }
    case "halt":
      if (model.isHalted) return "halted";
      model.isHalted = true;
      return "ok";
    case "resume":
      if (!model.isHalted) return "not-halted";
      model.isHalted = false;
      return "ok";
    case "rollback":
      if (candidate > 0) return put(candidate, "superseded");
      return live > 0 && dethrone() ? "ok" : "nothing-before";
  }
  const version = at(command.version);
  if (!version) return "unknown-version";
  switch (command.kind) {
    case "check":
      if (version.state !== "uploaded") return "wrong-state";
      return put(command.version, problems.length > 0 ? "rejected" : "checked");
    case "approve":
    case "reject":
      if (version.state !== "checked") return "wrong-state";
      if (version.authors.includes(actor.subject)) return "own-bundle";
      if (version.digest !== command.digest) return "wrong-digest";
      if (command.kind === "approve" && isStopped) return "policy-not-met";
      return put(command.version, command.kind === "approve" ? "approved" : "rejected");
    case "deploy":
      if (model.isHalted) return "halted";
      if (version.state !== "approved") return "wrong-state";
      if (candidate > 0) return "candidate-in-the-way";
      return isStopped ? "policy-not-met" : put(command.version, "shadow");
    case "share":
      if (model.isHalted) return "halted";
      if (command.version !== candidate) return "wrong-state";
      if (command.share > NEXT_SHARE[version.share]!) return "share-too-far";
      if (command.share === version.share) return "wrong-state";
      if (command.share > version.share && isStopped) return "policy-not-met";
      return put(command.version, "canary", command.share);
    case "promote":
      if (model.isHalted) return "halted";
      if (version.state !== "canary") return "wrong-state";
      if (version.share !== 50) return "share-too-far";
      if (isStopped) return "policy-not-met";
      if (live > 0) put(live, "superseded");
      reign.push(command.version);
      return put(command.version, "live", 100);
    case "retire":
      if (!["checked", "approved", "live", "superseded"].includes(version.state)) return "wrong-state";
      return put(command.version, "retired");
    case "report-skew":
      if (!["shadow", "canary", "live", "superseded"].includes(version.state) || version.isSkewed)
        return "wrong-state";
      version.isSkewed = true;
      return "ok";
    case "report-recomputed": {
      if (!["checked", "approved", "shadow", "canary"].includes(version.state)) return "wrong-state";
      const told = JSON.stringify(command.recomputed);
      const known = version.recomputed;
      if (known === told || (known !== undefined && !known.includes("not-here"))) return "wrong-state";
      version.recomputed = told;
      return "ok";
    }
    case "breach":
      if (command.version === candidate) return put(command.version, "superseded");
      if (command.version !== live) return "wrong-state";
      if (!dethrone()) model.isHalted = true;
      return "ok";
  }
};
