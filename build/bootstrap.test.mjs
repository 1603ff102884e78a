import { expect, it } from "vitest";
import { checkNode } from "./bootstrap.mjs";

it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("Node %s will do", (version) => {
  expect(() => checkNode(version)).not.toThrow();
});

it.each(["20.18.3", "18.20.4"])("Node %s is too old, and the message says what to do", (version) => {
  expect(() => checkNode(version)).toThrow(/Node 20\.19 or newer is needed.*Install it/);
});
