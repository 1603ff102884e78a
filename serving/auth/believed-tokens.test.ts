import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, DatabaseUnavailable } from "../registry/database.ts";
import { revokeToken } from "../registry/tokens.ts";
import { testDatabase } from "../testing/test-database.ts";
import { type BelievedTokens, believedTokens } from "./believed-tokens.ts";
import { issueToken } from "./issue-token.ts";

const START = Date.parse("2026-01-05T09:00:00Z");

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

describe("tokens that are believed for a while", () => {
  let now: number;
  let id: string;
  let asked: number;
  let read: number;
  let isThere: boolean;
  /** Lets answers of the database through; each was read when it was asked. */
  let open: () => void;
  let tokens: BelievedTokens;
  const hold = (): void => {
    gate = new Promise((resolve) => {
      open = resolve;
    });
  };
  let gate: Promise<void>;

  beforeEach(async () => {
    now = START;
    asked = 0;
    read = 0;
    isThere = true;
    gate = Promise.resolve();
    const wish = { subject: "ann", roles: ["auditor"], seconds: 3_600, issuedBy: "root" } as const;
    id = (await issueToken(database, wish, now)).split("_")[1]!;
    const watched: Database = {
      ...database,
      query: async (text, values) => {
        asked++;
        if (!isThere) throw new DatabaseUnavailable("away");
        const rows = await database.query(text, values);
        read++;
        await gate;
        return rows;
      },
    };
    tokens = believedTokens(watched, () => now);
  });
  const subject = async () => (await tokens.find(id))?.subject;

  it("V15: asks once for all requests that come meanwhile", async () => {
    hold();
    const many = Array.from({ length: 50 }, subject);
    open();
    expect(new Set(await Promise.all(many))).toEqual(new Set(["ann"]));
    expect(asked).toBe(1);
  });
  it("looks one in use up again before it has to, and lets nobody wait for that", async () => {
    await subject();
    now += 3_000;
    hold();
    expect(await Promise.all([subject(), subject()])).toEqual(["ann", "ann"]);
    expect(asked).toBe(2);
    await expect.poll(() => read).toBe(2);
    open();
    await new Promise(setImmediate);
    now += 4_000;
    await subject();
    expect(asked).toBe(3);
  });
  it("V14: what another server revoked ends here after five seconds", async () => {
    await subject();
    await revokeToken(database, id, new Date(now).toISOString());
    now += 2_000;
    expect(await tokens.find(id)).toMatchObject({ revokedAt: null });
    now += 3_000;
    expect((await tokens.find(id))!.revokedAt).not.toBeNull();
  });
  it("V14: one that is revoked while it is looked up is not remembered as it was", async () => {
    hold();
    const before = tokens.find(id);
    await expect.poll(() => read).toBe(1);
    await revokeToken(database, id, new Date(now).toISOString());
    tokens.forget(id);
    open();
    expect(await before).toMatchObject({ revokedAt: null });
    expect((await tokens.find(id))!.revokedAt).not.toBeNull();
  });
  it("without the database goes on believing what it knows, and nothing else", async () => {
    await subject();
    isThere = false;
    now += 60_000;
    expect(await subject()).toBe("ann");
    await expect(tokens.find("0".repeat(16))).rejects.toThrow("away");
    now += 300_000;
    await expect(subject()).rejects.toThrow("away");
  });
});
