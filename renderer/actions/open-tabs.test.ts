import { expect, test } from "vitest";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { ActionContext } from "./context.ts";
import { createFakeApp } from "./fake-app.ts";
import { activateTab } from "./notebook-files.ts";
import { reopenTabs, tellOpenTabs } from "./open-tabs.ts";

const text = (source: string) => `// ---\n// asof: 1\n// ---\n\n// %% id=a\n${source}\n`;

/** A fake app that has no notebook open yet, and whose disk holds what a page asks for. */
const freshPage = () => {
  const fake = createFakeApp();
  const { call } = fake.context.app;
  const app: ActionContext["app"] = {
    ...fake.context.app,
    call: async (name, input) => {
      const answer = await call(name, input);
      if (name === "kernel/start") return wireError("kernel-failed", "none here") as never;
      if (name === "results/read") return wireOk({ bytes: null }) as never;
      if (name !== "notebook/open") return answer;
      const { source } = input as { source: { path: string } | { sampleId: string } };
      const path = "path" in source ? source.path : null;
      const name_ = path?.slice(3) ?? "sample.nb.ts";
      return wireOk({ path, name: name_, text: text("0"), isSample: path === null, isExact: true }) as never;
    },
  };
  const context: ActionContext = { ...fake.context, app };
  context.store.setState({ tabs: [], activeTabId: "welcome" });
  const told = () => fake.calls.filter(({ name }) => name === "notebook/tabs").map(({ input }) => input);
  return { context, told };
};

test("F15: a page in the place of one that ended opens its notebooks, with what was typed in each, and says so", async () => {
  const { context, told } = freshPage();
  let next = 0;
  const made = { ...context, random: () => ++next / 100 };
  const kept = [
    { key: "/n/typed.nb.ts", name: "typed.nb.ts", text: text("typed"), isBaseChanged: false },
    { key: "new:7", name: "untitled.nb.ts", text: text("never saved"), isBaseChanged: false },
    { key: "/n/elsewhere.nb.ts", name: "elsewhere.nb.ts", text: text("of before"), isBaseChanged: false },
  ];
  made.store.setState({ kept });
  const keys = ["/n/clean.nb.ts", "sample:s1", "/n/typed.nb.ts", "new:7", "new:8"];
  await reopenTabs(made, { keys, active: "/n/typed.nb.ts" });
  const { tabs, activeTabId, notices, kept: left } = made.store.getState();
  expect(tabs.map(({ draftKey, document }) => [draftKey, document.notebook.cells[0]?.source])).toEqual([
    ["/n/clean.nb.ts", "0"],
    ["sample:s1", "0"],
    ["/n/typed.nb.ts", "typed"],
    ["new:7", "never saved"],
  ]);
  expect(tabs.find(({ id }) => id === activeTabId)?.name).toBe("typed.nb.ts");
  expect(notices.map(({ key }) => key)).toEqual(["banner:pageGone"]);
  expect(left.map(({ key }) => key)).toEqual(["/n/elsewhere.nb.ts"]);

  tellOpenTabs(made);
  activateTab(made, tabs[0]!.id);
  activateTab(made, tabs[0]!.id);
  expect(told()).toEqual([
    { keys: keys.slice(0, 4), active: "/n/typed.nb.ts" },
    { keys: keys.slice(0, 4), active: "/n/clean.nb.ts" },
  ]);
});
