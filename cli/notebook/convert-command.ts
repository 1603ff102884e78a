import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  exportIpynb,
  importIpynb,
  parseNotebook,
  readResults,
  resultsNameOf,
} from "../../kernel/notebook/index.ts";
import { withoutControls } from "../run/without-controls.ts";

export interface ConvertOptions {
  readonly out?: string | undefined;
  readonly force: boolean;
}

type Converted = { ok: true; text: string; note: string } | { ok: false; message: string };

const toJupyter = async (file: string, text: string): Promise<Converted> => {
  const parsed = parseNotebook(text);
  if (!parsed.ok) return { ok: false, message: `line ${parsed.error.line}: ${parsed.error.message}` };
  const sidecar = join(dirname(file), ".asof", resultsNameOf(basename(file)));
  const bytes = await readFile(sidecar).catch(() => null);
  const stored = bytes && readResults(bytes);
  const outputs = new Map([...(stored ?? [])].map(([id, result]) => [id, result.outputs]));
  return { ok: true, text: exportIpynb(parsed.notebook, parsed.document, outputs), note: "" };
};

const fromJupyter = (text: string): Converted => {
  const made = importIpynb(text);
  if (!made.ok) return made;
  const note =
    made.foreignCells === 0
      ? ""
      : `${made.foreignCells} cells are ${made.language}, which does not run here; they are kept as text.`;
  return { ok: true, text: made.text, note };
};

const outputOf = (file: string): string | null => {
  if (/\.ipynb$/i.test(file)) return file.replace(/\.ipynb$/i, ".nb.ts");
  return file.endsWith(".ts") ? `${file.replace(/(\.nb)?\.ts$/, "")}.ipynb` : null;
};

const say = (text: string) => process.stderr.write(`${withoutControls(text)}\n`);

/** `asof convert`: a notebook to Jupyter's format or back, by its name; 0 when it was written, 2 when not. */
export const convertCommand = async (file: string, options: ConvertOptions): Promise<number> => {
  const named = outputOf(file);
  if (named === null) {
    say(`${file}: give a *.nb.ts notebook or a *.ipynb notebook.`);
    return 2;
  }
  const out = options.out ?? named;
  try {
    const text = await readFile(file, "utf8");
    const made = /\.ipynb$/i.test(file) ? fromJupyter(text) : await toJupyter(file, text);
    if (!made.ok) {
      say(`${file}: ${made.message}`);
      return 2;
    }
    await writeFile(out, made.text, { flag: options.force ? "w" : "wx" });
    process.stdout.write(`${withoutControls(out)}\n`);
    if (made.note) say(made.note);
    return 0;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST")
      say(`${out} is there already. Name another with --out, or replace it with --force.`);
    else if (code === "ENOENT") say(`${file}: there is no such file, or no folder for ${out}.`);
    else say(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
};
