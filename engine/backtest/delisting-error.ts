import { ArgumentError } from "../argument-error.ts";

/** What a position that is held when its listing ends is worth cannot be told without a delisting return. */
export const noDelistReturn = (iid: string): ArgumentError =>
  new ArgumentError(`${iid} is delisted while held, but has no delisting return`, "bad-panel", { iid });
