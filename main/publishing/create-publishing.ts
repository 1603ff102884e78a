import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { session, shell } from "electron";
import { fetchThrough } from "../../serving/client/fetch-through.ts";
import { refreshGrant } from "../../serving/client/grant.ts";
import { servingClient } from "../../serving/client/serving-client.ts";
import { type EventName, type EventPayload, wireOk } from "../../wire/contract.ts";
import type { AppContract } from "../contract/app-contract.ts";
import { jsonFile } from "../files/json-file.ts";
import { Connections, connectionsSchema } from "./connections.ts";
import { Gates } from "./gates.ts";
import { Outbox } from "./outbox.ts";
import type { Publishing } from "./publish-handlers.ts";
import type { PublishingProcesses } from "./publishing-processes.ts";
import { Secrets } from "./secrets.ts";
import { serverError } from "./server-error.ts";
import { SignIns } from "./sign-ins.ts";
import { signingKey } from "./signing-key.ts";
import { StrategyLists } from "./strategy-lists.ts";
import { systemKeyStore } from "./system-key-store.ts";
import { systemWay } from "./system-way.ts";

export interface PublishingSurroundings {
  /** A folder of our own. */
  readonly folder: string;
  readonly processes: PublishingProcesses;
  isStoreReady(): boolean;
  isGranted(path: string): boolean;
  emit<N extends EventName<AppContract>>(name: N, payload: EventPayload<AppContract, N>): void;
  onInternalError(error: unknown): void;
}

/** Publishing in the app: the key store of the system, real processes, and the servers that the user added. */
export const createPublishing = async (around: PublishingSurroundings): Promise<Publishing> => {
  const { folder, emit, processes } = around;
  await mkdir(folder, { recursive: true });
  const secrets = new Secrets(join(folder, "secrets.json"), systemKeyStore());
  await secrets.load();
  const send = fetchThrough(systemWay((url) => session.defaultSession.resolveProxy(url)));
  const connections = new Connections({
    file: jsonFile(join(folder, "connections.json"), connectionsSchema),
    secrets,
    clientOf: (server, token) => servingClient({ server, token, fetch: send }),
    grants: { refresh: (grant, options) => refreshGrant(grant, { ...options, fetch: send }) },
    onChanged: (list) => emit("connection/changed", { connections: list }),
    onOnline: (id) => void outbox.flush(id).catch(around.onInternalError),
    onStrategies: (id) => void strategies.refresh(id).catch(around.onInternalError),
  });
  const clientOf = (id: string) => connections.client(id);
  const signIns = new SignIns({
    connections,
    open: (address) => shell.openExternal(address),
    onChanged: (state) => emit("sign-in/changed", state),
    device: { fetch: send },
  });
  const outbox = new Outbox({
    folder: join(folder, "outbox"),
    clientOf,
    onChanged: (entries) => emit("queue/changed", { entries }),
    now: Date.now,
  });
  const strategies = new StrategyLists({
    clientOf,
    onChanged: (list) => emit("strategy/changed", list),
    now: Date.now,
  });
  const gates = new Gates(
    {
      ...processes,
      policy: async (id, signal) => {
        const client = connections.client(id);
        if (!client.ok) return client;
        const { desk } = connections.get(id)!;
        const policy = await client.value.ask("getPolicy", { params: { desk }, signal });
        return policy.ok ? wireOk(policy.value.policy) : serverError(policy.failure);
      },
    },
    (gate) => emit("gate/changed", gate),
    around.onInternalError,
  );
  // What waits is there before the first server is: it is sent as soon as one answers.
  await outbox.load();
  await connections.load();
  const { isGranted, isStoreReady } = around;
  const { decisions } = processes;
  const key = signingKey(secrets);
  return { connections, signIns, key, gates, outbox, strategies, decisions, isGranted, isStoreReady };
};
