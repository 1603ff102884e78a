import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson as strict } from "../bundle/document/canonical-json.ts";
import { canonicalJson } from "./canonical-json.ts";

/** Halves of surrogate pairs stand in one string of five, as key and as value. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "binary" }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0xd7f0, max: 0xe010 }))
      .map((units) => String.fromCharCode(...units)),
  },
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false, -0, 1e21, 1e-7, 5e-324),
    fc.array(tie("json"), { maxLength: 5 }),
    fc.dictionary(text, tie("json"), { maxKeys: 5 }),
  ),
}));

test("what has a canonical form is written as another writer of RFC 8785 writes it; the rest is refused where it counts", () => {
  let refused = 0;
  fc.assert(
    fc.property(json, (value) => {
      const ours = canonicalJson(value);
      // Reads back as the same data, whatever is in it.
      expect(canonicalJson(JSON.parse(ours))).toBe(ours);
      if (!/\\ud[89a-f]/.test(ours)) {
        expect(ours).toBe(canonicalize(value));
        expect(strict(value)).toBe(ours);
      } else {
        refused++;
        expect(() => strict(value)).toThrow();
      }
    }),
    { numRuns: 3_000, seed: 11 },
  );
  expect(refused).toBeGreaterThan(200);
});
