#!/usr/bin/env node
// The `asof` command inside a clone: prepares what is missing (quietly), then is the command.
import { existsSync } from "node:fs";

const command = new URL("../out/cli/asof.js", import.meta.url);
const store = new URL("../out/sample-store", import.meta.url);
if (!existsSync(command) || !existsSync(store)) {
  const { bootstrap } = await import("../build/bootstrap.mjs");
  const { failWith, say } = await import("../build/report.mjs");
  say("preparing the first run");
  await bootstrap({ electron: false }).catch(failWith);
}
await import(command.href);
