import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRun, type ScheduledCell } from "./plan-run.ts";
import * as schedules from "./schedule.ts";

const cell = (cellId: string, needs: string[] = [], codeHash = cellId, hasErrors = false): ScheduledCell => ({
  cellId,
  needs,
  codeHash,
  hasErrors,
  isHeavy: false,
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
  it("G6: an edited cell and its dependants are stale, and undoing the edit heals them", () => {
    const { schedule } = runAll(withCells(cell("a"), cell("b", ["a"]), cell("c")));
    const edited = schedules.setCells(schedule, [cell("a", [], "a2"), cell("b", ["a"]), cell("c")], "w");
    expect(statesOf(edited)).toEqual(["a:stale", "b:stale", "c:done"]);
    expect(statesOf(schedules.setCells(edited, schedule.cells, "w"))).toEqual(["a:done", "b:done", "c:done"]);
  });
  it("G6: everything is stale when the as-of instant moves, and heals when it moves back", () => {
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
  it("G8: the end of an older run is dropped", () => {
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
  it("G7: what is light and stale follows a run at once, in its order; what is heavy waits, with what needs it", () => {
    const heavy = (id: string, needs: string[]): ScheduledCell => ({ ...cell(id, needs), isHeavy: true });
    const dependants = [
      cell("e", ["b"]),
      cell("b", ["a"]),
      heavy("c", ["a"]),
      cell("d", ["b", "c"]),
      cell("f"),
      cell("g", ["f"]),
    ];
    const { schedule } = runAll(withCells(cell("a"), ...dependants));
    const edited = schedules.setCells(schedule, [cell("a", [], "a2"), ...dependants], "w");
    const again = drain(schedules.enqueue(edited, new Set(["a"])));
    expect(again.ran).toEqual(["a"]);
    const followers = schedules.followersOf(again.schedule, new Set(["a"]));
    expect([...followers].sort()).toEqual(["b", "e"]);
    const followed = drain(schedules.enqueue(again.schedule, followers));
    expect(followed.ran).toEqual(["b", "e"]);
    expect(statesOf(followed.schedule)).toEqual([
      "a:done",
      "e:done",
      "b:done",
      "c:stale",
      "d:stale",
      "f:done",
      "g:done",
    ]);
    expect([...schedules.followersOf(followed.schedule, new Set(["b", "e"]))]).toEqual([]);
  });
  it("G7: what was never run, was stopped, or needs a failed cell does not follow", () => {
    const cells = [cell("a"), cell("b", ["a"]), cell("c", ["a"]), cell("d", ["a"]), cell("x")];
    let { schedule } = drain(schedules.enqueue(withCells(...cells), new Set(["c", "d", "x"])));
    const started = schedules.takeNext(schedules.enqueue(schedule, new Set(["d"])));
    schedule = schedules.finish(started.schedule, started.start!.runNumber, "stopped", 1);
    const moved = [cell("a", [], "a2"), cell("b", ["a"]), cell("c", ["a", "x"]), cell("d", ["a"]), cell("x")];
    schedule = schedules.setCells(schedule, moved, "w");
    expect([
      ...schedules.followersOf(drain(schedules.enqueue(schedule, new Set(["a"]))).schedule, new Set(["a"])),
    ]).toEqual(["c"]);
    const failed = drain(schedules.enqueue(schedule, new Set(["a"])), new Set(["a"])).schedule;
    expect([...schedules.followersOf(failed, new Set(["a"]))]).toEqual([]);
  });
  it("G7: a cell that took more than a second waits, and says what it took, also after a restart", () => {
    const started = schedules.takeNext(schedules.enqueue(withCells(cell("a"), cell("b")), new Set(["a"])));
    const ended = schedules.finish(started.schedule, started.start!.runNumber, "done", 12_000);
    const estimates = (schedule: schedules.Schedule) =>
      schedules.statusesOf(schedule).map(({ estimateMs }) => estimateMs);
    expect(estimates(ended)).toEqual([12_000, null]);
    expect(estimates(schedules.forgetRuns(ended))).toEqual([12_000, null]);
    expect(estimates(schedules.setCells(ended, [cell("b")], "w"))).toEqual([null]);
  });
  it("G6: cells that all need each other have a hash each at once, however many they are", () => {
    const ids = Array.from({ length: 40 }, (_, k) => `c${k}`);
    const all = (hash: string) =>
      ids.map((id) =>
        cell(
          id,
          ids.filter((other) => other !== id),
          id === "c7" ? hash : id,
        ),
      );
    const hashes = (hash: string) =>
      schedules.statusesOf(withCells(...all(hash))).map(({ inputHash }) => inputHash);
    const before = hashes("x");
    expect(new Set(before).size).toBe(40);
    expect(hashes("y").filter((hash, k) => hash === before[k])).toEqual([]);
    expect(hashes("x")).toEqual(before);
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
