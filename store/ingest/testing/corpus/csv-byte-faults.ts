import { gzipSync } from "node:zlib";
import {
  amid,
  amidValue,
  csvFault,
  type FaultyFile,
  HEADER,
  quarantined,
  refused,
  row,
  taken,
} from "./faulty-file.ts";
import { packZstd, repeatZstd } from "./pack-zstd.ts";

const good = HEADER + row(0) + row(1);
const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
/** A Korean name in EUC-KR. */
const samsung = Buffer.from([0xbb, 0xef, 0xbc, 0xba]);
/** Line 3 of the file with these bytes for its symbol. */
const amidBytes = (symbol: Uint8Array): Buffer => {
  const [before, after] = amidValue("symbol", "\0").split("\0");
  return Buffer.concat([utf8(before!), symbol, utf8(after!)]);
};

export const csvEncodingFaults: readonly FaultyFile[] = [
  csvFault("a byte order mark of UTF-8", `\ufeff${good}`, taken(2)),
  csvFault("two byte order marks", `\ufeff\ufeff${good}`, taken(2)),
  csvFault("UTF-16, little end first, with a mark", utf16(`\ufeff${good}`), taken(2), {
    format: { encoding: "utf-16" },
    seenAs: "csv",
  }),
  csvFault("UTF-16, big end first, with a mark", () => utf16(`\ufeff${good}`).swap16(), taken(2), {
    format: { encoding: "utf-16" },
  }),
  csvFault("UTF-16 without a mark", utf16(good), taken(2), { format: { encoding: "utf-16" } }),
  csvFault(
    "UTF-16 of an odd number of bytes",
    Buffer.concat([utf16(`\ufeff${good}`), Buffer.from([65])]),
    quarantined(2, [4, "ragged"]),
    { format: { encoding: "utf-16" } },
  ),
  csvFault(
    "UTF-16 with a lone surrogate",
    utf16(amidValue("symbol", "C\ud800C")),
    quarantined(2, [3, "encoding"]),
    {
      format: { encoding: "utf-16" },
    },
  ),
  csvFault("UTF-16 read as UTF-8, but for its mark", utf16(good), refused("unknown-column", /"date"/)),
  csvFault(
    "UTF-32",
    () => Buffer.from([...good].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])),
    refused("unknown-column", /"date"/),
  ),
  csvFault("latin-1 as it is", amidBytes(Buffer.from([0x43, 0xe9])), taken(3), {
    format: { encoding: "latin-1" },
  }),
  csvFault("latin-1 read as UTF-8", amidBytes(Buffer.from([0x43, 0xe9])), quarantined(2, [3, "encoding"])),
  csvFault("EUC-KR as it is", amidBytes(samsung), taken(3), { format: { encoding: "euc-kr" } }),
  csvFault("EUC-KR read as UTF-8", amidBytes(samsung), quarantined(2, [3, "encoding"])),
  csvFault(
    "EUC-KR cut in the middle of a letter",
    amidBytes(samsung.subarray(0, 3)),
    quarantined(2, [3, "encoding"]),
    {
      format: { encoding: "euc-kr" },
    },
  ),
  csvFault(
    "a zero written in two bytes",
    amidBytes(Buffer.from([0xc0, 0x80])),
    quarantined(2, [3, "encoding"]),
  ),
  csvFault(
    "a surrogate in UTF-8",
    amidBytes(Buffer.from([0xed, 0xa0, 0x80])),
    quarantined(2, [3, "encoding"]),
  ),
  csvFault(
    "UTF-8 cut in the middle of the last letter",
    Buffer.concat([utf8(`${HEADER}${row(0)}2024-01-02,CCC,10,11,9,10,1`), Buffer.from([0xe2, 0x82])]),
    quarantined(1, [3, "encoding"]),
  ),
];

const big = 300 * 1024 * 1024;

