import { clockProbes, languageProbes } from "./language.ts";
import { machineProbes } from "./machine.ts";
import { networkProbes } from "./network.ts";
import { attemptsOf, type Listening, type Probe, plainAttemptsOf } from "./probe.ts";

/** Every attempt. Where nothing holds it back, each reaches what it is after in one of the bare hosts. */
export const probes: readonly Probe[] = [
  ...networkProbes,
  ...machineProbes,
  ...languageProbes,
  ...clockProbes,
];

/** Texts that the compiler refuses, so that nothing of them runs. Each would write REACHED. */
export const refusedTexts: readonly string[] = [
  `await import("data:text/javascript,1"); console.log("REACHED import()");`,
  `import fs from "node:fs"; console.log("REACHED import");`,
  `console.log("REACHED import.meta " + import.meta.url);`,
  "let x: any = 1, y: any = 1;\nconst z = x <!--y + `\n; console.log('REACHED comment'); \n//` + '';",
];

const GROUP = 20;

/** The attempts as texts of cells; each writes one line `held <count> of <count>` and a line for what it reached. */
export const escapeCells = (listening: Listening): string[] =>
  Array.from({ length: Math.ceil(probes.length / GROUP) }, (_, at) => {
    const group = probes.slice(at * GROUP, (at + 1) * GROUP);
    return [
      "// @ts-nocheck",
      "await (async () => {",
      attemptsOf(group, listening),
      // No timers here: what an answer takes is the wait.
      `for (let at = 0; at < 8; at++) await data.facts("x", "y").catch(() => {});`,
      `for (const name of Object.keys(reached)) console.log("REACHED " + name + ": " + reached[name]);`,
      `console.log(\`held \${${group.length} - Object.keys(reached).length} of ${group.length}\`);`,
      `return \`held \${${group.length} - Object.keys(reached).length} of ${group.length} \${Object.keys(reached).join(", ")}\`;`,
      "})()",
    ].join("\n");
  });

/** A program for a host without any sandbox: `say` is called with the names of what was reached. */
export const barePrograms = (listening: Listening, say: string): string =>
  `(async () => {\n${plainAttemptsOf(probes, listening)}\nawait Promise.all(open.values());\n(${say})(Object.keys(reached));\n})()`;
