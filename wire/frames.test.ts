import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BytePipe, createFrameReader, encodeFrame, portsOverPipe } from "./frames.ts";

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.float64Array({ maxLength: 6 }),
    fc.int32Array({ maxLength: 6 }),
    fc.uint8Array({ maxLength: 6 }),
    fc.bigInt64Array({ maxLength: 3 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value;

describe("frames", () => {
  it("[F1] give back every message, however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), value), { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (messages, cut) => {
          const bytes = messages.flatMap(([channel, message]) => [...encodeFrame(channel, message)]);
          const read = createFrameReader();
          const got: unknown[] = [];
          for (let start = 0; start < bytes.length; start += cut) {
            got.push(
              ...read(Uint8Array.from(bytes.slice(start, start + cut))).map(({ channel, message }) => [
                channel,
                message,
              ]),
            );
          }
          expect(got).toEqual(messages);
        },
      ),
      { numRuns: 300, seed: 11 },
    );
  });

  it("write every NaN with the same bits", () => {
    const strange = new Float64Array(new Uint32Array([7, 0xfff80001]).buffer);
    expect(encodeFrame(0, strange)).toEqual(encodeFrame(0, new Float64Array([Number.NaN])));
  });

  it("leave out what is undefined, so that optional fields stay optional", () => {
    expect(createFrameReader()(encodeFrame(0, { a: undefined, b: 1 }))[0]!.message).toEqual({ b: 1 });
  });

  it("end the pipe when a frame is longer than any we write", () => {
    let hear: (bytes: Uint8Array) => void = () => {};
    let isEnded = false;
    const pipe: BytePipe = {
      write: () => {},
      onData: (listener) => {
        hear = listener;
      },
      onEnd: () => {},
      end: () => {
        isEnded = true;
      },
    };
    const [port] = portsOverPipe(pipe, 2);
    let isClosed = false;
    port!.onClose(() => {
      isClosed = true;
    });
    hear(Uint8Array.of(255, 255, 255, 255));
    expect([isEnded, isClosed]).toEqual([true, true]);
  });

  it("keep the channels apart", () => {
    let hear: (bytes: Uint8Array) => void = () => {};
    const loop: BytePipe = {
      write: (bytes) => hear(bytes),
      onData: (listener) => {
        hear = listener;
      },
      onEnd: () => {},
      end: () => {},
    };
    const [client, store] = portsOverPipe(loop, 2);
    const heard: unknown[] = [];
    client!.onMessage((message) => heard.push(["client", message]));
    store!.onMessage((message) => heard.push(["store", message]));
    store!.post(1);
    client!.post(2);
    expect(heard).toEqual([
      ["store", 1],
      ["client", 2],
    ]);
  });
});
