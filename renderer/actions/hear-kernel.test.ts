import { expect, it } from "vitest";
import type { CellStatus } from "../../kernel/contract/kernel-contract.ts";
import type { CellManifest } from "../../kernel/contract/manifest.ts";
import { findTab, handlesOf } from "./context.ts";
import { createFakeApp } from "./fake-app.ts";
import { hearKernel } from "./hear-kernel.ts";

const status: CellStatus = {
  cellId: "a",
  state: "done",
  runNumber: 1,
  durationMs: 1,
  estimateMs: null,
  inputHash: "0",
};
const manifest: CellManifest = {
  cellId: "a",
  state: "done",
  codeHash: "0".repeat(64),
  closureHash: "0".repeat(64),
  inputs: {},
  needs: [],
  snapshotId: "",
  asOf: null,
  seed: 0,
  engine: "1",
  orderLog: "1",
  backtests: [],
  outputs: [],
};
const variable = { name: "a", cellId: "a", type: "number", preview: "1" };

it("draws a result before it takes in what is only kept about it, and that in one change", async () => {
  let draw = () => {};
  const fake = createFakeApp();
  const context = { ...fake.context, drawn: () => new Promise<void>((resolve) => (draw = resolve)) };
  hearKernel(context, "t", handlesOf(context, "t").kernel!);
  const seen: string[] = [];
  context.store.subscribe(() => {
    const { statuses, manifests, variables } = findTab(context, "t")!.session;
    seen.push([Object.keys(statuses), Object.keys(manifests), variables.map(({ name }) => name)].join(" "));
  });
  fake.kernel.emit("cells/changed", { outputs: [], statuses: [status] });
  fake.kernel.emit("cell/manifest", { runNumber: 1, manifest });
  fake.kernel.emit("variables/changed", { variables: [variable] });
  await expect.poll(() => seen).toEqual(["a  "]);
  draw();
  await expect.poll(() => seen).toEqual(["a  ", "a a a"]);
});

it("takes in nothing that a kernel that was replaced meanwhile had told", async () => {
  let draw = () => {};
  const fake = createFakeApp();
  const context = { ...fake.context, drawn: () => new Promise<void>((resolve) => (draw = resolve)) };
  const { kernel } = handlesOf(context, "t");
  hearKernel(context, "t", kernel!);
  fake.kernel.emit("variables/changed", { variables: [variable] });
  fake.kernel.emit("cells/changed", { outputs: [], statuses: [status] });
  await expect.poll(() => findTab(context, "t")!.session.statuses).toEqual({ a: status });
  handlesOf(context, "t").kernel = null;
  draw();
  await new Promise((resolve) => setImmediate(resolve));
  expect(findTab(context, "t")!.session.variables).toEqual([]);
});
