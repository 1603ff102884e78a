import fc from "fast-check";
import { expect, test } from "vitest";
import { serialiseNotebook } from "../../kernel/notebook/index.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import { isDirty } from "../state/document/document-state.ts";
import { chooseVersion, hearChangedOnDisk } from "./choose-version.ts";
import type { ActionContext } from "./context.ts";
import { typeInCell } from "./edit-cells.ts";
import { createFakeApp } from "./fake-app.ts";
import { openNotebook, saveNotebook } from "./notebook-files.ts";

const head = "// ---\n// asof: 1\n// ---\n\n";
const source = (text: string) => `${head}// %% id=a\n${text}\n`;

/** A fake app whose disk holds one file. */
const withDisk = (text: string, path = "/n/disk.nb.ts", isExact = true) => {
  const fake = createFakeApp();
  const disk = { text };
  const { call } = fake.context.app;
  const file = () => ({ path, name: path.slice(3), text: disk.text, isSample: false, isExact });
  const context: ActionContext = {
    ...fake.context,
    app: {
      ...fake.context.app,
      call: async (name, input) => {
        const answer = await call(name, input);
        if (name === "notebook/open") return wireOk(file()) as never;
        if (name === "results/read") return wireOk({ bytes: null }) as never;
        if (name === "kernel/start") return wireError("kernel-failed", "none here") as never;
        if (name === "notebook/save") {
          disk.text = (input as { text: string }).text;
          return wireOk(file()) as never;
        }
        return answer;
      },
    },
  };
  context.store.setState({ tabs: [], activeTabId: "welcome" });
  const tab = () => context.store.getState().tabs[0]!;
  const saves = () => fake.calls.filter(({ name }) => name === "notebook/save").map(({ input }) => input);
  return { context, disk, file, tab, saves, calls: fake.calls, open: () => openNotebook(context, { path }) };
};

test("F7: opening a file, however it is made, runs nothing and writes nothing, and its text can be seen", async () => {
  const pieces = fc.constantFrom(
    "// %%",
    "// %% id=__proto__\n",
    "// ---\n",
    "\0",
    "\r\n",
    "*/",
    '"',
    "\ud800",
    "while(1);",
  );
  const whole = `${source("throw 1;")}\n// %% [sql] id=b\n/*\nselect 1\n*/\n`;
  const change = fc.record({ at: fc.nat(), cut: fc.nat(20), put: pieces });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      let text = whole;
      for (const { at, cut, put } of changes) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + put + text.slice(place + cut);
      }
      const { open, tab, calls } = withDisk(text);
      await open();
      expect(tab().plain?.text ?? "").toBe(tab().plain ? text : "");
      expect(calls.map(({ name }) => name).filter((name) => /run|save|export|write/.test(name))).toEqual([]);
    }),
    { numRuns: Number(process.env.ASOF_ROUNDS ?? 100), seed: 4 },
  );
});

test("F5: a file of a newer format is text: nothing saves over it, and what was kept under its name stays", async () => {
  const { context, open, tab, calls } = withDisk("// ---\n// asof: 9\n// ---\n");
  await open();
  expect(tab().plain).toMatchObject({ line: 2, message: expect.stringContaining("format 9") });
  expect(await saveNotebook(context, tab().id)).toBe(false);
  expect(calls.some(({ name }) => name === "notebook/save" || name === "notebook/keep")).toBe(false);
});

test("F7: a file that is not UTF-8 is text", async () => {
  const { open, tab } = withDisk(source("z\uFFFDrich"), "/n/latin.nb.ts", false);
  await open();
  expect(tab().plain).toMatchObject({ line: 6, message: expect.stringContaining("UTF-8") });
});

test("F12: text that was kept is put back when its file is opened in any way, and stays unsaved", async () => {
  const { context, open, tab } = withDisk(source("old"));
  const kept = [{ key: "/n/disk.nb.ts", name: "disk.nb.ts", text: source("typed"), isBaseChanged: false }];
  context.store.setState({ kept });
  await open();
  expect(tab().document.notebook.cells[0]!.source).toBe("typed");
  expect(isDirty(tab().document)).toBe(true);
  expect(context.store.getState().kept).toEqual([]);
  await chooseVersion(context, tab().id, "theirs");
  expect(tab().document.notebook.cells[0]!.source).toBe("old");
  expect(isDirty(tab().document)).toBe(false);
});

test("F14: kept text over a file that changed since is not saved before a choice", async () => {
  const { context, disk, open, tab } = withDisk(source("theirs"));
  const kept = [{ key: "/n/disk.nb.ts", name: "disk.nb.ts", text: source("mine"), isBaseChanged: true }];
  context.store.setState({ kept });
  await open();
  expect(await saveNotebook(context, tab().id)).toBe(false);
  expect(disk.text).toBe(source("theirs"));
  await chooseVersion(context, tab().id, "mine");
  expect(disk.text).toBe(source("mine"));
  expect(tab().theirs).toBeNull();
});

test("F14: without unsaved changes the file is read again, and Undo has what was here", async () => {
  const { context, disk, file, open, tab } = withDisk(source("one"));
  await open();
  disk.text = source("two");
  await hearChangedOnDisk(context, { path: "/n/disk.nb.ts", file: file() });
  expect(tab().document.notebook.cells[0]!.source).toBe("two");
  expect(isDirty(tab().document)).toBe(false);
  expect(tab().document.past.at(-1)!.edit.type).toBe("reload");
});

test("F14: with unsaved changes both texts survive: theirs in the file, mine in a notebook of its own", async () => {
  const { context, disk, file, open, tab } = withDisk(source("one"));
  await open();
  typeInCell(context, tab().id, "a", "mine");
  disk.text = source("theirs");
  await hearChangedOnDisk(context, { path: "/n/disk.nb.ts", file: file() });
  expect(tab().document.notebook.cells[0]!.source).toBe("mine");
  expect(tab().notices.map(({ action }) => action)).toContain("choose-version");
  await chooseVersion(context, tab().id, "both");
  const [theirs, mine] = context.store.getState().tabs;
  expect(serialiseNotebook(theirs!.document.notebook, theirs!.written!)).toBe(source("theirs"));
  expect([mine!.name, mine!.path, isDirty(mine!.document)]).toEqual(["disk-mine.nb.ts", null, true]);
  expect(mine!.document.notebook.cells[0]!.source).toBe("mine");
});

test("F11: a Jupyter notebook opens as a notebook of its own, unsaved, and its file is not written", async () => {
  const ipynb = JSON.stringify({ nbformat: 4, cells: [{ cell_type: "code", source: "print(1)" }] });
  const { open, tab, saves } = withDisk(ipynb, "/n/py.ipynb");
  await open();
  expect([tab().name, tab().path, isDirty(tab().document)]).toEqual(["py.nb.ts", null, true]);
  expect(tab().document.notebook.cells[0]!.source).toBe("```python\nprint(1)\n```");
  expect(saves()).toEqual([]);
});
