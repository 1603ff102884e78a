import { packed, unpacker } from "./packed.ts";
import type { Port } from "./port.ts";

/**
 * Messages over a pair of pipes: each frame is a little-endian uint32 length, then MessagePack of
 * `[channel, message]`. Typed arrays keep their type; a NaN always has the same bits.
 */
export interface BytePipe {
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  onEnd(listener: () => void): void;
  end(): void;
}

/** A frame longer than this is refused: the other end is broken or hostile. */
export const MAX_FRAME_BYTES = 256 * 1024 * 1024;
const HEADER_BYTES = 4;

/** One message of one channel as a frame, ready to write. */
export const encodeFrame = (channel: number, message: unknown): Uint8Array => {
  const body = packed([channel, message]);
  const frame = new Uint8Array(HEADER_BYTES + body.length);
  new DataView(frame.buffer).setUint32(0, body.length, true);
  frame.set(body, HEADER_BYTES);
  return frame;
};

export interface Frame {
  readonly channel: number;
  readonly message: unknown;
}

/** Gathers bytes as they come and gives each whole frame once. Throws a RangeError on a frame too long. */
export const createFrameReader = (mostBytes = MAX_FRAME_BYTES): ((bytes: Uint8Array) => Frame[]) => {
  const unpack = unpacker();
  let parts: Uint8Array[] = [];
  let held = 0;
  const join = (): Uint8Array => {
    if (parts.length === 1) return parts[0]!;
    const whole = new Uint8Array(held);
    let offset = 0;
    for (const part of parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    parts = [whole];
    return whole;
  };
  let needed = HEADER_BYTES;
  return (bytes) => {
    parts.push(bytes);
    held += bytes.length;
    const frames: Frame[] = [];
    while (held >= needed) {
      const whole = join();
      const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
      if (length > mostBytes) throw new RangeError(`A frame of ${length} bytes is longer than ${mostBytes}.`);
      needed = HEADER_BYTES + length;
      if (held < needed) break;
      const [channel, message] = unpack(whole.subarray(HEADER_BYTES, needed)) as [number, unknown];
      frames.push({ channel, message });
      parts = [whole.subarray(needed)];
      held -= needed;
      needed = HEADER_BYTES;
    }
    return frames;
  };
};

/**
 * Splits a pair of pipes into as many ports as there are channels; all of them close with the pipe.
 *
 * @param mostBytes a frame that is longer ends the pipe
 */
export const portsOverPipe = (
  pipe: BytePipe,
  channels: number,
  mostBytes = MAX_FRAME_BYTES,
): readonly Port[] => {
  const ends = Array.from({ length: channels }, () => ({
    listeners: [] as ((message: unknown) => void)[],
    closeListeners: [] as (() => void)[],
    waiting: [] as unknown[],
  }));
  let isClosed = false;
  const closeAll = () => {
    if (isClosed) return;
    isClosed = true;
    for (const end of ends) for (const listener of end.closeListeners) listener();
  };
  const read = createFrameReader(mostBytes);
  pipe.onData((bytes) => {
    if (isClosed) return;
    try {
      for (const { channel, message } of read(bytes)) {
        const end = ends[channel];
        if (!end) continue;
        if (end.listeners.length === 0) end.waiting.push(message);
        else for (const listener of end.listeners) listener(message);
      }
    } catch {
      // What cannot be read cannot be resumed: there is no next frame to find.
      pipe.end();
      closeAll();
    }
  });
  pipe.onEnd(closeAll);
  return ends.map((end, channel) => ({
    post: (message) => {
      if (!isClosed) pipe.write(encodeFrame(channel, message));
    },
    onMessage: (listener) => {
      end.listeners.push(listener);
      for (const message of end.waiting.splice(0)) listener(message);
    },
    onClose: (listener) => {
      if (isClosed) void Promise.resolve().then(listener);
      else end.closeListeners.push(listener);
    },
    close: () => {
      if (!isClosed) pipe.end();
      closeAll();
    },
  }));
};
