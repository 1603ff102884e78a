import { expect, test } from "vitest";
import { bitsSchema, bundleConfigSchema, envelopeSchema } from "./bundle.ts";

test("bits are sixteen lower-case digits, and nothing else is", () => {
  expect(bitsSchema.safeParse("7ff8000000000000").success).toBe(true);
  for (const wrong of ["7FF8000000000000", "7ff800000000000", "0x3ff0000000000", "1.5"])
    expect(bitsSchema.safeParse(wrong).success).toBe(false);
});

test("a backtest's configuration keeps what it was given, and holds plain data only", () => {
  const config = {
    from: 1,
    to: 2,
    capitalMinor: 100,
    currency: "USD",
    costs: { name: "own", taxes: [{ bps: 0.1 }] },
    volumeCap: 0.1,
  };
  expect(bundleConfigSchema.parse(config)).toEqual(config);
  expect(bundleConfigSchema.safeParse({ ...config, volumeCap: () => 1 }).success).toBe(false);
});

test("an envelope has one signature of 64 bytes", () => {
  const sig = Buffer.alloc(64).toString("base64");
  const signature = { keyid: "0".repeat(64), sig };
  const envelope = { payloadType: "a", payload: "", signatures: [signature] };
  expect(envelopeSchema.safeParse(envelope).success).toBe(true);
  expect(envelopeSchema.safeParse({ ...envelope, signatures: [] }).success).toBe(false);
  expect(envelopeSchema.safeParse({ ...envelope, signatures: [signature, signature] }).success).toBe(false);
  const short = Buffer.alloc(63).toString("base64");
  expect(envelopeSchema.safeParse({ ...envelope, signatures: [{ ...signature, sig: short }] }).success).toBe(
    false,
  );
});
