import { writeFile } from "node:fs/promises";
import { keyIdOf, newKeyPair, readPublicKey } from "../../bundle/document/keys.ts";

/** `asof bundle key`: writes a new pair; 0 when both files are there, 1 when one was there before. */
export const keyCommand = async (file: string): Promise<number> => {
  const { privateKey, publicKey } = newKeyPair();
  try {
    // Never over another key: what was signed with it could not be signed again.
    await writeFile(file, privateKey, { mode: 0o600, flag: "wx" });
    await writeFile(`${file}.pub`, publicKey, { flag: "wx" });
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    const what = code === "EEXIST" ? `${path} is there already: choose another name` : message;
    process.stderr.write(`No key was made: ${what}.\n`);
    return 1;
  }
  process.stdout.write(
    `${file} signs: keep it to yourself. ${file}.pub checks: have it registered.\nKey ${keyIdOf(readPublicKey(publicKey))}\n`,
  );
  return 0;
};
