import { expect, it } from "vitest";
import { parseMissingLibraries } from "./system-libraries.mjs";

it("names the libraries that the loader could not find", () => {
  const output = [
    "\tlinux-vdso.so.1 (0x00007ffd)",
    "\tlibnss3.so => not found",
    "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)",
    "\tlibgtk-3.so.0 => not found",
  ].join("\n");
  expect(parseMissingLibraries(output)).toEqual(["libnss3.so", "libgtk-3.so.0"]);
  expect(parseMissingLibraries("\tstatically linked")).toEqual([]);
});
