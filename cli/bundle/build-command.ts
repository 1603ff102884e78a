import { writeDurably } from "../../store/write/durable-file.ts";
import { withoutControls } from "../run/without-controls.ts";
import { type BuildOptions, buildNotebook } from "./build-notebook.ts";

export interface BuildToFileOptions extends BuildOptions {
  readonly out: string;
}

/** `asof bundle build`: 0 when the bundle is written, 1 when there is none. */
export const buildCommand = async (file: string, options: BuildToFileOptions): Promise<number> => {
  const started = performance.now();
  const built = await buildNotebook(file, options);
  if (!built.ok) {
    process.stderr.write(`${withoutControls(built.fault.message)}\n`);
    return 1;
  }
  const { text, digest, manifest, replay } = built.value;
  await writeDurably(options.out, text);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const lines = [
    `${manifest.name}, ${manifest.cells.length} ${manifest.cells.length === 1 ? "cell" : "cells"}, ${options.key ? "signed" : "not signed: give --key to sign it"}`,
    `${replay.vectors} vectors, the same bits in ${replay.modes.join(", ")}`,
    `${digest}`,
    `${options.out}: ${(text.length / 1_048_576).toFixed(1)} MB, ${seconds} s`,
  ];
  process.stdout.write(`${withoutControls(lines.join("\n"))}\n`);
  return 0;
};
