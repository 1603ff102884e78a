export const isMac = globalThis.navigator?.platform?.startsWith("Mac") ?? false;
