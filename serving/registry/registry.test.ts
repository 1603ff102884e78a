import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Strategy } from "../contract/lifecycle.ts";
import type { Command } from "../domain/command.ts";
import { bend, stepArbitrary } from "../testing/lifecycle-arbitraries.ts";
import { modelStep, newModel } from "../testing/lifecycle-model.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "../testing/start-postgres.ts";
import { freshRegistry, testDatabase } from "../testing/test-database.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { openPostgres } from "./open-postgres.ts";
import { recordFact } from "./record-fact.ts";
import { recordKeys } from "./record-keys.ts";
import { readRegistry, verifyAudit } from "./registry.ts";
import { type CommandRequest, runCommand } from "./run-command.ts";

const NOW = "2026-01-05T09:00:00.000Z";
const author = { subject: "ann", roles: ["author"] } as const;
const upload: Command = { kind: "upload", digest: "a".repeat(64), desk: "equities", signedBy: null };
const answer = (strategy: Strategy) => ({
  status: 200,
  etag: `"${strategy.revision}"`,
  body: JSON.stringify(strategy),
});
const request = (change: Partial<CommandRequest> = {}): CommandRequest => ({
  strategy: "momentum",
  command: upload,
  actor: author,
  judge: async () => [],
  ifRevision: null,
  repeatable: null,
  answer,
  ...change,
});

let postgres: TestPostgres | undefined;
afterAll(() => postgres?.remove());

const programs = postgresPrograms();
/** The same tests on both; where no PostgreSQL is installed, on the embedded one. */
const kinds: readonly (readonly [string, () => Promise<Database>])[] = [
  ["PGlite", testDatabase],
  ...(programs === null
    ? []
    : ([
        [
          "PostgreSQL",
          async () => {
            postgres = await startPostgres(programs);
            return openPostgres(postgres.url);
          },
        ],
      ] as const)),
];

