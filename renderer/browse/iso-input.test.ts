import { expect, it } from "vitest";
import { readInstant, readIsoDate, writeInstant } from "./iso-input.ts";

it.each([
  ["2023-09-01", "2023-09-01"],
  ["20230901", "2023-09-01"],
  ["2023. 09. 01.".replaceAll(" ", ""), "2023-09-01"],
  [" ", null],
  ["2023-02-30", undefined],
  ["1.9.2023", undefined],
])("the date box reads %j as %j", (text, date) => expect(readIsoDate(text)).toBe(date));

it.each([
  ["2023-09-01 02:30", Date.UTC(2023, 8, 1, 2, 30) * 1_000],
  ["2023-09-01T02:30Z", Date.UTC(2023, 8, 1, 2, 30) * 1_000],
  ["2023-09-01", Date.UTC(2023, 8, 2) * 1_000 - 1],
  ["", null],
  ["2023-09-01 24:00", undefined],
  ["yesterday", undefined],
])("the instant box reads %j as %j", (text, micros) => expect(readInstant(text)).toBe(micros));

it("writes an instant as it reads it", () => {
  const at = Date.UTC(2024, 2, 1, 2, 0) * 1_000;
  expect([writeInstant(at), readInstant(writeInstant(at))]).toEqual(["2024-03-01 02:00", at]);
});
