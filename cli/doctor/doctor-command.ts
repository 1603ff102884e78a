import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { denoProgram } from "../../kernel/deno/start-deno.ts";
import packageJson from "../../package.json" with { type: "json" };
import { storeContract } from "../../store/contract/store-contract.ts";
import { type DeepFinding, examineDeeply } from "../../store/examine-deeply.ts";
import { openStore } from "../../store/open-store.ts";
import { serveStore } from "../../store/serve-store.ts";
import { connect } from "../../wire/connect.ts";
import { portPair } from "../../wire/port.ts";
import { say, sayJson } from "../terminal.ts";
import { type DoctorFacts, findAll, isHarmless, printFindings } from "./doctor-report.ts";

const electronNote = z.object({ version: z.string(), isFallback: z.boolean() });

/** Set-up leaves a note of the Electron it chose. */
const readElectron = (projectFolder: string): DoctorFacts["electron"] => {
  try {
    const note = readFileSync(join(projectFolder, "node_modules", ".asof", "electron.json"), "utf8");
    return electronNote.parse(JSON.parse(note));
  } catch {
    return null;
  }
};

const readDenoVersion = (): string | null => {
  try {
    const text = execFileSync(denoProgram(), ["--version"], { encoding: "utf8", env: { NO_COLOR: "1" } });
    return /^deno (\S+)/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
};

const lookDeeply = async (dir: string): Promise<DeepFinding[]> => {
  const opened = await openStore(dir);
  if (!opened.ok) return [];
  try {
    return await examineDeeply(opened.value);
  } finally {
    opened.value.close();
  }
};

const readStore = async (dir: string): Promise<DoctorFacts["store"]> => {
  const opened = await openStore(dir);
  if (!opened.ok) return { ok: false, message: opened.error.message };
  try {
    const [near, far] = portPair();
    serveStore(far, opened.value);
    const health = await connect(near, storeContract).call("store/health", {});
    return health.ok ? { ok: true, ...health.value } : { ok: false, message: health.error.message };
  } finally {
    await opened.value.close();
  }
};

/** `asof doctor`: 0 when the headless path works, 1 when it cannot. */
export const doctorCommand = async (
  projectFolder: string,
  options: { readonly store: string; readonly deep: boolean; readonly json: boolean },
): Promise<number> => {
  const facts: DoctorFacts = {
    asofVersion: packageJson.version,
    nodeVersion: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    isRoot: process.getuid?.() === 0,
    denoVersion: readDenoVersion(),
    electron: readElectron(projectFolder),
    store: await readStore(options.store),
    deep: options.deep ? await lookDeeply(options.store) : null,
  };
  if (options.json) sayJson(facts);
  else say(printFindings(findAll(facts)));
  const isSound = facts.deep === null || facts.deep.every(isHarmless);
  return facts.store.ok && facts.store.isHealthy && facts.denoVersion !== null && isSound ? 0 : 1;
};
