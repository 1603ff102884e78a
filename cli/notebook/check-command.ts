import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { parseNotebook, sentenceOf } from "../../kernel/notebook/index.ts";
import { withoutControls } from "../run/without-controls.ts";

/** One line for each thing that is wrong with a notebook's file, as compilers write it. Nothing of it is run. */
export const checkNotebook = (file: string, bytes: Uint8Array): readonly string[] => {
  const text = Buffer.from(bytes).toString("utf8");
  const parsed = parseNotebook(text);
  const coding = isUtf8(bytes)
    ? []
    : [
        `${file}:${text.slice(0, text.indexOf("\uFFFD")).split("\n").length}: The file is not UTF-8. Save it as UTF-8.`,
      ];
  if (!parsed.ok) return [...coding, `${file}:${parsed.error.line}: ${parsed.error.message}`];
  return [...coding, ...parsed.notices.map((notice) => `${file}:${notice.line}: ${sentenceOf(notice)}`)];
};

/** `asof check`: 0 when every notebook is well formed, 1 when one is not, 2 when one cannot be read at all. */
export const checkCommand = async (files: readonly string[]): Promise<number> => {
  let code = 0;
  for (const file of files) {
    const bytes = await readFile(file).catch((error: Error) => error);
    const lines = bytes instanceof Error ? [`${file}: ${bytes.message}`] : checkNotebook(file, bytes);
    if (bytes instanceof Error) code = 2;
    else if (lines.length > 0) code = Math.max(code, 1);
    for (const line of lines) process.stdout.write(`${withoutControls(line)}\n`);
  }
  return code;
};
