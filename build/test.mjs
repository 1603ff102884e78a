import { bootstrap } from "./bootstrap.mjs";
import { check } from "./check.mjs";
import { inRoot } from "./paths.mjs";
import { failWith, say } from "./report.mjs";
import { run } from "./run.mjs";
import { closingLine, judgeRunner } from "./test/closing-line.mjs";
import { runAsUser } from "./test/run-as-user.mjs";
import { withDisplay } from "./virtual-display.mjs";

/** @import { Tally } from "./test/closing-line.mjs" */

const VITEST = inRoot("node_modules", "vitest", "vitest.mjs");
const PLAYWRIGHT = inRoot("node_modules", "@playwright", "test", "cli.js");

/**
 * `npm test`: bootstrap, the static rules, every unit test, those about dates again in another time zone, then the real
 * app in a real window, and once more as an ordinary user inside Chromium's sandbox when the superuser started this.
 */
async function test() {
  await bootstrap({ needsDisplay: true, needsServices: true });
  // Node reads a company's certificates at every start; no test speaks to the network, and some thousand start Node.
  delete process.env.NODE_EXTRA_CA_CERTS;
  /** @type {Tally[]} */
  const tallies = [];

  say("static rules");
  const findings = await check();
  // A rule is no test, so a kept one adds nothing; a broken one is a failure.
  tallies.push({ passed: 0, failed: findings.filter(({ problem }) => problem !== "").length });

  say("unit tests, and those about dates again in New York");
  tallies.push(await runner([VITEST, "run"]));

  await withDisplay(async () => {
    say("the app in a window");
    tallies.push(await runner([PLAYWRIGHT, "test", "--project=app"]));
    if (process.getuid?.() !== 0) return;
    say("the sandbox, as an ordinary user");
    tallies.push(await sandboxedAsUser([PLAYWRIGHT, "test", "--project=sandboxed"]));
  });

  const failed = tallies.reduce((total, tally) => total + tally.failed, 0);
  const failures = tallies.flatMap((tally) => tally.failures ?? []);
  for (const told of failures) process.stdout.write(`\n${told}\n`);
  process.stdout.write(`${failures.length > 0 ? "\n" : ""}${closingLine(tallies)}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** @param {string[]} args */
async function runner(args) {
  const { code, stdout, stderr } = await run(process.execPath, args, { echo: true });
  return judgeRunner({ code, output: `${stdout}\n${stderr}` });
}

/** @param {string[]} args */
async function sandboxedAsUser(args) {
  const { code, output } = await runAsUser(args);
  return judgeRunner({ code, output });
}

await test().catch(failWith);
