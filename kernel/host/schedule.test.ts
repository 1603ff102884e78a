import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRun, type ScheduledCell } from "./plan-run.ts";
import * as schedules from "./schedule.ts";

const cell = (cellId: string, needs: string[] = [], codeHash = cellId, hasErrors = false): ScheduledCell => ({
  cellId,
  needs,
  codeHash,
  hasErrors,
});
const statesOf = (schedule: schedules.Schedule) =>
  schedules.statusesOf(schedule).map(({ cellId, state }) => `${cellId}:${state}`);

/** Runs the queue to its end; `fails` says which cells throw. */
const drain = (start: schedules.Schedule, fails: ReadonlySet<string> = new Set()) => {
  let schedule = start;
  const ran: string[] = [];
  for (;;) {
    const taken = schedules.takeNext(schedule);
    schedule = taken.schedule;
    if (!taken.start) return { schedule, ran };
    const { cellId, runNumber } = taken.start;
    ran.push(cellId);
    schedule = schedules.finish(schedule, runNumber, fails.has(cellId) ? "failed" : "done", 1);
  }
};
const withCells = (...cells: ScheduledCell[]) => schedules.setCells(schedules.emptySchedule, cells, "w");
const runAll = (schedule: schedules.Schedule, fails?: ReadonlySet<string>) =>
  drain(schedules.enqueue(schedule, new Set(schedule.cells.map(({ cellId }) => cellId))), fails);

