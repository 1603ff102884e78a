import { expect, test } from "vitest";
import { openDatabase } from "../duckdb/open-database.ts";
import { monthsBefore, periodLengthOf, periodLengthSql } from "./period-length.ts";

const types = [
  ["Q", 3],
  ["q3", 3],
  [" quarter ", 3],
  ["H", 6],
  ["S2", 6],
  ["FY", 12],
  ["12M", 12],
  ["ttm", -12],
  ["instant", 0],
  ["9M", 0],
  ["Q5", 0],
  ["", 0],
] as const;

test.each(types)("a figure of type %j covers %i months", (type, months) => {
  expect(periodLengthOf(type)).toBe(months);
});

test("SQL reads a type as the program does", async () => {
  const { connection, close } = await openDatabase(":memory:", "read-write");
  for (const [type, months] of types) {
    const result = await connection.run(`SELECT ${periodLengthSql} FROM (SELECT $type AS period_type)`, {
      type,
    });
    expect((await result.getRows())[0]).toEqual([months]);
  }
  close();
});

const day = (iso: string) => Date.parse(iso) / 86_400_000;

test.each([
  ["2024-03-31", 3, "2023-12-31"],
  ["2024-06-30", 3, "2024-03-30"],
  ["2024-05-31", 3, "2024-02-29"],
  ["2023-05-31", 3, "2023-02-28"],
  ["2024-02-29", 12, "2023-02-28"],
  ["2024-01-15", 1, "2023-12-15"],
  ["1970-01-31", 120, "1960-01-31"],
])("%s less %i months is %s", (from, months, to) => {
  expect(monthsBefore(day(from), months)).toBe(day(to));
});
