import { Message } from "apache-arrow";
import { ByteBuffer } from "flatbuffers";

const readLength = ByteBuffer.prototype.__vector_len;

/**
 * A damaged Arrow file may claim lists of billions of entries, which the reader would walk for minutes. Every entry
 * takes at least a byte, so a list longer than what it lies in is refused. Only the process that opens the file, and
 * ends with it, is changed.
 */
export const boundArrowLists = (): void => {
  ByteBuffer.prototype.__vector_len = function (offset) {
    const length = readLength.call(this, offset);
    const capacity = this.capacity();
    if (length < 0 || length > capacity)
      throw new Error(`it claims a list of ${length} entries in ${capacity} bytes`);
    return length;
  };
};

const MOST_MESSAGES = 500_000;
const decode = Message.decode;

/** A damaged length may also send the reader back to a message it has read, for ever: so many are enough for a file. */
export const boundArrowMessages = (): void => {
  let messages = 0;
  Message.decode = (bytes) => {
    if (++messages > MOST_MESSAGES) throw new Error(`it claims more than ${MOST_MESSAGES} messages`);
    return decode.call(Message, bytes);
  };
};
