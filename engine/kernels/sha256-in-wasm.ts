import type { KernelMemory } from "./kernel-memory.ts";
import type { KernelExports } from "./wasm-exports.ts";

const BLOCK = 64;
const PRIMES = Array.from({ length: 311 }, (_, n) => n + 2).filter((n) => isPrime(n));
/** First 32 bits of the fractional parts of the cube roots of the first 64 primes; FIPS 180-4, section 4.2.2. */
const CONSTANTS = Uint32Array.from(PRIMES, (prime) => fraction(prime, 3));
/** The same of the square roots of the first eight; section 5.3.3. */
const INITIAL = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(prime, 2));

/** The SHA-256 of a message, whose blocks the module digests. @source NIST FIPS 180-4 (2015) */
export function sha256InWasm(wasm: KernelExports, memory: KernelMemory, message: Uint8Array): Uint8Array {
  const blocks = Math.ceil((message.length + 9) / BLOCK);
  const constants = memory.allocate(CONSTANTS.byteLength);
  const scratch = memory.allocate(CONSTANTS.byteLength);
  const state = memory.allocate(INITIAL.byteLength);
  const padded = memory.allocate(blocks * BLOCK);
  const { buffer } = memory.memory;
  new Uint32Array(buffer, constants, CONSTANTS.length).set(CONSTANTS);
  new Uint32Array(buffer, state, INITIAL.length).set(INITIAL);
  const bytes = new Uint8Array(buffer, padded, blocks * BLOCK);
  bytes.set(message);
  bytes.fill(0, message.length);
  bytes[message.length] = 0x80;
  const length = new DataView(buffer, padded + bytes.length - 8, 8);
  length.setBigUint64(0, BigInt(message.length) * 8n);
  wasm.sha256Blocks(state, constants, padded, blocks, scratch);
  const digest = new DataView(new ArrayBuffer(INITIAL.byteLength));
  for (const [k, word] of new Uint32Array(buffer, state, INITIAL.length).entries())
    digest.setUint32(4 * k, word);
  return new Uint8Array(digest.buffer);
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return true;
}

/** ⌊2³²·root of n⌋ modulo 2³², in whole numbers: by bisection, since the roots are not exact doubles. */
function fraction(n: number, degree: 2 | 3): number {
  const power = BigInt(n) << BigInt(32 * degree);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(degree) <= power) low = middle;
    else high = middle;
  }
  return Number(low & 0xffff_ffffn);
}
