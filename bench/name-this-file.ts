/** TypeScript looks for the name of its file, which a module of the bundle does not have. */
Object.assign(globalThis, { __filename: import.meta.filename });

export {};
