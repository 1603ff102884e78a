import { FuseV1Options } from "@electron/fuses";
import { expect, it } from "vitest";
import { listWrongFuses, PACKAGED_FUSES } from "./fuses.mjs";

const ON = "1".charCodeAt(0);
const OFF = "0".charCodeAt(0);
const asSet = Object.fromEntries(
  Object.entries(PACKAGED_FUSES).map(([fuse, isOn]) => [fuse, isOn ? ON : OFF]),
);

it("finds nothing wrong with fuses that stand as set", () => {
  expect(listWrongFuses(asSet)).toEqual([]);
});

it("names a fuse that stands otherwise, and one that is missing", () => {
  expect(listWrongFuses({ ...asSet, [FuseV1Options.RunAsNode]: ON })).toEqual(["RunAsNode"]);
  const { [FuseV1Options.OnlyLoadAppFromAsar]: _, ...without } = asSet;
  expect(listWrongFuses(without)).toEqual(["OnlyLoadAppFromAsar"]);
});
