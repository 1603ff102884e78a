/**
 * Text of a notebook as it may go to a terminal. Control characters could clear the screen, overwrite figures that were
 * printed, or set the clipboard; only line ends and tabs pass.
 */
export const withoutControls = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\uFFFD");
