import { parseArgs } from "node:util";

export interface StartArguments {
  readonly openAtStart: { readonly sampleId: string } | { readonly path: string } | null;
  readonly isSelfCheck: boolean;
}

/**
 * Our own arguments among Electron's and Chromium's: `--sample ID`, `--self-check`, or one notebook file, also of Jupyter.
 * `argv` begins after the program and, in a checkout, the app's folder.
 */
export const parseStartArguments = (argv: readonly string[]): StartArguments => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { sample: { type: "string" }, "self-check": { type: "boolean" } },
    strict: false,
    allowPositionals: true,
  });
  const path = positionals.find((argument) => /\.(?:nb\.ts|ipynb)$/i.test(argument));
  const sampleId = typeof values.sample === "string" ? values.sample : null;
  return {
    openAtStart: sampleId ? { sampleId } : path ? { path } : null,
    isSelfCheck: values["self-check"] === true,
  };
};
