import { expect, it } from "vitest";
import { type LifeEvent, layOutLife } from "./lay-out-life.ts";

const event = (date: string, kind: LifeEvent["kind"], detail = ""): LifeEvent => ({
  date,
  kind,
  detail,
  knownAt: 0,
  targetIid: null,
});

it("a life runs from its first event to its delisting, or to today while it is listed", () => {
  const listed = event("2010-01-01", "listed", "XNYS");
  const over = layOutLife(
    { events: [listed, event("2012-01-01", "delisted", "merger")], firstBar: null },
    "2020-01-01",
  );
  expect([over.from, over.to, over.listed]).toEqual(["2010-01-01", "2012-01-01", [{ from: 0, to: 1 }]]);
  const goesOn = layOutLife({ events: [listed], firstBar: null }, "2020-01-01");
  expect([goesOn.to, goesOn.listed]).toEqual(["2020-01-01", [{ from: 0, to: 1 }]]);
});

it("a membership left and joined again is two spans, and an open one reaches the end", () => {
  const { memberships } = layOutLife(
    {
      events: [
        event("2010-01-01", "listed"),
        event("2010-01-01", "joined", "LARGE"),
        event("2012-01-01", "left", "LARGE"),
        event("2014-01-01", "joined", "LARGE"),
        event("2014-01-01", "joined", "ALL"),
      ],
      firstBar: null,
    },
    "2020-01-01",
  );
  expect(memberships.map(({ universe, from, to }) => [universe, from.toFixed(1), to.toFixed(1)])).toEqual([
    ["LARGE", "0.0", "0.2"],
    ["LARGE", "0.4", "1.0"],
    ["ALL", "0.4", "1.0"],
  ]);
});

it("labels that would touch stand in rows of their own, and dividends have none", () => {
  const { marks } = layOutLife(
    {
      events: [
        event("2010-01-01", "listed"),
        event("2015-01-01", "identifier", "symbol OLD → NEW"),
        event("2015-02-01", "split", "2:1"),
        event("2015-03-01", "cash-dividend", "0.35 USD"),
        event("2015-04-01", "spin-off", "0.25 × TWO"),
        event("2015-05-01", "special-dividend", "3 USD"),
      ],
      firstBar: null,
    },
    "2020-01-01",
  );
  expect(marks.map(({ label, labelRow }) => [label, labelRow])).toEqual([
    ["", null],
    ["NEW", 0],
    ["2:1", 1],
    ["0.35 USD", null],
    ["0.25 × TWO", 2],
    ["3 USD", null],
  ]);
});

it("years are few enough to read", () => {
  const { years } = layOutLife({ events: [event("1986-05-01", "listed")], firstBar: null }, "2024-01-01");
  expect(years.map(({ year }) => year)).toEqual([1990, 1995, 2000, 2005, 2010, 2015, 2020]);
});
