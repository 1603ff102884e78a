import { withoutControls } from "./run/without-controls.ts";

/** A line for a person. What it quotes comes out of files and stores that others made. */
export const say = (text: string): void => void process.stdout.write(`${withoutControls(text)}\n`);

/** The same where faults are told. */
export const complain = (text: string): void => void process.stderr.write(`${withoutControls(text)}\n`);

/** A value for a program. JSON leaves DEL and the second set of controls as they are; a terminal obeys them. */
export const sayJson = (value: unknown): void => {
  const text = JSON.stringify(value).replace(
    /[\u007f-\u009f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  );
  process.stdout.write(`${text}\n`);
};
