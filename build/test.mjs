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

/** Tests that deal in dates: run once more in a zone on the other side of midnight UTC. */
const DATED = [
  "engine/backtest/run-backtest",
  "engine/metrics/",
  "engine/execution/settlement-cycles",
  "store/",
  "sample-data/",
  "renderer/",
  "cli/",
];

/** Long tests of what has no time zone: kills, damaged files, histories over integer instants. Once is enough. */
const WITHOUT_ZONE = [
  "store/recovery/**",
  "store/ingest/testing/**",
  "store/query/**",
  "store/panel/*properties*",
  "store/panel/*through-database*",
  "store/panel/bar-runs*",
  "store/backup/**",
  "store/write/**",
  "store/snapshots/**",
  "store/ingest/take-up-staged*",
  "store/explain/**",
  "sample-data/sample-sizes*",
  "cli/parallel/**",
  "cli/run/whole-runs*",
];

/**
 * `npm test`: bootstrap, the static rules, every unit test, those about dates again in another time zone, then the real
 * app in a real window, and once more as an ordinary user inside Chromium's sandbox when the superuser started this.
 */
async function test() {
  await bootstrap({ needsDisplay: true });
  /** @type {Tally[]} */
  const tallies = [];

  say("static rules");
  const findings = await check();
  // A rule is no test, so a kept one adds nothing; a broken one is a failure.
  tallies.push({ passed: 0, failed: findings.filter(({ problem }) => problem !== "").length });

  say("unit tests");
  tallies.push(await runner([VITEST, "run"], { TZ: "Asia/Seoul" }));
  say("unit tests about dates, in New York");
  tallies.push(
    await runner([VITEST, "run", ...DATED], {
      TZ: "America/New_York",
      ASOF_LEAVE_OUT: WITHOUT_ZONE.join(","),
    }),
  );

  await withDisplay(async () => {
    say("the app in a window");
    tallies.push(await runner([PLAYWRIGHT, "test", "--project=app"], {}));
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

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function runner(args, env) {
  const { code, stdout, stderr } = await run(process.execPath, args, {
    env: { ...process.env, ...env },
    echo: true,
  });
  return judgeRunner({ code, output: `${stdout}\n${stderr}` });
}

/** @param {string[]} args */
async function sandboxedAsUser(args) {
  const { code, output } = await runAsUser(args);
  return judgeRunner({ code, output });
}

await test().catch(failWith);
