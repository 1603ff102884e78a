import { readFile, stat } from "node:fs/promises";

export type ReadToken =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly message: string };

const OTHERS = 0o077;

/**
 * Whoever asks a server says who he is by a token: from ASOF_TOKEN, or from a file that nobody else can read. Never an
 * argument, which every user of the machine sees in its list of processes.
 */
export const readToken = async (
  file: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ReadToken> => {
  const path = file ?? environment.ASOF_TOKEN_FILE;
  if (path === undefined) {
    const token = environment.ASOF_TOKEN?.trim();
    return token
      ? { ok: true, token }
      : {
          ok: false,
          message: "Put your token in ASOF_TOKEN, or in a file of your own: --token-file <file>.",
        };
  }
  try {
    const { mode } = await stat(path);
    // Windows keeps no such bits.
    if (process.platform !== "win32" && (mode & OTHERS) !== 0)
      return {
        ok: false,
        message: `${path} can be read by others. Make it yours alone: chmod 600 ${path}. If others had time to read it, ask for a new token.`,
      };
    const token = (await readFile(path, "utf8")).trim();
    return token ? { ok: true, token } : { ok: false, message: `${path} is empty: put your token in it.` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      ok: false,
      message: `${path}: ${code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`}.`,
    };
  }
};
