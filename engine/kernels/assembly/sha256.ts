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
    // Two words at a time, each from the one two before it.
    let x = load<u32>(scratch, 56);
    let y = load<u32>(scratch, 60);
    for (let at: usize = 64; at < 256; at += 8) {
      const w = scratch + at;
      const p = load<u32>(w - 60);
      const q = load<u32>(w - 56);
      x =
        load<u32>(w - 64) +
        load<u32>(w - 28) +
        (rotr<u32>(p, 7) ^ rotr<u32>(p, 18) ^ (p >> 3)) +
        (rotr<u32>(x, 17) ^ rotr<u32>(x, 19) ^ (x >> 10));
      y =
        p +
        load<u32>(w - 24) +
        (rotr<u32>(q, 7) ^ rotr<u32>(q, 18) ^ (q >> 3)) +
        (rotr<u32>(y, 17) ^ rotr<u32>(y, 19) ^ (y >> 10));
      store<u32>(w, x);
      store<u32>(w, y, 4);
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
      // What the round before decides is added last: the sum of the rest is there by then.
      let t1 = h + load<u32>(constants + at) + load<u32>(scratch + at);
      t1 += g ^ (e & (f ^ g));
      t1 += rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25);
      let t2 = t1 + ((a & b) ^ (c & (a ^ b)));
      t2 += rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22);
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t2;
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
