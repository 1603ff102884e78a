import type { Strategy, Version } from "../../serving/contract/lifecycle.ts";
import { say, sayJson } from "../terminal.ts";
import { DONE } from "./with-server.ts";

const where = ({ state, share }: Version): string => (state === "canary" ? `canary, ${share} %` : state);

/** Whose figures a version's are, as far as a server with data has looked. */
const figuresOf = ({ recomputed }: Version): readonly string[] => {
  switch (recomputed?.outcome) {
    case "same":
      return ["figures recomputed there"];
    case "differs":
      return [`states another ${recomputed.figure} than its backtest gives there`];
    case "not-here":
      return ["figures stated by the author"];
    default:
      return [];
  }
};

const lineOf = (version: Version): string => {
  const people = [
    `by ${version.author}`,
    ...(version.approver === null ? [] : [`judged by ${version.approver}`]),
    ...figuresOf(version),
  ];
  const reason = version.reason === null ? "" : `: ${version.reason}`;
  return `  ${String(version.version).padStart(3)}  ${where(version).padEnd(12)} ${version.digest.slice(0, 16)}  ${people.join(", ")}${reason}`;
};

/** A strategy with its versions, newest first. */
export const linesOf = ({ id, desk, halt, versions }: Strategy): readonly string[] => [
  `${id} (${desk})${halt ? `, halted by ${halt.by}: ${halt.reason}` : ""}`,
  ...versions.toReversed().map(lineOf),
];

/** Tells how a strategy stands after what was done to it. */
export const tellStrategy = (
  strategy: Strategy,
  { json }: { readonly json: boolean },
  sentence: string,
): number => {
  if (json) sayJson({ ok: true, strategy });
  else {
    say(sentence);
    for (const line of linesOf(strategy)) say(line);
  }
  return DONE;
};
