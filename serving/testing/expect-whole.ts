import { expect } from "vitest";
import type { AuditEntry } from "../contract/audit.ts";
import { type Strategy, strategySchema } from "../contract/lifecycle.ts";
import { CHAIN_START, followChain } from "../domain/audit-chain.ts";
import { liveVersion } from "../domain/strategy-state.ts";
import { doubleValues } from "./compute-double.ts";
import type { KillableServer } from "./killable-server.ts";
import { type Acknowledged, send } from "./random-client.ts";
import { replayLog } from "./replay-log.ts";

const getJson = async <T>(server: KillableServer, role: string, path: string): Promise<T> => {
  const headers = { authorization: `Bearer ${server.tokens[role]}` };
  return (await (await fetch(`${server.address}${path}`, { headers })).json()) as T;
};

const readLog = async (server: KillableServer): Promise<readonly AuditEntry[]> => {
  const log: AuditEntry[] = [];
  for (;;) {
    const after = log.at(-1)?.seq ?? 0;
    const page = await getJson<{ entries: AuditEntry[] }>(
      server,
      "auditor",
      `/v1/audit?limit=1000&after=${after}`,
    );
    if (page.entries.length === 0) return log;
    log.push(...page.entries);
  }
};

/**
 * Everything that was acknowledged is there as it was acknowledged, the chain holds, and the states are those that the log
 * leads to, by steps that the model allows.
 */
export const expectWhole = async (
  server: KillableServer,
  acknowledged: readonly Acknowledged[],
): Promise<void> => {
  const log = await readLog(server);
  expect(followChain({ seq: 0, hash: CHAIN_START }, log).ok).toBe(true);
  const { strategies } = await getJson<{ strategies: Strategy[] }>(server, "author", "/v1/strategies");
  const histories = new Map(strategies.map(({ id }) => [id, replayLog(log, id)]));
  for (const found of strategies)
    expect(strategySchema.parse(found)).toEqual(histories.get(found.id)!.at(-1));
  for (const { strategy, revision, body } of acknowledged)
    expect(histories.get(strategy)?.[revision]).toEqual(strategySchema.parse(JSON.parse(body)));
  // What was acknowledged last is answered again, word for word, and not done again.
  const repeatable = acknowledged.filter(({ request }) => request.method === "POST");
  for (const { request, body } of repeatable.slice(-5))
    expect((await send(server, request))?.body).toBe(body);
  expect((await readLog(server)).length).toBe(log.length);
  for (const strategy of strategies) await expectSignals(server, strategy);
};

/** What callers get is what a bundle leads to, bit for bit, and marked as fresh. */
const expectSignals = async (server: KillableServer, strategy: Strategy): Promise<void> => {
  if (strategy.halt || !liveVersion(strategy)) return;
  await expect
    .poll(
      async () => {
        const path = `/v1/strategies/${strategy.id}/signals`;
        const { version, values } = await getJson<{
          version: number;
          values?: { value: number; stale: boolean }[];
        }>(server, "author", path);
        const { digest } = strategy.versions[version - 1] ?? { digest: "0".repeat(64) };
        const wanted = doubleValues("signal", digest);
        return values?.map(({ value, stale }, k) => Object.is(value, wanted[k]) && !stale);
      },
      { timeout: 30_000, interval: 10 },
    )
    .toEqual([true, true, true, true, true]);
};
