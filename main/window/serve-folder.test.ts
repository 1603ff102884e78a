import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveInside, serveFolder } from "./serve-folder.ts";

test.each([
  ["/", "/base/index.html"],
  ["/host.js", "/base/host.js"],
  ["/assets/a.css", "/base/assets/a.css"],
])("%s is the file %s", (pathname, expected) => {
  expect(resolveInside("/base", pathname)).toBe(expected);
});

test.each([
  "/../secret.js",
  "/%2e%2e/secret.js",
  "/assets/%2e%2e/%2e%2e/secret.js",
  "/..%2f..%2fetc/hosts.js",
  "/a%00.js",
  "/%E0%A4%A.js",
  "/etc/passwd",
  "/tool.exe",
])("%s reaches no file outside the folder", (pathname) => {
  const resolved = resolveInside("/base", pathname);
  expect(resolved === null || resolved.startsWith("/base/")).toBe(true);
  expect(resolved ?? "").not.toContain("..");
});

test("a file is served with its type and the caller's headers, an absent one is not found", async () => {
  const folder = await mkdtemp(join(tmpdir(), "asof-serve-"));
  await writeFile(join(folder, "host.js"), "1;");
  const answer = serveFolder(folder, () => ({ "content-security-policy": "default-src 'none'" }));
  const found = await answer(new Request("http://kernel/host.js"));
  expect(found.status).toBe(200);
  expect(found.headers.get("content-type")).toContain("text/javascript");
  expect(found.headers.get("content-security-policy")).toBe("default-src 'none'");
  expect(await found.text()).toBe("1;");
  expect((await answer(new Request("http://kernel/absent.js"))).status).toBe(404);
  expect((await answer(new Request("http://kernel/host.js", { method: "POST" }))).status).toBe(404);
});
