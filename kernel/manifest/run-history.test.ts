import { expect, it } from "vitest";
import { findRun, parseRuns, withRun } from "./run-history.ts";
import { runManifest } from "./run-manifest.ts";

const run = (ranAt: number, scope: "notebook" | "cells" = "notebook") =>
  runManifest({ scope, snapshot: "", ranAt, durationMs: 5, platform: "test", cells: [] });

it("M6: a run is kept on a line of its own, the newest last, and read back whole", () => {
  const text = withRun(withRun("", run(1)), run(2));
  expect(text.split("\n")).toHaveLength(3);
  expect(parseRuns(text)).toEqual([run(1), run(2)]);
});

it("M6: the file holds the newest thirty runs and drops the oldest", () => {
  let text = "";
  for (let n = 1; n <= 35; n++) text = withRun(text, run(n));
  expect(parseRuns(text).map(({ ranAt }) => ranAt)).toEqual(Array.from({ length: 30 }, (_, n) => n + 6));
});

it("M6: runs of single cells never push out those of the whole notebook", () => {
  let text = withRun(withRun("", run(1)), run(2));
  for (let n = 3; n <= 50; n++) text = withRun(text, run(n, "cells"));
  const times = parseRuns(text).map(({ ranAt }) => ranAt);
  expect(times).toEqual([1, 2, ...Array.from({ length: 30 }, (_, n) => n + 21)]);
});

it("M6: a line that is cut off, foreign or of a newer form is passed over when read, and others are not lost", () => {
  const newer = JSON.stringify({ ...run(9), format: 2 });
  const text = withRun(`${JSON.stringify(run(1))}\n{"format":1,\n[]\n${newer}\n`, run(2));
  expect(parseRuns(text).map(({ ranAt }) => ranAt)).toEqual([1, 2]);
  expect(text).toContain(newer);
});

it("M6: a run is found by the beginning of its id when only one begins so, and is the newest without one", () => {
  const runs = [run(1), run(2)];
  expect(findRun(runs, null)).toEqual(run(2));
  expect(findRun([...runs, run(3, "cells")], null)).toEqual(run(2));
  expect(findRun([run(3, "cells")], null)).toEqual(run(3, "cells"));
  expect(findRun(runs, run(1).id.slice(0, 8))).toEqual(run(1));
  expect(findRun(runs, "")).toBeNull();
  expect(findRun(runs, "zz")).toBeNull();
  expect(findRun([], null)).toBeNull();
});
