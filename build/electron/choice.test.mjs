import { describe, expect, it } from "vitest";
import { chooseElectron } from "./choice.mjs";

const fresh = {
  override: undefined,
  wish: undefined,
  hasOfficial: false,
  hasFailedBefore: false,
  platform: "linux-x64",
};

describe("the order in which an Electron is chosen", () => {
  it.each([
    [
      "a folder that was given wins over everything",
      { override: "/e", hasOfficial: true, wish: "fallback" },
      "given",
    ],
    ["an empty override is none", { override: "", hasOfficial: true }, "official"],
    ["the installed official one is next", { hasOfficial: true, hasFailedBefore: true }, "official"],
    [
      "the fallback can be asked for although the official one is there",
      { hasOfficial: true, wish: "fallback" },
      "fallback",
    ],
    ["a first start tries the official download", {}, "fetch-official"],
    ["a start after a failed download does not wait for it again", { hasFailedBefore: true }, "fallback"],
    [
      "the download is tried again when asked for",
      { hasFailedBefore: true, wish: "official" },
      "fetch-official",
    ],
    [
      "where there is no fallback the download is tried each time",
      { hasFailedBefore: true, platform: "darwin-arm64" },
      "fetch-official",
    ],
    ["a fallback that does not exist is not promised", { wish: "fallback", platform: "win32-x64" }, "none"],
  ])("%s", (_title, facts, choice) => {
    expect(chooseElectron({ ...fresh, ...facts })).toBe(choice);
  });
});
