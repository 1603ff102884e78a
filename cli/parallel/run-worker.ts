import { parentPort } from "node:worker_threads";
import * as engine from "../../engine/index.ts";
import { readRecipe } from "./module-recipe.ts";

type Maker = (given: typeof engine) => engine.Result<engine.Strategy>;

/** Makes the strategy anew each time; the module itself is read once. */
const loadStrategy: engine.LoadStrategy = async (text) => {
  const { module, maker } = readRecipe(text);
  const found = (await import(/* @vite-ignore */ module)) as Record<string, unknown>;
  const make = found[maker];
  if (typeof make !== "function")
    return { ok: false, error: { code: "bad-argument", message: `${module} has no function ${maker}` } };
  return (make as Maker)(engine);
};

const port = parentPort;
if (!port) throw new Error("this script is the thread of a sweep");
const receive = engine.serveSweep((message) => port.postMessage(message), loadStrategy);
port.on("message", receive);
