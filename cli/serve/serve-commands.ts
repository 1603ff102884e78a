export { type ServeOptions, serveCommand } from "./serve-command.ts";
export { type TokenOptions, tokenCommand } from "./token-command.ts";
