import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import type { BuildToFileOptions, VerifyOptions } from "./bundle/bundle-commands.ts";
import { doctorCommand } from "./doctor/doctor-command.ts";
import { quarantineCommand, undoCommand } from "./import/batch-commands.ts";
import { type ImportOptions, importCommand } from "./import/import-command.ts";
import { initCommand } from "./import/init-command.ts";
import { checkCommand } from "./notebook/check-command.ts";
import { type ConvertOptions, convertCommand } from "./notebook/convert-command.ts";
import { addPublishCommands } from "./publish/add-publish-commands.ts";
import { runCommand } from "./run/run-command.ts";
import type { ServeOptions, TokenOptions } from "./serve/serve-commands.ts";
import { backupCommand, restoreCommand } from "./store/backup-commands.ts";
import {
  createCommand,
  diffCommand,
  listCommand,
  pinCommand,
  verifyCommand,
} from "./store/snapshot-commands.ts";
import { verifyCommand as verifyRunCommand } from "./verify/verify-command.ts";

const projectFolder = resolve(import.meta.dirname, "../..");
const defaultStore = process.env.ASOF_STORE ?? resolve(projectFolder, "out/sample-store");

const program = new Command("asof")
  .description("Point-in-time research notebooks for portfolio managers")
  .version(packageJson.version)
  .showHelpAfterError();

const storeOption = (description: string) => ["--store <folder>", description, defaultStore] as const;
const jsonOption = (description = "print as JSON") => ["--json", description, false] as const;

/** An action of a command: what it answers is the exit code. */
const exiting =
  <Arguments extends readonly unknown[]>(act: (...values: Arguments) => Promise<number>) =>
  async (...values: Arguments): Promise<void> => {
    process.exitCode = await act(...values);
  };

program
  .command("run")
  .description("run a notebook without a window; exit code 0 when every cell is done")
  .argument("<notebook>", "a *.nb.ts file")
  .option(...storeOption("the store to read"))
  .option(...jsonOption("print the whole result as JSON"))
  .option("--report <file>", "also write a self-contained HTML report")
  .action(
    exiting((notebook: string, options: { store: string; json: boolean; report?: string }) =>
      runCommand(notebook, options),
    ),
  );

program
  .command("verify")
  .description(
    "run a notebook again and compare with a kept run; exit code 0 when all is the same, 1 when not",
  )
  .argument("<notebook>", "a *.nb.ts file that has been run")
  .option("--run <id>", "the kept run to compare with, by the beginning of its id; the newest when left out")
  .option(...storeOption("the store to read"))
  .option(...jsonOption("print the comparison as JSON"))
  .action(
    exiting((notebook: string, options: { store: string; json: boolean; run?: string }) =>
      verifyRunCommand(notebook, options),
    ),
  );

program
  .command("check")
  .description("tell what is wrong with notebook files, by line; runs nothing; exit code 0 when nothing is")
  .argument("<notebooks...>", "*.nb.ts files")
  .action(exiting((files: string[]) => checkCommand(files)));

program
  .command("convert")
  .description("write a notebook as a Jupyter notebook, or the other way; by the name's ending")
  .argument("<file>", "a *.nb.ts or a *.ipynb file")
  .option("--out <file>", "where to write; beside the file when left out")
  .option("--force", "replace what is there", false)
  .action(exiting((file: string, options: ConvertOptions) => convertCommand(file, options)));

program
  .command("init")
  .description("make an empty store that knows the exchanges and their calendars")
  .argument("<folder>", "where to make it")
  .action(exiting((folder: string) => initCommand(folder)));

program
  .command("import")
  .description("take in files; rows that fail a check are kept out and told, and are no failure")
  .argument("[files...]", "CSV, Parquet, JSON lines, Arrow, or SEC company facts; packed or not")
  .option("--mapping <name>", "how to read them: a saved or ready-made mapping, or a file.json")
  .option(...storeOption("the store to write to"))
  .option("--dry-run", "check every row, and take in none", false)
  .option("--save-mapping <name>", "save the mapping in the store under this name")
  .option("--list-mappings", "show the mappings there are", false)
  .option(...jsonOption("print the reports as JSON"))
  .action(exiting((files: string[], options: ImportOptions) => importCommand(files, options)));

program
  .command("undo")
  .description("take a batch back by newer revisions; earlier snapshots still show it")
  .argument("<batch>", "its id")
  .option(...storeOption("the store to write to"))
  .action(exiting((batch: string, options: { store: string }) => undoCommand(batch, options)));

program
  .command("quarantine")
  .description("show the rows of a batch that were kept out, and why")
  .argument("<batch>", "its id")
  .option(...storeOption("the store to read"))
  .option("--limit <rows>", "how many rows to show", "100")
  .option(...jsonOption())
  .action(
    exiting((batch: string, options: { store: string; limit: string; json: boolean }) =>
      quarantineCommand(batch, options),
    ),
  );

program
  .command("doctor")
  .description("tell what runs where, and whether it is healthy")
  .option(...storeOption("the store to look at"))
  .option("--deep", "also read every row, kept file and note of the store", false)
  .option(...jsonOption())
  .action(
    exiting((options: { store: string; deep: boolean; json: boolean }) =>
      doctorCommand(projectFolder, options),
    ),
  );

program
  .command("backup")
  .description("copy a store to a folder that does not exist yet, and verify the copy")
  .argument("<folder>", "where the copy goes")
  .option(...storeOption("the store to copy"))
  .action(exiting((folder: string, options: { store: string }) => backupCommand(folder, options)));

