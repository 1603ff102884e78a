import { expect, it } from "vitest";
import { addDays, addMonths, weeksOf } from "./month-grid.ts";

it("weeks begin on Monday and hold every day of the month once", () => {
  const weeks = weeksOf("2023-09");
  expect(weeks[0]).toEqual([null, null, null, null, "2023-09-01", "2023-09-02", "2023-09-03"]);
  expect(weeksOf("1969-11")[0]).toEqual([null, null, null, null, null, "1969-11-01", "1969-11-02"]);
  for (let i = 0; i < 120; i++) {
    const month = addMonths("2019-11", i);
    const days = weeksOf(month)
      .flat()
      .filter((day) => day !== null);
    expect([days[0], days.at(-1), new Set(days).size]).toEqual([
      `${month}-01`,
      addDays(`${addMonths(month, 1)}-01`, -1),
      days.length,
    ]);
  }
});

it("months and days pass the end of a year and a leap day", () => {
  expect([addMonths("2023-12", 1), addMonths("2024-01", -1)]).toEqual(["2024-01", "2023-12"]);
  expect([addDays("2024-02-28", 1), addDays("2024-01-01", -1)]).toEqual(["2024-02-29", "2023-12-31"]);
});
