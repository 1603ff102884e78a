import { readFile } from "node:fs/promises";
import { runInNode } from "./run-in-node.ts";

// A process of its own: what cells are given in place of Math and Date would be that of whoever started it as well.
const [notebook, storeDir] = process.argv.slice(2);
const { cells, faults, manifests } = await runInNode(await readFile(notebook!, "utf8"), storeDir!);
const last = cells.at(-1)?.outputs[0];
const bits = last && "text" in last ? last.text : "";
process.stdout.write(JSON.stringify({ faults, manifests, bits }));