program
  .command("restore")
  .description("verify a backup and put it in a store's place")
  .argument("<backup>", "a folder made by asof backup")
  .option(...storeOption("the place of the store"))
  .option("--force", "replace the store that is there; it is kept aside", false)
  .action(
    exiting((backup: string, options: { store: string; force: boolean }) => restoreCommand(backup, options)),
  );

/** In a file of its own: it holds the compiler, which every other command would have to read as well. */
const bundleCommands = () =>
  import(pathToFileURL(resolve(import.meta.dirname, "bundle.js")).href) as Promise<
    typeof import("./bundle/bundle-commands.ts")
  >;
const bundle = program
  .command("bundle")
  .description("publish a strategy: build, sign, look at and verify bundles");

bundle
  .command("build")
  .description("cut a strategy out of its notebook, test it by itself, and write it as one signed file")
  .argument("<notebook>", "a *.nb.ts file whose cells all run")
  .option("--strategy <name>", "the name of the strategy in its cell")
  .option("--factor <name>", "publish the signal of this strategy as a factor instead")
  .option("--backtest <n>", "which of its backtests in the notebook stands for it", "1")
  .option("--key <file>", "the author's private key, made by asof bundle key; unsigned when left out")
  .requiredOption("--out <file>", "where to write")
  .option(...storeOption("the store to read"))
  .action(
    exiting(async (notebook: string, options: BuildToFileOptions) =>
      (await bundleCommands()).buildCommand(notebook, options),
    ),
  );

bundle
  .command("verify")
  .description("check everything about a bundle and replay its vectors; exit code 0 when all holds")
  .argument("<file>")
  .option("--key <file...>", "public keys of the author and of approvers")
  .option("--unsigned", "leave signatures unchecked", false)
  .option(...jsonOption())
  .action(
    exiting(async (file: string, options: VerifyOptions) =>
      (await bundleCommands()).verifyCommand(file, options),
    ),
  );

bundle
  .command("show")
  .description("tell what a bundle says of itself; runs nothing and checks no signature")
  .argument("<file>")
  .option(...jsonOption("print the manifest as JSON"))
  .action(
    exiting(async (file: string, options: { json: boolean }) =>
      (await bundleCommands()).showCommand(file, options),
    ),
  );

bundle
  .command("key")
  .description("make a pair of keys: <file> signs and stays with you, <file>.pub checks")
  .argument("<file>", "where to write the private key; nothing is replaced")
  .action(exiting(async (file: string) => (await bundleCommands()).keyCommand(file)));

/** In a file of its own, as those of bundles are: no other command reads a web server. */
const serveCommands = () =>
  import(pathToFileURL(resolve(import.meta.dirname, "serve.js")).href) as Promise<
    typeof import("./serve/serve-commands.ts")
  >;

program
  .command("serve")
  .description(
    "start the serving API; DATABASE_URL puts its registry in a PostgreSQL server, REDIS_URL shares its values",
  )
  .option("--port <port>", "0 for any that is free", "8471")
  .option("--host <host>", "the address to listen at", "127.0.0.1")
  .option("--data <folder>", "where the embedded registry is", "asof-serving")
  .option(
    "--store <folder>",
    "the data store it works on; made when there is none (default: store in the data folder)",
  )
  .option("--no-store", "answer only: another server of the registry has the data and computes")
  .option("--replace-store", "compute on this store from now on, in place of the registry's", false)
  .action(exiting(async (options: ServeOptions) => (await serveCommands()).serveCommand(options)));

program
  .command("token")
  .description("issue a token of a serving API; ASOF_TOKEN holds an administrator's")
  .requiredOption("--subject <name>", "whose it is")
  .requiredOption("--role <roles...>", "author, approver, operator, auditor, admin")
  .option("--hours <hours>", "how long it is good for", "12")
  .option("--server <url>", "the serving API", "http://127.0.0.1:8471")
  .option(...jsonOption())
  .action(exiting(async (options: TokenOptions) => (await serveCommands()).tokenCommand(options)));

addPublishCommands(program, {
  load: () =>
    import(pathToFileURL(resolve(import.meta.dirname, "publish.js")).href) as Promise<
      typeof import("./publish/publish-commands.ts")
    >,
  loadBuild: bundleCommands,
  defaultStore,
  exiting,
});

const snapshot = program.command("snapshot").description("name, compare and verify states of a store");
const snapshotCommand = (name: string, description: string) =>
  snapshot
    .command(name)
    .description(description)
    .option(...storeOption("the store"))
    .option(...jsonOption());
type SnapshotOptions = { store: string; json: boolean };

snapshotCommand("list", "all snapshots, newest first").action(
  exiting((options: SnapshotOptions) => listCommand(options)),
);
snapshotCommand("create", "give the current state a name")
  .argument("<name>")
  .action(exiting((name: string, options: SnapshotOptions) => createCommand(name, options)));
snapshotCommand("pin", "keep a snapshot's panels and catalog in the cache")
  .argument("<snapshot>", "a name, an id or its beginning")
  .option("--off", "let them go", false)
  .action(
    exiting((wanted: string, options: SnapshotOptions & { off: boolean }) => pinCommand(wanted, options)),
  );
snapshotCommand("diff", "what the later of two snapshots holds that the earlier one did not")
  .argument("<from>")
  .argument("<to>")
  .action(exiting((from: string, to: string, options: SnapshotOptions) => diffCommand(from, to, options)));
snapshotCommand("verify", "compute a snapshot's id again from its rows; exit code 0 when it is the same")
  .argument("[snapshot]", "the newest when left out")
  .action(
    exiting((wanted: string | undefined, options: SnapshotOptions) => verifyCommand(wanted ?? null, options)),
  );

await program.parseAsync();
