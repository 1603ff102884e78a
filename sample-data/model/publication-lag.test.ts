import { expect, it } from "vitest";
import { publicationLag } from "./publication-lag.ts";

it.each([
  [0, 18],
  [0.05, 28],
  [0.5, 40],
  [0.95, 76],
  [0.99, 124],
])("the publication lag at probability %d is %d days", (probability, days) => {
  expect(publicationLag(probability)).toBe(days);
});

it("a probability outside its range is refused", () => {
  expect(() => publicationLag(1)).toThrow("a probability must be at least 0 and below 1, was 1");
});
