import { ArgumentError, type EngineError, type Result } from "../../engine/index.ts";
import { ResearchError } from "./research-error.ts";

const inCellWords = ({ code, message }: EngineError): ResearchError =>
  new ResearchError(code, message.charAt(0).toUpperCase() + message.slice(1));

/** The value of what the engine answered; its failure is thrown. */
export const unwrap = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw inCellWords(result.error);
};

/** What the engine throws for what it was given, in a cell's words. Anything else that `work` throws is the cell's own. */
export const attempt = <T>(work: () => T): T => {
  try {
    return work();
  } catch (thrown) {
    throw thrown instanceof ArgumentError ? inCellWords(thrown) : thrown;
  }
};
