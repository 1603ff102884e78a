import { resolve } from "node:path";
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { doctorCommand } from "./doctor/doctor-command.ts";
import { runCommand } from "./run/run-command.ts";

const projectFolder = resolve(import.meta.dirname, "../..");
const defaultStore = process.env.ASOF_STORE ?? resolve(projectFolder, "out/sample-store");

const program = new Command("asof")
  .description("Point-in-time research notebooks for portfolio managers")
  .version(packageJson.version)
  .showHelpAfterError();

program
  .command("run")
  .description("run a notebook without a window; exit code 0 when every cell is done")
  .argument("<notebook>", "a *.nb.ts file")
  .option("--store <folder>", "the store to read", defaultStore)
  .option("--json", "print the whole result as JSON", false)
  .option("--report <file>", "also write a self-contained HTML report")
  .action(async (notebook: string, options: { store: string; json: boolean; report?: string }) => {
    process.exitCode = await runCommand(notebook, options);
  });

program
  .command("doctor")
  .description("tell what runs where, and whether it is healthy")
  .option("--store <folder>", "the store to look at", defaultStore)
  .option("--json", "print as JSON", false)
  .action(async (options: { store: string; json: boolean }) => {
    process.exitCode = await doctorCommand(projectFolder, options);
  });

await program.parseAsync();