describe.each(kinds)("the registry on %s", (_, open) => {
  let database: Database;
  let reader: ReturnType<typeof readRegistry>;
  beforeAll(async () => {
    database = await open();
    reader = readRegistry(database);
  });
  beforeEach(() => freshRegistry(database));
  afterAll(() => database.close());

  it("V9: state, audit entry, event and answer are there together", async () => {
    const repeatable = { actor: "ann", key: "k1", fingerprint: "f" };
    const outcome = await runCommand(database, NOW, request({ repeatable }));
    expect(outcome.kind).toBe("done");
    const strategy = await reader.strategy("momentum");
    expect([strategy?.revision, strategy?.versions[0]?.state]).toEqual([1, "uploaded"]);
    expect((await reader.audit(0, 10)).map(({ action, subject }) => [action, subject])).toEqual([
      ["strategy/uploaded", "momentum"],
    ]);
    expect((await reader.events(0, 10)).map(({ seq, topic }) => [seq, topic])).toEqual([
      [1, "strategy/uploaded"],
    ]);
  });

  it("V9: what fails on the way leaves nothing", async () => {
    const broken = request({
      answer: () => {
        throw new Error("no answer");
      },
    });
    await expect(runCommand(database, NOW, broken)).rejects.toThrow("no answer");
    expect([await reader.strategy("momentum"), await reader.audit(0, 10)]).toEqual([undefined, []]);
  });

  it("V10: a repeated key gives the first answer and does nothing; with another request it is refused", async () => {
    const repeatable = { actor: "ann", key: "k1", fingerprint: "f" };
    const first = await runCommand(database, NOW, request({ repeatable }));
    const again = await runCommand(database, NOW, request({ repeatable }));
    expect(again.kind === "done" && first.kind === "done" && again.answer).toEqual(
      first.kind === "done" && first.answer,
    );
    const other = { ...repeatable, fingerprint: "g" };
    expect((await runCommand(database, NOW, request({ repeatable: other }))).kind).toBe("key-reused");
    const ofAnother = { ...repeatable, actor: "bob" };
    expect((await runCommand(database, NOW, request({ repeatable: ofAnother }))).kind).toBe("refused");
    expect((await reader.audit(0, 10)).length).toBe(1);
  });

  it("V11: a revision that is not the present one is refused", async () => {
    await runCommand(database, NOW, request());
    const halt = {
      command: { kind: "halt", reason: "odd" },
      actor: { subject: "otto", roles: ["operator"] },
    } as const;
    expect(await runCommand(database, NOW, request({ ...halt, ifRevision: 7 }))).toEqual({
      kind: "stale",
      revision: 1,
    });
    expect((await runCommand(database, NOW, request({ ...halt, ifRevision: 1 }))).kind).toBe("done");
  });

  it("V9: commands at the same moment come one after the other, without a gap in the log", async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, k) => runCommand(database, NOW, request({ strategy: `strategy-${k}` }))),
    );
    expect((await reader.events(0, 20)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 12 }, (_, k) => k + 1),
    );
    expect(await verifyAudit(reader)).toMatchObject({ verified: true, head: { seq: 12 } });
  });

  it("V6: the log cannot be changed through the database's own statements, and a forced change is found", async () => {
    for (let k = 0; k < 4; k++) await runCommand(database, NOW, request({ strategy: `strategy-${k}` }));
    await expect(database.query("update audit set actor = 'eve' where seq = 2")).rejects.toThrow(
      "only added to",
    );
    await expect(database.query("delete from audit where seq = 2")).rejects.toThrow("only added to");
    await database.query("alter table audit disable trigger audit_is_only_added_to");
    await database.query("update audit set actor = 'eve' where seq = 2");
    expect(await verifyAudit(reader)).toEqual({ verified: false, brokenAt: 2 });
    await database.query("update audit set actor = 'ann' where seq = 2");
    await database.query("delete from audit where seq = 4");
    expect(await verifyAudit(reader)).toEqual({ verified: false, brokenAt: 4 });
  });

  it("V28: whose keys are trusted is recorded when it changes, by fingerprint, and not otherwise", async () => {
    const [mara, ada] = [
      { subject: "mara", fingerprint: "1".repeat(64) },
      { subject: "ada", fingerprint: "2".repeat(64) },
    ];
    for (const keys of [[], [mara, ada], [ada, mara], [ada], [ada], []])
      await recordKeys(database, NOW, keys);
    const told = (await reader.audit(0, 10)).map(({ action, details }) => [action, JSON.parse(details).keys]);
    const texts = [`ada ${ada.fingerprint}`, `mara ${mara.fingerprint}`];
    expect(told).toEqual([texts, texts.slice(0, 1), []].map((keys) => ["keys/trusted", keys]));
  });

  it("V9: a fact without an answer is not recorded", async () => {
    const fact = { actor: "rita", action: "token/revoked", subject: "t1", details: {} };
    expect(await recordFact(database, NOW, fact, null, async () => null)).toBeNull();
    expect(await reader.audit(0, 10)).toEqual([]);
  });

  it("refuses a registry that is newer than itself", async () => {
    await migrate(database);
    await database.query("insert into migrations (id) values ($1)", [migrations.length + 1]);
    await expect(migrate(database)).rejects.toThrow("Start a newer one");
  });

  it("V1, V9: histories of commands give what the model says, through the tables", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(stepArbitrary, { minLength: 15, maxLength: 30, size: "max" }),
        async (steps) => {
          await freshRegistry(database);
          const model = newModel("equities");
          let strategy = await reader.strategy("momentum");
          for (const step of steps) {
            const { command, actor } = bend(step, strategy?.versions ?? []);
            if (strategy === undefined && command.kind === "upload")
              Object.assign(command, { desk: "equities" });
            const outcome = await runCommand(
              database,
              NOW,
              request({ command, actor, judge: async () => step.problems }),
            );
            const got =
              outcome.kind === "done"
                ? "ok"
                : outcome.kind === "refused"
                  ? outcome.refusal.code
                  : outcome.kind;
            if (got === "unknown-strategy") continue;
            expect(got).toBe(modelStep(model, command, actor, step.problems));
            strategy = await reader.strategy("momentum");
          }
          expect(strategy?.versions.map(({ state }) => state) ?? []).toEqual(
            model.versions.map(({ state }) => state),
          );
          expect(await verifyAudit(reader)).toMatchObject({ verified: true });
        },
      ),
      { numRuns: 6, seed: 3 },
    );
  });
});
