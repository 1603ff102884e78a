import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sha256 } from "./sha256.ts";
import { sharedKernels } from "./shared-kernels.ts";

it("the host's digests and the kernels' are the same, each in memory of its own", () => {
  for (const length of [0, 1, 55, 56, 64, 8_192, 8_207, 70_000]) {
    const message = Uint8Array.from({ length }, (_, k) => (k * 167 + length) % 256);
    const digest = sha256(message);
    expect(digest).toEqual(sharedKernels().sha256(message));
    expect(digest).toEqual(new Uint8Array(createHash("sha256").update(message).digest()));
    expect(digest).not.toBe(sha256(message));
    // A part of a larger array is digested alone.
    expect(sha256(Uint8Array.of(9, ...message, 9).subarray(1, length + 1))).toEqual(digest);
  }
});
