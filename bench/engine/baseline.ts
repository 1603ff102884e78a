import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Beside the bundle in `out/bench` is the clone with the sources. */
const SOURCES = fileURLToPath(new URL(/* @vite-ignore */ "../../bench/engine/c", import.meta.url));
/** What the machine can do, but no arithmetic that is not IEEE's: the results must be the same. */
const FLAGS = ["-O3", "-march=native", "-ffp-contract=off", "-std=c11"];

/** Plain C programs as the limit: compiled here when the machine has a compiler. */
export class Baselines {
  readonly #folder = mkdtempSync(join(tmpdir(), "asof-bench-"));
  readonly compiler = ["cc", "gcc", "clang"].find((name) => spawnSync(name, ["--version"]).status === 0);

  /** Compiles `<name>.c`, hands it the columns as a file, and gives what it printed; nothing without a compiler. */
  run<T>(name: string, columns: readonly Float64Array[], parameters: readonly number[]): T | undefined {
    if (this.compiler === undefined) return undefined;
    const program = join(this.#folder, name);
    const compile = [...FLAGS, "-o", program, join(SOURCES, `${name}.c`), "-lm"];
    const built = spawnSync(this.compiler, compile, { encoding: "utf8" });
    if (built.status !== 0) throw new Error(`${name}.c does not compile: ${built.stderr}`);
    const data = join(this.#folder, "data");
    const bytes = columns.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
    writeFileSync(data, Buffer.concat(bytes));
    const { status, stdout, stderr } = spawnSync(program, [data, ...parameters.map(String)], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
