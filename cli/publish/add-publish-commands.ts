import type { Command } from "commander";
import type * as bundleCommands from "../bundle/bundle-commands.ts";
import type * as publishCommands from "./publish-commands.ts";

interface Surroundings {
  /** The commands are in files of their own: no other command reads them. */
  load(): Promise<typeof publishCommands>;
  /** The compiler with them. */
  loadBuild(): Promise<typeof bundleCommands>;
  readonly defaultStore: string;
  exiting<A extends readonly unknown[]>(
    act: (...values: A) => Promise<number>,
  ): (...values: A) => Promise<void>;
}

const ANY_REASON = "why; it stands in the audit log";

/** What is done with a serving API: publish, judge, deploy, take back, look. */
export const addPublishCommands = (program: Command, around: Surroundings): void => {
  const { load, loadBuild, defaultStore, exiting } = around;
  const tokenFile = [
    "--token-file <file>",
    "a file with your token that only you can read; else ASOF_TOKEN",
  ] as const;
  const plainHttp = ["--plain-http", "let the token go over http:// to another machine", false] as const;
  const json = ["--json", "print as JSON", false] as const;
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option("--server <url>", "the serving API", process.env.ASOF_SERVER ?? "http://127.0.0.1:8471")
      .option(...tokenFile)
      .option(...plainHttp)
      .option(...json);

  program
    .command("publish")
    .description("build a bundle of a notebook's strategy, sign it, and send it to a serving API")
    .argument("<notebook>", "a *.nb.ts file whose cells all run")
    .requiredOption("--to <url>", "the serving API")
    .option("--strategy <name>", "the name of the strategy in its cell")
    .option("--factor <name>", "publish the signal of this strategy as a factor instead")
    .requiredOption("--desk <name>", "the desk whose policy it is held to")
    .requiredOption("--key <file>", "your private key, made by asof bundle key")
    .option("--as <name>", "its name on the server; that in its cell when left out")
    .option("--backtest <n>", "which of its backtests in the notebook stands for it", "1")
    .option("--store <folder>", "the store to read", defaultStore)
    .option(...tokenFile)
    .option(...plainHttp)
    .option(...json)
    .action(
      exiting(async (notebook: string, options: publishCommands.PublishOptions) =>
        (await load()).publishCommand(notebook, options, (await loadBuild()).buildNotebook),
      ),
    );

  program
    .command("sign-in")
    .description(
      "get a token from the issuer that a serving API names, by a code; print it and keep it nowhere",
    )
    .option("--server <url>", "the serving API", process.env.ASOF_SERVER ?? "http://127.0.0.1:8471")
    .option(...plainHttp)
    .option(...json)
    .action(exiting(async (options: publishCommands.SignInOptions) => (await load()).signInCommand(options)));

  command("approve", "approve a version that somebody else published, by its digest")
    .argument("<strategy>")
    .requiredOption("--digest <digest>", "what you looked at: the digest, or its first 12 digits or more")
    .requiredOption("--key <file>", "your private key, made by asof bundle key: it signs the judgement")
    .option("--reject <reason>", "reject it instead")
    .action(
      exiting(async (id: string, options: publishCommands.JudgeOptions) =>
        (await load()).approveCommand(id, options),
      ),
    );

  command("deploy", "bring an approved version into shadow, and then to a share of the callers")
    .argument("<strategy>")
    .option("--version <n>", "the only one it can be when left out")
    .option("--share <percent>", "1, 5, 25 or 50, one after the other")
    .action(
      exiting(async (id: string, options: publishCommands.DeployOptions) =>
        (await load()).deployCommand(id, options),
      ),
    );

  command("promote", "make a canary live")
    .argument("<strategy>")
    .option("--version <n>", "the only one it can be when left out")
    .action(
      exiting(async (id: string, options: publishCommands.DeployOptions) =>
        (await load()).promoteCommand(id, options),
      ),
    );

  command("rollback", "take back the last step: withdraw a canary, or bring the version before back")
    .argument("<strategy>")
    .requiredOption("--reason <text>", ANY_REASON)
    .action(
      exiting(async (id: string, options: publishCommands.ReasonOptions) =>
        (await load()).rollbackCommand(id, options),
      ),
    );

  command("halt", "stop a strategy's signals at once")
    .argument("<strategy>")
    .requiredOption("--reason <text>", ANY_REASON)
    .action(
      exiting(async (id: string, options: publishCommands.ReasonOptions) =>
        (await load()).haltCommand(id, options),
      ),
    );

  command("resume", "let a halted strategy give signals again")
    .argument("<strategy>")
    .action(
      exiting(async (id: string, options: publishCommands.ServerOptions) =>
        (await load()).resumeCommand(id, options),
      ),
    );

  command("strategies", "show the strategies of a serving API and where their versions are")
    .argument("[strategy]", "all of them when left out")
    .action(
      exiting(async (id: string | undefined, options: publishCommands.ServerOptions) =>
        (await load()).strategiesCommand(id, options),
      ),
    );

  command("signals", "show the newest signals of a strategy, or those known at an instant")
    .argument("<strategy>")
    .option("--as-of <instant>", "2026-01-05T16:30:00-05:00")
    .option("--ids <ids>", "instruments, with commas between")
    .option("--caller <name>", "for whom: it decides about canaries")
    .action(
      exiting(async (id: string, options: publishCommands.SignalsOptions) =>
        (await load()).signalsCommand(id, options),
      ),
    );
};
