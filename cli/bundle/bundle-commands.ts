export { type BuildToFileOptions, buildCommand } from "./build-command.ts";
export { buildNotebook } from "./build-notebook.ts";
export { keyCommand } from "./key-command.ts";
export { showCommand } from "./show-command.ts";
export { type VerifyOptions, verifyCommand } from "./verify-command.ts";