export const csvPackingFaults: readonly FaultyFile[] = [
  csvFault("a gzip file", () => gzipSync(good), taken(2), { seenAs: "csv" }),
  csvFault(
    "a gzip file of two members",
    () => Buffer.concat([gzipSync(HEADER + row(0)), gzipSync(row(1))]),
    taken(2),
  ),
  csvFault(
    "a gzip file that was cut off",
    () => gzipSync(amid(row(3).trim().repeat(1))).subarray(0, -12),
    refused("not-readable", /damaged.*fetch it again/i),
  ),
  csvFault(
    "a gzip file of a header only",
    () => gzipSync(good).subarray(0, 10),
    refused("not-readable", /damaged/),
  ),
  csvFault(
    "a gzip file with a wrong sum",
    () => {
      const bytes = gzipSync(good);
      bytes[bytes.length - 8]! ^= 1;
      return bytes;
    },
    refused("not-readable", /damaged/),
  ),
  csvFault(
    "a gzip file inside a gzip file",
    () => gzipSync(gzipSync(good)),
    refused("not-readable", /first line cannot be read/),
  ),
  csvFault(
    "300 MB of line breaks in a small gzip file",
    () => gzipSync(Buffer.alloc(big, "\n")),
    refused("too-large", /grows to more than/),
  ),
  csvFault(
    "300 MB of one letter in a small gzip file",
    () => gzipSync(Buffer.alloc(big, "a")),
    refused("too-large", /grows to more than|longer than/),
  ),
  csvFault("a zstd file", () => packZstd(utf8(good)), taken(2), { seenAs: "csv" }),
  csvFault(
    "a zstd file that was cut off",
    () => packZstd(utf8(good)).subarray(0, -12),
    refused("not-readable", /damaged/),
  ),
  csvFault(
    "a zstd file of wrong bytes",
    () => Buffer.concat([packZstd(utf8(good)).subarray(0, 6), Buffer.alloc(64, 0xff)]),
    refused("not-readable", /damaged/),
  ),
  csvFault(
    "gigabytes of one letter in a small zstd file",
    () => repeatZstd("a".charCodeAt(0), 40_000),
    refused("too-large", /grows to more than/),
  ),
  csvFault(
    "gigabytes of line breaks in a small zstd file",
    () => repeatZstd(10, 40_000),
    refused("too-large", /grows to more than/),
  ),
  csvFault(
    "a zip archive by another name",
    Buffer.concat([utf8("PK\u0003\u0004"), Buffer.alloc(200, 7)]),
    refused("unknown-column", /"date"/),
    { seenAs: "unknown-format" },
  ),
];

const png = Buffer.concat([Buffer.from([0x89]), utf8("PNG\r\n\u001a\n"), Buffer.alloc(600, 3)]);
/** The same bytes each time, without any order. */
const noise = (length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  let state = 12_345;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
};

export const csvDisguises: readonly FaultyFile[] = [
  csvFault("a picture by the name of .csv", png, refused("not-readable", /first line cannot be read/), {
    seenAs: "unknown-format",
  }),
  csvFault(
    "a program by the name of .csv",
    Buffer.concat([Buffer.from([0x7f]), utf8("ELF\u0002\u0001\u0001"), Buffer.alloc(900)]),
    refused("unknown-column", /"date"/),
    { seenAs: "unknown-format" },
  ),
  csvFault(
    "a page of HTML by the name of .csv",
    "<!DOCTYPE html>\n<html><body>Sign in, please</body></html>\n",
    refused("unknown-column", /"date"/),
  ),
  csvFault(
    "a database by the name of .csv",
    Buffer.concat([utf8("SQLite format 3\0"), Buffer.alloc(2_000, 1)]),
    refused("unknown-column", /"date"/),
    { seenAs: "unknown-format" },
  ),
  csvFault(
    "noise by the name of .csv",
    () => noise(100_000),
    refused("not-readable", /first line cannot be read/),
  ),
  csvFault("noise behind a good beginning", () => Buffer.concat([utf8(good), noise(3_000)]), {
    kind: "quarantined",
    good: 2,
    lines: [],
  }),
  csvFault(
    "64 kB of NUL behind a good beginning",
    Buffer.concat([utf8(good), Buffer.alloc(65_536)]),
    quarantined(2, [4, "ragged"]),
  ),
];
