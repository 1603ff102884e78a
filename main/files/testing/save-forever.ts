import { NotebookFiles } from "../notebook-files.ts";

/** Saves a notebook again and again, until killed. Prints each number once it is on the disk. */
const saveForever = async (path: string, size: number): Promise<void> => {
  const files = new NotebookFiles();
  files.grant(path);
  for (let number = 1; ; number++) {
    const body = `${number}\n`.repeat(Math.ceil(size / String(number).length));
    const result = await files.write(path, `begin ${number}\n${body}end ${number}\n`, true);
    process.stdout.write(result.ok ? `${number}\n` : `${result.error.message}\n`);
    if (!result.ok) return;
  }
};

const [path = "", size = "0"] = process.argv.slice(2);
void saveForever(path, Number(size));
