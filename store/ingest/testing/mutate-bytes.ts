/** Numbers from 0 to 1 in an order that the seed decides (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

type Mutation = (bytes: Buffer, below: (limit: number) => number) => Buffer;

const cutOut = (bytes: Buffer, from: number, to: number, filling: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.concat([bytes.subarray(0, from), filling, bytes.subarray(to)]);

/** What readers stumble over: ends of lines and values, signs of other formats, numbers at the edge. */
const bait = [
  '"',
  ",",
  "\n",
  "\r",
  "\0",
  "\ufeff",
  "=1+1",
  "1e999",
  "NaN",
  "{",
  "]",
  "PAR1",
  "ARROW1",
  "\u202e",
  "-",
  "9".repeat(40),
  "\\",
  "\t;|",
];

const mutations: readonly Mutation[] = [
  function flipBytes(bytes, below) {
    const changed = Buffer.from(bytes);
    for (let i = 1 + below(8); i > 0; i--) changed[below(bytes.length)] = below(256);
    return changed;
  },
  function flipBit(bytes, below) {
    const changed = Buffer.from(bytes);
    const at = below(bytes.length);
    changed[at] = changed[at]! ^ (1 << below(8));
    return changed;
  },
  (bytes, below) => bytes.subarray(0, below(bytes.length)),
  (bytes, below) => bytes.subarray(below(Math.min(bytes.length, 64))),
  function cutPiece(bytes, below) {
    const from = below(bytes.length);
    return cutOut(bytes, from, from + 1 + below(100));
  },
  function movePiece(bytes, below) {
    const from = below(bytes.length);
    const piece = bytes.subarray(from, from + 1 + below(200));
    const at = below(bytes.length);
    return cutOut(bytes, at, at + (below(2) === 0 ? 0 : piece.length), piece);
  },
  function repeatPiece(bytes, below) {
    const from = below(bytes.length);
    const piece = bytes.subarray(from, from + 1 + below(60));
    return cutOut(bytes, from, from, Buffer.concat(Array.from({ length: 1 + below(50) }, () => piece)));
  },
  function fillPiece(bytes, below) {
    const from = below(bytes.length);
    return Buffer.from(bytes).fill(
      below(3) === 0 ? 0xff : 0,
      from,
      Math.min(bytes.length, from + 1 + below(64)),
    );
  },
  function dropBait(bytes, below) {
    const at = below(bytes.length);
    return cutOut(bytes, at, at + below(3), Buffer.from(bait[below(bait.length)]!));
  },
  function shuffleLines(bytes, below) {
    const lines = bytes.toString("latin1").split("\n");
    for (let i = 0; i < 5; i++) {
      const [a, b] = [below(lines.length), below(lines.length)];
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
    }
    return Buffer.from(lines.join("\n"), "latin1");
  },
];

/** A copy with one to four faults; the seed decides which. */
export const mutateBytes = (bytes: Buffer, seed: number): Buffer => {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * Math.max(1, limit));
  let changed = bytes;
  for (let i = 1 + below(4); i > 0; i--) changed = mutations[below(mutations.length)]!(changed, below);
  return changed;
};
