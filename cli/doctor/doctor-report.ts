import type { DeepFinding } from "../../store/examine-deeply.ts";

/** One line of the doctor's findings. `advice` says what to do when it is not well. */
export interface Finding {
  readonly topic: string;
  readonly isWell: boolean;
  readonly text: string;
  readonly advice?: string;
}

export interface DoctorFacts {
  readonly asofVersion: string;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly isRoot: boolean;
  readonly denoVersion: string | null;
  readonly electron: { readonly version: string; readonly isFallback: boolean } | null;
  readonly store:
    | {
        readonly ok: true;
        readonly path: string;
        readonly sizeBytes: number;
        readonly duckdbVersion: string;
        readonly isHealthy: boolean;
      }
    | { readonly ok: false; readonly message: string };
  /** What reading everything found; null when nobody asked for it. */
  readonly deep: readonly DeepFinding[] | null;
}

/** Things to know, not things to mend: what was put aside long ago, and what is made again by itself. */
export const isHarmless = ({ topic, faults }: DeepFinding): boolean =>
  topic === "left over" || topic === "panel files" || faults.length === 0;

const findDeep = ({ deep }: DoctorFacts): Finding[] =>
  (deep ?? []).map((finding) => {
    const topic = `Store ${finding.topic}`;
    if (finding.faults.length === 0) return { topic, isWell: true, text: `${finding.looked}: well` };
    const shown = finding.faults.slice(0, 5).join(" ");
    const more = finding.faults.length > 5 ? ` (and ${finding.faults.length - 5} more)` : "";
    const text = `${shown}${more}`;
    return isHarmless(finding)
      ? { topic, isWell: true, text }
      : {
          topic,
          isWell: false,
          text,
          advice: "Restore a backup with asof restore, or import the file again.",
        };
  });

const findElectron = (facts: DoctorFacts): Finding => {
  const { electron } = facts;
  if (!electron) {
    return {
      topic: "Electron",
      isWell: false,
      text: "none prepared",
      advice: "Run npm start once on a machine with a display.",
    };
  }
  return electron.isFallback
    ? {
        topic: "Electron",
        isWell: true,
        text: `${electron.version}, the fallback for closed networks: for development and tests, not for production use`,
      }
    : { topic: "Electron", isWell: true, text: electron.version };
};

const findStore = ({ store }: DoctorFacts): Finding[] => {
  if (!store.ok)
    return [
      {
        topic: "Store",
        isWell: false,
        text: store.message,
        advice: "Run npm start to build the sample store.",
      },
    ];
  const megabytes = (store.sizeBytes / 1_048_576).toFixed(1);
  return [
    { topic: "DuckDB", isWell: true, text: store.duckdbVersion },
    {
      topic: "Store",
      isWell: store.isHealthy,
      text: `${store.path}, ${megabytes} MB, ${store.isHealthy ? "healthy" : "damaged"}`,
      ...(store.isHealthy
        ? {}
        : { advice: "Delete the folder and run npm start: the sample store is built again." }),
    },
  ];
};

/** What the facts mean, in the order a person reads them. */
export const findAll = (facts: DoctorFacts): Finding[] => [
  { topic: "Asof", isWell: true, text: facts.asofVersion },
  { topic: "Node", isWell: true, text: `${facts.nodeVersion} on ${facts.platform}` },
  facts.denoVersion
    ? { topic: "Headless kernel", isWell: true, text: `Deno ${facts.denoVersion}, no permissions` }
    : { topic: "Headless kernel", isWell: false, text: "Deno does not start", advice: "Run npm ci again." },
  findElectron(facts),
  facts.isRoot
    ? {
        topic: "Window sandbox",
        isWell: false,
        text: "off for this account: Chromium's sandbox cannot be used by root",
        advice: "Use an ordinary account for anything but tests.",
      }
    : { topic: "Window sandbox", isWell: true, text: "on" },
  ...findStore(facts),
  ...findDeep(facts),
];

export const printFindings = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ topic }) => topic.length));
  return findings
    .map(({ topic, isWell, text, advice }) => {
      const line = `${isWell ? "ok  " : "note"}  ${topic.padEnd(width)}  ${text}`;
      return advice ? `${line}\n      ${" ".repeat(width)}  ${advice}` : line;
    })
    .join("\n");
};
