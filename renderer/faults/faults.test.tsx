// @vitest-environment jsdom

import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFakeApp } from "../actions/fake-app.ts";
import { startI18n } from "../i18n/index.ts";
import { OutputGuard } from "../outputs/output-guard.tsx";
import { createFaultLog, type Fault, hearFaults } from "./hear-faults.ts";
import { PageGuard } from "./page-guard.tsx";
import { PartGuard } from "./part-guard.tsx";

let root: Root;
let page: HTMLElement;
let caught: unknown[];
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  startI18n("en");
  caught = [];
  page = document.createElement("div");
  document.body.append(page);
  root = createRoot(page, { onCaughtError: (error) => caught.push(error) });
});
afterEach(async () => {
  await act(() => root.unmount());
  page.remove();
});

const draw = (element: React.ReactNode) => act(() => root.render(element));
const press = (name: string) =>
  act(() => [...page.querySelectorAll("button")].find(({ textContent }) => textContent === name)!.click());

let isBroken = true;
const Fragile = ({ word }: { word: string }) => {
  if (isBroken) throw new RangeError(`planted in ${word}`);
  return <em>{word}</em>;
};
beforeEach(() => {
  isBroken = true;
});

it("O8: an output that cannot be drawn says why, shows as text, and can be tried again; its neighbours stay", async () => {
  const display = { kind: "markdown", text: "# As written" } as const;
  await draw(
    <>
      <OutputGuard display={display}>
        <Fragile word="chart" />
      </OutputGuard>
      <OutputGuard display={{ kind: "text", text: "b" }}>
        <strong>beside</strong>
      </OutputGuard>
    </>,
  );
  expect(page.textContent).toContain("planted in chart");
  expect(page.textContent).toContain("beside");
  expect(page.textContent).not.toContain("# As written");
  await press("Show as text");
  expect(page.querySelector("pre")!.textContent).toBe("# As written");
  await press("Try again");
  expect(page.textContent).toContain("planted in chart");
  isBroken = false;
  await press("Try again");
  expect(page.querySelector("em")!.textContent).toBe("chart");
  expect(caught).toHaveLength(2);
});

it("O8: the next output of the same cell is drawn without a press", async () => {
  const drawn = (text: string) => (
    <OutputGuard display={shown[text as "a" | "b"]}>
      <Fragile word={text} />
    </OutputGuard>
  );
  const shown = { a: { kind: "text", text: "a" }, b: { kind: "text", text: "b" } } as const;
  await draw(drawn("a"));
  isBroken = false;
  await draw(drawn("a"));
  expect(page.querySelector("em")).toBeNull();
  await draw(drawn("b"));
  expect(page.querySelector("em")!.textContent).toBe("b");
});

it("O8: a part of the page that fails leaves the others alone", async () => {
  await draw(
    <>
      <PartGuard>
        <Fragile word="panel" />
      </PartGuard>
      <b>cells</b>
    </>,
  );
  expect(page.querySelector('[role="alert"]')!.textContent).toContain("planted in panel");
  expect(page.querySelector("b")).not.toBeNull();
});

it("O8: when the page itself fails, a copy of what was typed can be saved", async () => {
  const { context, calls } = createFakeApp();
  await draw(
    <PageGuard context={context}>
      <Fragile word="page" />
    </PageGuard>,
  );
  expect(page.querySelector("h1")!.textContent).toBe("This window could not be drawn");
  await press("Save a copy");
  expect(calls).toEqual([
    {
      name: "notebook/save",
      input: expect.objectContaining({ path: null, suggestedName: "one-copy.nb.ts", overwrite: false }),
    },
  ]);
  expect((calls[0]!.input as { text: string }).text).toContain("// %% id=a\n1");
});

it("O9: an error that nobody caught is logged once and told once; what a guard shows is only logged", () => {
  const sent: Fault[] = [];
  const told: string[] = [];
  hearFaults(
    window,
    createFaultLog(
      (fault) => sent.push(fault),
      (reason) => told.push(reason),
    ),
  );
  const raise = (error: unknown) => window.dispatchEvent(new ErrorEvent("error", { error }));
  raise(new Error("planted"));
  raise(new Error("planted"));
  window.dispatchEvent(new ErrorEvent("error", { message: "ResizeObserver loop completed" }));
  raise(new Error("[LanguageService._onDidChange] potential listener LEAK detected, popular"));
  const rejection = new Event("unhandledrejection");
  window.dispatchEvent(Object.assign(rejection, { reason: "no error at all" }));
  window.dispatchEvent(
    Object.assign(new Event("unhandledrejection"), {
      reason: Object.assign(new Error("x"), { name: "Canceled" }),
    }),
  );
  const note = createFaultLog(
    (fault) => sent.push(fault),
    (reason) => told.push(reason),
  );
  note("draw", new Error("held"));
  expect(sent.map(({ kind, message }) => [kind, message])).toEqual([
    ["error", "planted"],
    ["rejection", "no error at all"],
    ["draw", "held"],
  ]);
  expect(told).toEqual(["planted", "no error at all"]);
  expect(sent[0]!.stack).toContain("planted");
});

it("O9: a page that fails without end does not fill the log", () => {
  const sent: Fault[] = [];
  const note = createFaultLog(
    (fault) => sent.push(fault),
    () => {},
  );
  for (let at = 0; at < 500; at++) note("error", new Error(`number ${at}`));
  expect(sent).toHaveLength(50);
});
