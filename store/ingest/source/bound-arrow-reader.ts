import { Message } from "apache-arrow";
import { ByteBuffer } from "flatbuffers";

const MOST_MESSAGES = 500_000;
const readLength = ByteBuffer.prototype.__vector_len;
const readMessage = Message.decode;
/** In the file that is read at the moment. */
let messages = 0;

/** Every entry takes at least a byte, so a list longer than what it lies in is refused. */
const boundedLength: typeof readLength = function (this: ByteBuffer, offset) {
  const length = readLength.call(this, offset);
  const capacity = this.capacity();
  if (length < 0 || length > capacity)
    throw new Error(`it claims a list of ${length} entries in ${capacity} bytes`);
  return length;
};

const boundedMessage: typeof readMessage = (bytes) => {
  if (++messages > MOST_MESSAGES) throw new Error(`it claims more than ${MOST_MESSAGES} messages`);
  return readMessage.call(Message, bytes);
};

/**
 * To be called before an Arrow file is read, one at a time. A damaged one may claim lists of billions of entries, or
 * lead the reader back to messages it has read, for minutes or for ever: both end in an error. Only the process that
 * opens the file, and ends with it, is changed.
 */
export const boundArrowReader = (): void => {
  messages = 0;
  ByteBuffer.prototype.__vector_len = boundedLength;
  Message.decode = boundedMessage;
};
