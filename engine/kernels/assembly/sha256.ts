/**
 * Takes `blocks` of 64 bytes of a padded message into a SHA-256 state of eight words (FIPS 180-4, section 6.2.2).
 * `constants`: the 64 words of section 4.2.2, since the module has no data of its own. Scratch: 256 bytes.
 */
export function sha256Blocks(
  state: usize,
  constants: usize,
  message: usize,
  blocks: i32,
  scratch: usize,
): void {
  let h0 = load<u32>(state);
  let h1 = load<u32>(state + 4);
  let h2 = load<u32>(state + 8);
  let h3 = load<u32>(state + 12);
  let h4 = load<u32>(state + 16);
  let h5 = load<u32>(state + 20);
  let h6 = load<u32>(state + 24);
  let h7 = load<u32>(state + 28);
  for (let block = 0; block < blocks; block++, message += 64) {
    for (let at: usize = 0; at < 64; at += 4) store<u32>(scratch + at, bswap<u32>(load<u32>(message + at)));
    for (let at: usize = 64; at < 256; at += 4) {
      const w = scratch + at;
      const early = load<u32>(w - 60);
      const late = load<u32>(w - 8);
      const s0 = rotr<u32>(early, 7) ^ rotr<u32>(early, 18) ^ (early >> 3);
      const s1 = rotr<u32>(late, 17) ^ rotr<u32>(late, 19) ^ (late >> 10);
      store<u32>(w, load<u32>(w - 64) + s0 + load<u32>(w - 28) + s1);
    }
    let a = h0;
    let b = h1;
    let c = h2;
    let d = h3;
    let e = h4;
    let f = h5;
    let g = h6;
    let h = h7;
    for (let at: usize = 0; at < 256; at += 4) {
      const s1 = rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25);
      const choice = g ^ (e & (f ^ g));
      const t1 = h + s1 + choice + load<u32>(constants + at) + load<u32>(scratch + at);
      const s0 = rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22);
      const majority = (a & b) | (c & (a | b));
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + s0 + majority;
    }
    h0 += a;
    h1 += b;
    h2 += c;
    h3 += d;
    h4 += e;
    h5 += f;
    h6 += g;
    h7 += h;
  }
  store<u32>(state, h0);
  store<u32>(state + 4, h1);
  store<u32>(state + 8, h2);
  store<u32>(state + 12, h3);
  store<u32>(state + 16, h4);
  store<u32>(state + 20, h5);
  store<u32>(state + 24, h6);
  store<u32>(state + 28, h7);
}
