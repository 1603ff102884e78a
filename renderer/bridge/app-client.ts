import { z } from "zod";
import { type AppContract, appContract } from "../../main/contract/app-contract.ts";
import type { AsofBridge } from "../../main/contract/bridge.ts";
import { type PickedFile, pickedFileSchema } from "../../main/contract/import-calls.ts";
import {
  type CallName,
  type EventName,
  type EventPayload,
  type Input,
  type Output,
  type WireResult,
  wireError,
} from "../../wire/contract.ts";

/** The main process as the window sees it. */
export interface AppClient {
  /** Files dropped on the page, as `import/pick` would grant them. */
  grantFiles(files: readonly File[]): Promise<WireResult<PickedFile[]>>;
  call<N extends CallName<AppContract>>(
    name: N,
    input: Input<AppContract, N>,
  ): Promise<WireResult<Output<AppContract, N>>>;
  on<N extends EventName<AppContract>>(
    name: N,
    listener: (payload: EventPayload<AppContract, N>) => void,
  ): () => void;
}

const answerSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.string(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
]);

/** A typed client of the app contract over the preload's bridge. Answers and events are parsed on receipt. */
export const createAppClient = (bridge: AsofBridge): AppClient => ({
  call: async (name, input) => {
    const raw = await bridge.invoke(name, input).catch((error: unknown) => wireError("gone", String(error)));
    const answer = answerSchema.safeParse(raw);
    if (!answer.success) return wireError("bad-answer", `${name}: the answer is not a result.`);
    if (!answer.data.ok) return answer.data;
    const value = appContract.calls[name].output.safeParse(answer.data.value);
    if (!value.success) return wireError("bad-answer", `${name}: ${z.prettifyError(value.error)}`);
    return { ok: true, value: value.data as never };
  },
  grantFiles: async (files) => {
    const raw = await bridge.grantFiles(files).catch((error: unknown) => wireError("gone", String(error)));
    const answer = answerSchema.safeParse(raw);
    if (!answer.success) return wireError("bad-answer", "The answer is not a result.");
    if (!answer.data.ok) return answer.data;
    const picked = z.array(pickedFileSchema).safeParse(answer.data.value);
    return picked.success ? { ok: true, value: picked.data } : wireError("bad-answer", "No files came back.");
  },
  on: (name, listener) =>
    bridge.onEvent((eventName, payload) => {
      if (eventName !== name) return;
      const parsed = appContract.events[name].safeParse(payload);
      if (parsed.success) listener(parsed.data as never);
    }),
});