describe("the schedule", () => {
  it("runs what a cell needs first, whatever the notebook's order", () => {
    const { ran, schedule } = drain(
      schedules.enqueue(withCells(cell("a", ["b"]), cell("b", ["c"]), cell("c")), new Set(["a"])),
    );
    expect(ran).toEqual(["c", "b", "a"]);
    expect(statesOf(schedule)).toEqual(["a:done", "b:done", "c:done"]);
  });
  it("does not run again what has a present result", () => {
    const { schedule } = runAll(withCells(cell("a"), cell("b", ["a"])));
    expect(drain(schedules.enqueue(schedule, new Set(["b"]))).ran).toEqual(["b"]);
  });
  it("makes an edited cell and its dependants stale, and undoing the edit heals them", () => {
    const { schedule } = runAll(withCells(cell("a"), cell("b", ["a"]), cell("c")));
    const edited = schedules.setCells(schedule, [cell("a", [], "a2"), cell("b", ["a"]), cell("c")], "w");
    expect(statesOf(edited)).toEqual(["a:stale", "b:stale", "c:done"]);
    expect(statesOf(schedules.setCells(edited, schedule.cells, "w"))).toEqual(["a:done", "b:done", "c:done"]);
  });
  it("makes everything stale when the as-of instant moves, and heals when it moves back", () => {
    const { schedule } = runAll(withCells(cell("a")));
    const moved = schedules.setCells(schedule, schedule.cells, "w2");
    expect(statesOf(moved)).toEqual(["a:stale"]);
    expect(statesOf(schedules.setCells(moved, schedule.cells, "w"))).toEqual(["a:done"]);
  });
  it("blocks what needs a failed cell, and only that", () => {
    const { ran, schedule } = runAll(
      withCells(cell("a"), cell("b", ["a"]), cell("c", ["b"]), cell("d")),
      new Set(["a"]),
    );
    expect(ran).toEqual(["a", "d"]);
    expect(statesOf(schedule)).toEqual(["a:failed", "b:blocked", "c:blocked", "d:done"]);
  });
  it("does not run a cell with errors, nor what depends on it", () => {
    const { ran, schedule } = runAll(withCells(cell("a", [], "a", true), cell("b", ["a"]), cell("c")));
    expect(ran).toEqual(["c"]);
    expect(statesOf(schedule)).toEqual(["a:failed", "b:blocked", "c:done"]);
    const healed = schedules.setCells(schedule, [cell("a"), cell("b", ["a"]), cell("c")], "w");
    expect(statesOf(healed)).toEqual(["a:idle", "b:stale", "c:done"]);
  });
  it("drops the end of an older run", () => {
    const started = schedules.takeNext(schedules.enqueue(withCells(cell("a")), new Set(["a"])));
    expect(schedules.finish(started.schedule, started.start!.runNumber - 1, "done", 1)).toBe(
      started.schedule,
    );
  });
  it("gives a result of code edited meanwhile as stale", () => {
    const started = schedules.takeNext(schedules.enqueue(withCells(cell("a")), new Set(["a"])));
    const edited = schedules.setCells(started.schedule, [cell("a", [], "a2")], "w");
    expect(statesOf(schedules.finish(edited, started.start!.runNumber, "done", 1))).toEqual(["a:stale"]);
  });
  it("makes all stale when the definitions are lost", () => {
    const { schedule } = runAll(withCells(cell("a"), cell("b")));
    expect(statesOf(schedules.loseDefinitions(schedule))).toEqual(["a:stale", "b:stale"]);
  });
  it("plans a cycle without end of it", () => {
    expect(planRun([cell("a", ["b"]), cell("b", ["a"])], new Set(["a"]), () => false)).toEqual(["b", "a"]);
  });

  const steps = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant("edit" as const),
        at: fc.nat(4),
        hash: fc.constantFrom("x", "y"),
        error: fc.boolean(),
      }),
      fc.record({ kind: fc.constant("link" as const), at: fc.nat(4), to: fc.nat(4) }),
      fc.record({ kind: fc.constant("run" as const), at: fc.nat(4), fails: fc.nat(4) }),
      fc.constant({ kind: "world" as const }),
      fc.constant({ kind: "lose" as const }),
    ),
    { maxLength: 25 },
  );
  it("[K1] never shows as done what a run from scratch would do otherwise", () => {
    fc.assert(
      fc.property(steps, (script) => {
        let world = "w";
        let cells = Array.from({ length: 5 }, (_, index) => cell(`${index}`));
        let schedule = withCells(...cells);
        // What each cell would compute: its code over the values of what it needs, in this world.
        const computed = (id: string): string => {
          const own = cells.find(({ cellId }) => cellId === id)!;
          return `${world}(${own.codeHash}:${own.needs.map(computed).join()})`;
        };
        const held = new Map<string, string>();
        for (const step of script) {
          if (step.kind === "edit") {
            cells = cells.map((each, index) =>
              index === step.at ? { ...each, codeHash: `${index}${step.hash}`, hasErrors: step.error } : each,
            );
          } else if (step.kind === "link") {
            // A cell may need only earlier ones here, so that there is no cycle.
            if (step.to >= step.at) continue;
            cells = cells.map((each, index) =>
              index === step.at ? { ...each, needs: [`${step.to}`], codeHash: `${index}to${step.to}` } : each,
            );
          } else if (step.kind === "world") world = world === "w" ? "v" : "w";
          else if (step.kind === "lose") {
            schedule = schedules.loseDefinitions(schedule);
            held.clear();
          } else {
            schedule = schedules.enqueue(schedule, new Set([`${step.at}`]));
            for (let taken = schedules.takeNext(schedule); ; taken = schedules.takeNext(schedule)) {
              schedule = taken.schedule;
              if (!taken.start) break;
              const { cellId, runNumber } = taken.start;
              for (const need of cells.find((each) => each.cellId === cellId)!.needs) {
                expect(held.get(need)).toBe(computed(need));
              }
              const isFailing = cellId === `${step.fails}`;
              if (isFailing) held.delete(cellId);
              else held.set(cellId, computed(cellId));
              schedule = schedules.finish(schedule, runNumber, isFailing ? "failed" : "done", 1);
            }
          }
          schedule = schedules.setCells(schedule, cells, world);
          for (const { cellId, state } of schedules.statusesOf(schedule)) {
            if (state === "done") expect(held.get(cellId)).toBe(computed(cellId));
            expect(["queued", "running"]).not.toContain(state);
          }
        }
      }),
      { numRuns: 400, seed: 23 },
    );
  });
});
