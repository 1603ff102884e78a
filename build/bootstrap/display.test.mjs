import { expect, it } from "vitest";
import { hasDisplay } from "./display.mjs";

it.each(
  /** @type {const} */ ([
    ["Linux with nothing announced", {}, "linux", false],
    ["Linux with an empty DISPLAY", { DISPLAY: "" }, "linux", false],
    ["Linux with X11", { DISPLAY: ":0" }, "linux", true],
    ["Linux with Wayland", { WAYLAND_DISPLAY: "wayland-0" }, "linux", true],
    ["macOS", {}, "darwin", true],
    ["Windows", {}, "win32", true],
  ]),
)("%s", (_title, env, platform, expected) => {
  expect(hasDisplay(env, platform)).toBe(expected);
});
