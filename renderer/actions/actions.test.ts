import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CellManifest } from "../../kernel/contract/manifest.ts";
import { wireOk } from "../../wire/contract.ts";
import { isDirty, openDocument } from "../state/document/document-state.ts";
import { shownKernel } from "../state/session/session-state.ts";
import { dispatchSession, updateTab } from "./context.ts";
import { setBreakpoints } from "./debug.ts";
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

  it("D1: waits until the breakpoints hold that were told a moment before", async () => {
    const { context, calls } = createFakeApp();
    const { call } = context.app;
    const answers: (() => void)[] = [];
    Object.assign(context.app, {
      call: async (...args: Parameters<typeof call>) => {
        if (args[0] === "debug/breakpoints") await new Promise<void>((resolve) => answers.push(resolve));
        return call(...args);
      },
    });
    setBreakpoints(context, "t", "a", [1]);
    const running = run(context, "t", { cellIds: ["a"], restart: false });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[0]!();
    await new Promise(setImmediate);
    expect(calls.some(({ name }) => name === "cells/run")).toBe(false);
    answers[1]!();
    await running;
    expect(calls.map(({ name }) => name).filter((name) => /^(debug|cells\/run)/.test(name))).toEqual([
      "debug/breakpoints",
      "debug/breakpoints",
      "cells/run",
    ]);
  });

  it("G15: reaches the kernel at once, and changes the view once when it begins and once when it ends", async () => {
    const statuses = Array.from({ length: 50 }, (_, at) => ({
      cellId: at === 0 ? "a" : `b${at}`,
      state: "done" as const,
      runNumber: 1,
      durationMs: 1,
      estimateMs: null,
      inputHash: "",
    }));
    const fake = createFakeApp({ "cells/run": () => wireOk({ statuses }) });
    const { client } = fake.context.handles.get("t")!.kernel!;
    const called = vi.spyOn(client, "call");
    let changes = 0;
    fake.context.store.subscribe(() => void changes++);
    const running = run(fake.context, "t", { cellIds: ["a"], restart: false });
    expect(called.mock.calls.map(([name]) => name)).toEqual(["cells/run"]);
    expect(changes).toBe(1);
    await running;
    expect(changes).toBe(2);
    expect(tabOf(fake).session.statuses.a).toMatchObject({ state: "done" });
  });

  it("one asked for during another goes to the kernel's queue, and the notebook is idle after the last", async () => {
    const finish: (() => void)[] = [];
    const fake = createFakeApp({
      "cells/run": () => new Promise((resolve) => finish.push(() => resolve(wireOk({ statuses: [] })))),
    });
    const first = run(fake.context, "t", { cellIds: "all", restart: false });
    const second = run(fake.context, "t", { cellIds: ["a"], restart: false });
    await vi.advanceTimersByTimeAsync(1);
    expect(finish).toHaveLength(2);
    finish[0]!();
    expect(await first).toBe(true);
    expect(tabOf(fake).session.kernel).toBe("running");
    finish[1]!();
    expect(await second).toBe(true);
    expect(tabOf(fake).session.kernel).toBe("idle");
  });

  it("is shown as under way only when it lasts, though it counts as one at once", async () => {
    let finish = (): void => {};
    const fake = createFakeApp({
      "cells/run": () =>
        new Promise((resolve) => {
          finish = () => resolve(wireOk({ statuses: [] }));
        }),
    });
    const seen: string[] = [];
    fake.context.store.subscribe(() => void seen.push(shownKernel(tabOf(fake).session)));
    const short = run(fake.context, "t", { cellIds: ["a"], restart: false });
    expect(tabOf(fake).session.kernel).toBe("running");
    await pass(fake, 59);
    finish();
    await short;
    await pass(fake, 100);
    expect(new Set(seen)).toEqual(new Set(["idle"]));

    const long = run(fake.context, "t", { cellIds: ["a"], restart: false });
    await pass(fake, 60);
    expect(seen.at(-1)).toBe("running");
    finish();
    await long;
    expect(seen.at(-1)).toBe("idle");
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

describe("saving under another name", () => {
  it("F12: keeps what was typed meanwhile under the new name before it forgets the old one", async () => {
    const fake = createFakeApp();
    updateTab(fake.context, "t", (tab) => ({ ...tab, path: null, draftKey: "new:1" }));
    typeInCell(fake.context, "t", "a", "before");
    const saving = saveNotebook(fake.context, "t");
    typeInCell(fake.context, "t", "a", "meanwhile");
    expect(await saving).toBe(true);
    expect(named(fake, "notebook/keep").map(({ input }) => input)).toMatchObject([
      { key: "/n/one.nb.ts", text: expect.stringContaining("meanwhile") },
      { key: "new:1", text: null },
    ]);
  });
});

describe("keeping a run", () => {
  const manifest = (cellId: string, digit: string): CellManifest => ({
    cellId,
    state: "done",
    codeHash: digit.repeat(64),
    closureHash: digit.repeat(64),
    inputs: {},
    needs: [],
    snapshotId: "s1",
    asOf: null,
    seed: 1,
    engine: "1",
    orderLog: "1",
    backtests: [],
    outputs: [],
  });

  it("M6: a run of one cell is kept beside the notebook, with the cells that ran and no others", async () => {
    const fake: FakeApp = createFakeApp({
      "cells/run": () => {
        dispatchSession(fake.context, "t", { type: "manifest", runNumber: 2, manifest: manifest("a", "2") });
        return wireOk({ statuses: [] });
      },
    });
    updateTab(fake.context, "t", (tab) => {
      const { notebook } = tab.document;
      const cells = [...notebook.cells, { ...notebook.cells[0]!, id: "b" }];
      const session = { ...tab.session, manifests: { a: manifest("a", "1"), b: manifest("b", "1") } };
      return { ...tab, session, document: openDocument({ ...notebook, cells }) };
    });
    await run(fake.context, "t", { cellIds: ["a"], restart: false });
    const { input } = named(fake, "results/keep-run").at(-1)!;
    expect(input).toMatchObject({
      path: "/n/one.nb.ts",
      run: { scope: "cells", cells: [manifest("a", "2")] },
    });
    await run(fake.context, "t", { cellIds: "all", restart: false });
    const whole = named(fake, "results/keep-run").at(-1)!.input;
    expect(whole).toMatchObject({ run: { scope: "notebook", cells: [{ cellId: "a" }, { cellId: "b" }] } });
  });
});
