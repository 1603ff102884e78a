import { beforeAll, describe, expect, it } from "vitest";
import { bundleDenoKernels, type Removable } from "../testing/bundle-kernel.ts";
import { startDenoKernel } from "../testing/deno-kernel.ts";

/** A layer of the cells' worker: the function that is it, and what a cell has without it. */
interface Layer extends Removable {
  readonly layer: string;
  /** True where a cell got what this layer keeps from it. */
  readonly reaches: string;
}

const layers: readonly Layer[] = [
  {
    layer: "the names of the host",
    module: "kernel/cells/prelude.ts",
    name: "removeGlobals",
    instead: "[]",
    reaches: `typeof Deno === "object" && typeof fetch === "function" && typeof setTimeout === "function"`,
  },
  {
    layer: "code from text",
    module: "kernel/cells/disable-evaluation.ts",
    name: "disableEvaluation",
    instead: "undefined",
    reaches: `(() => {}).constructor("return 1")() === 1`,
  },
  {
    layer: "what built-ins do",
    module: "kernel/cells/freeze-intrinsics.ts",
    name: "freezeIntrinsics",
    instead: "undefined",
    reaches:
      "(() => { Math.exp = () => 1; Array.prototype.at = () => 2; return Math.exp(5) === 1 && [].at(0) === 2; })()",
  },
  {
    layer: "clock, zone and chance",
    module: "kernel/cells/deterministic-globals.ts",
    name: "installDeterminism",
    instead: "{ begin: () => {} }",
    reaches: `Date.now() > 1e12 && new Date().toString().includes("GMT")`,
  },
];

describe("the layers within a cell's worker", () => {
  let kernels: Awaited<ReturnType<typeof bundleDenoKernels>>;
  beforeAll(async () => {
    kernels = await bundleDenoKernels(layers);
  });

  /** What each layer keeps from a cell that is reached all the same. */
  const reachedWithout = async (module: string | null): Promise<string[]> => {
    const kernel = await startDenoKernel(undefined, kernels.without(module));
    try {
      await kernel.load(
        ...layers.map(
          ({ reaches }) => `// @ts-nocheck\n(() => { try { return ${reaches}; } catch { return false; } })()`,
        ),
      );
      await kernel.run();
      return layers.flatMap(({ layer }, at) => {
        const [shown] = kernel.outputs.get(`c${at}`) ?? [];
        if (shown?.kind !== "value") throw new Error(`${layer}: ${JSON.stringify(shown)}`);
        return shown.value.preview === "true" ? [layer] : [];
      });
    } finally {
      kernel.end();
    }
  };

  it("S10: hold all of it together", async () => {
    expect(await reachedWithout(null)).toEqual([]);
  });

  it.each(layers)("S10: no other layer holds $layer", async ({ layer, module }) => {
    expect(await reachedWithout(module)).toContain(layer);
  });
});
