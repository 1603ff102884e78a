/**
 * The one thing both ends of a wire need: post a message, hear messages, know when the other end is gone.
 * Shells adapt a MessagePort, Electron's MessagePortMain, or a pair of pipes to it.
 */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Two ports joined back to back in one process; messages arrive in a later microtask, in order. */
export const portPair = (): readonly [Port, Port] => {
  const makeEnd = () => {
    const end = {
      listeners: [] as ((message: unknown) => void)[],
      closeListeners: [] as (() => void)[],
      waiting: [] as unknown[],
      closed: false,
    };
    return end;
  };
  const ends = [makeEnd(), makeEnd()] as const;
  const deliver = (to: ReturnType<typeof makeEnd>, message: unknown) => {
    if (to.closed) return;
    if (to.listeners.length === 0) to.waiting.push(message);
    else for (const listener of to.listeners) listener(message);
  };
  const portOf = (own: ReturnType<typeof makeEnd>, other: ReturnType<typeof makeEnd>): Port => ({
    post: (message) => {
      if (!own.closed) Promise.resolve().then(() => deliver(other, message));
    },
    onMessage: (listener) => {
      own.listeners.push(listener);
      for (const message of own.waiting.splice(0)) listener(message);
    },
    onClose: (listener) => own.closeListeners.push(listener),
    close: () => {
      for (const end of [own, other]) {
        if (end.closed) continue;
        end.closed = true;
        for (const listener of end.closeListeners) Promise.resolve().then(listener);
      }
    },
  });
  return [portOf(ends[0], ends[1]), portOf(ends[1], ends[0])];
};
