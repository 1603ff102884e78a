/**
 * The compiled kernels in base64. The build puts them here (`build/bundle/engine-kernels.mjs`); read from its source
 * this file is empty, and the TypeScript twins run.
 */
export const embeddedWasm: string = "";
