import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSeats, type Seat } from "./editor-seats.ts";

/** Cells that say whether they are editors; work for later is done when the test says so. */
const seatsOf = (count: number) => {
  const later: (() => void)[] = [];
  const seats = createSeats(count, (work) => later.push(work));
  const editors = new Set<string>();
  const held = new Set<string>();
  const cells = new Map<string, Seat>();
  const cell = (id: string): Seat => {
    const known = cells.get(id);
    if (known) return known;
    const made: Seat = {
      isHeld: () => held.has(id),
      onTake: () => editors.add(id),
      onLeave: () => editors.delete(id),
    };
    cells.set(id, made);
    return made;
  };
  const leave = (id: string) => {
    seats.leave(cell(id));
    editors.delete(id);
  };
  const settle = () => {
    for (let work = later.shift(); work; work = later.shift()) work();
  };
  return { seats, editors, held, cell, leave, settle };
};

describe("the cells that are editors", () => {
  it("E7: the one unused for longest gives way, never the one in which somebody types", () => {
    const { seats, editors, held, cell } = seatsOf(2);
    for (const id of ["a", "b"]) seats.take(cell(id));
    held.add("a");
    seats.take(cell("c"));
    expect([...editors]).toEqual(["a", "c"]);
    held.clear();
    seats.take(cell("a"));
    seats.take(cell("d"));
    expect([...editors]).toEqual(["a", "d"]);
  });

  it("E7: a cell that comes near waits for a free place, and the first one does not", () => {
    const { seats, editors, cell, leave, settle } = seatsOf(2);
    for (const id of ["a", "b", "c"]) seats.ask(cell(id));
    expect([...editors]).toEqual(["a"]);
    settle();
    expect([...editors]).toEqual(["a", "b"]);
    leave("a");
    settle();
    expect([...editors]).toEqual(["b", "c"]);
  });

  it("E7: whatever happens, there are no more editors than places, and the one that was taken is one", () => {
    const id = fc.constantFrom("a", "b", "c", "d", "e");
    const step = fc.tuple(fc.constantFrom("take", "ask", "leave", "settle"), id);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { seats, editors, cell, leave, settle } = seatsOf(3);
        for (const [what, id] of steps) {
          if (what === "settle") settle();
          else if (what === "leave") leave(id);
          else seats[what as "take" | "ask"](cell(id));
          expect(editors.size).toBeLessThanOrEqual(3);
          if (what === "take") expect(editors.has(id)).toBe(true);
          if (what === "leave") expect(editors.has(id)).toBe(false);
        }
      }),
      { seed: 7 },
    );
  });
});
