export {
  approveCommand,
  type DeployOptions,
  deployCommand,
  haltCommand,
  type JudgeOptions,
  promoteCommand,
  type ReasonOptions,
  resumeCommand,
  rollbackCommand,
} from "./change-commands.ts";
export { type SignalsOptions, signalsCommand, strategiesCommand } from "./look-commands.ts";
export { type PublishOptions, publishCommand } from "./publish-command.ts";
export { type SignInOptions, signInCommand } from "./sign-in-command.ts";
export type { ServerOptions } from "./with-server.ts";
