import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { wireOk } from "../../wire/contract.ts";
import { isDirty } from "../state/document/document-state.ts";
import { typeInCell } from "./edit-cells.ts";
import { createFakeApp, type FakeApp } from "./fake-app.ts";
import { saveNotebook } from "./notebook-files.ts";
import { run, stop } from "./run.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const tabOf = ({ context }: FakeApp) => context.store.getState().tabs[0]!;
const named = ({ calls }: FakeApp, name: string) => calls.filter((call) => call.name === name);
const pass = async ({ clock }: FakeApp, ms: number) => {
  clock.now += ms;
  await vi.advanceTimersByTimeAsync(ms);
};

describe("typing", () => {
  it("tells the kernel once for a burst of keys", async () => {
    const fake = createFakeApp();
    for (const source of ["12", "123", "1234"]) {
      typeInCell(fake.context, "t", "a", source);
      await pass(fake, 20);
    }
    await pass(fake, 200);
    expect(named(fake, "cells/update")).toHaveLength(1);
    expect(named(fake, "cells/update")[0]!.input).toMatchObject({ version: 1, cells: [{ source: "1234" }] });
  });

  it("is kept within a second of the first key, however long one goes on typing", async () => {
    const fake = createFakeApp();
    for (let key = 0; key < 9; key++) {
      typeInCell(fake.context, "t", "a", "x".repeat(key + 2));
      await pass(fake, 120);
    }
    expect(named(fake, "notebook/keep").length).toBeGreaterThanOrEqual(1);
  });

  it("that is undone forgets the kept draft", async () => {
    const fake = createFakeApp();
    typeInCell(fake.context, "t", "a", "12");
    typeInCell(fake.context, "t", "a", "1");
    await pass(fake, 2_000);
    expect(named(fake, "notebook/keep").at(-1)!.input).toMatchObject({ text: null });
  });
});

describe("running", () => {
  it("gives the kernel every keystroke before the run", async () => {
    const fake = createFakeApp();
    typeInCell(fake.context, "t", "a", "2");
    await run(fake.context, "t", { cellIds: ["a"], restart: false });
    const order = fake.calls.map(({ name }) => name).filter((name) => name.startsWith("cells/"));
    expect(order).toEqual(["cells/update", "cells/run"]);
    expect(tabOf(fake).session).toMatchObject({ kernel: "idle", hasRun: true });
  });

  it("does not start a second time while it lasts", async () => {
    let finish = () => {};
    const fake = createFakeApp({
      "cells/run": () => new Promise((resolve) => (finish = () => resolve(wireOk({ statuses: [] })))),
    });
    const first = run(fake.context, "t", { cellIds: "all", restart: false });
    await run(fake.context, "t", { cellIds: "all", restart: false });
    await vi.advanceTimersByTimeAsync(1);
    expect(tabOf(fake).session.kernel).toBe("running");
    finish();
    await first;
    expect(tabOf(fake).session.kernel).toBe("idle");
  });

  it("is stopped in the workers first, and then settled by the host", async () => {
    const fake = createFakeApp();
    await stop(fake.context, "t");
    expect(fake.calls.map(({ name }) => name)).toEqual(["kernel/interrupt", "run/stop"]);
  });
});

describe("saving", () => {
  it("makes the notebook clean and forgets its draft", async () => {
    const fake = createFakeApp();
    typeInCell(fake.context, "t", "a", "2");
    expect(isDirty(tabOf(fake).document)).toBe(true);
    expect(await saveNotebook(fake.context, "t")).toBe(true);
    expect(isDirty(tabOf(fake).document)).toBe(false);
    expect(named(fake, "notebook/keep").at(-1)!.input).toMatchObject({ key: "/n/one.nb.ts", text: null });
  });
});
