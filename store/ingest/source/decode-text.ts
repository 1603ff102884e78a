import type { FileFormat } from "../../contract/import.ts";
import type { ByteBlock } from "./open-bytes.ts";

export type Encoding = Extract<FileFormat, { kind: "csv" }>["encoding"];

export interface TextBlock {
  readonly text: string;
  readonly bytesRead: number;
}

/** A byte order mark says what the file is; without one it is read as asked. */
export const labelOf = (encoding: Encoding, head: Uint8Array): string => {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  // What the web calls latin-1 has letters and dashes where the standard has control characters.
  return { "utf-8": "utf-8", "utf-16": "utf-16le", "latin-1": "windows-1252", "euc-kr": "euc-kr" }[encoding];
};

/** Bytes as text. What cannot be decoded becomes U+FFFD, which no good row contains. */
export async function* decodeText(
  blocks: AsyncIterable<ByteBlock>,
  encoding: Encoding,
): AsyncGenerator<TextBlock> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const { bytes, bytesRead } of blocks) {
    decoder ??= new TextDecoder(labelOf(encoding, bytes));
    yield { text: decoder.decode(bytes, { stream: true }), bytesRead };
  }
  const rest = decoder?.decode();
  if (rest) yield { text: rest, bytesRead: Number.NaN };
}

/** The encoding that a file's beginning looks like. */
export const guessEncoding = (head: Uint8Array): Encoding => {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return "utf-16";
  let zeros = 0;
  for (let i = 1; i < head.length; i += 2) if (head[i] === 0) zeros++;
  if (head.length >= 4 && zeros > head.length / 5) return "utf-16";
  // A cut in the middle of a character is no fault of the file.
  const whole = new TextDecoder("utf-8", { fatal: true });
  try {
    whole.decode(head, { stream: true });
    return "utf-8";
  } catch {
    return looksKorean(head) ? "euc-kr" : "latin-1";
  }
};

/** Hangul in EUC-KR comes in pairs of high bytes; a lone high byte is an accent of latin-1. */
const looksKorean = (head: Uint8Array): boolean => {
  let pairs = 0;
  let lone = 0;
  for (let i = 0; i < head.length; i++) {
    if (head[i]! < 0x80) continue;
    const next = head[i + 1];
    if (head[i]! >= 0xa1 && next !== undefined && next >= 0xa1) {
      pairs++;
      i++;
    } else lone++;
  }
  return pairs > 4 * lone;
};
