import fc from "fast-check";
import { expect, it } from "vitest";
import { createEventReader } from "./read-events.ts";

it("V23: events come out the same however the stream is cut into parts", () => {
  const text =
    'id: 1\nevent: a/b\ndata: {"x":1}\n\n:\n\nevent: values\r\ndata: one\r\ndata:two\r\n\r\nid: 2\n\n';
  const whole = createEventReader()(text);
  expect(whole).toEqual([
    { id: "1", name: "a/b", data: '{"x":1}' },
    { id: null, name: "values", data: "one\ntwo" },
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const read = createEventReader();
      const parts = places.slice(1).flatMap((to, k) => read(text.slice(places[k], to)));
      expect(parts).toEqual(whole);
    }),
  );
});

it("V23: an event without end is refused", () => {
  expect(() => createEventReader()(`data: ${"x".repeat(5_000_000)}`)).toThrow(RangeError);
});
