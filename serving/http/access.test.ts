import { afterAll, beforeAll, expect, it } from "vitest";
import { issueToken } from "../auth/issue-token.ts";
import { roles } from "../contract/roles.ts";
import { TEST_NOW, type TestServer, testServer } from "../testing/test-server.ts";

interface Operation {
  readonly operationId: string;
  readonly "x-asof-roles": readonly string[];
  readonly security: readonly unknown[];
}

let server: TestServer;
let operations: readonly { readonly method: string; readonly url: string; readonly operation: Operation }[] =
  [];
const tokens = new Map<string, string>();

/** Something for each parameter of a path, so that a request gets past the address. */
const FILLED: Readonly<Record<string, string>> = {
  strategy: "nobody-knows",
  factor: "nobody-knows",
  desk: "equities",
  version: "1",
  digest: "0".repeat(64),
  id: "0".repeat(16),
};

beforeAll(async () => {
  server = await testServer();
  const { paths } = (await server.app.inject("/openapi.json")).json() as {
    paths: Record<string, Record<string, Operation>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      url: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => FILLED[name]!),
      operation,
    })),
  );
  const { database } = server.services;
  for (const role of roles)
    for (const [state, seconds, from] of [
      ["valid", 3600, 0],
      ["expired", 60, -120_000],
      ["revoked", 3600, 0],
    ] as const) {
      const wish = { subject: role, roles: [role], seconds, issuedBy: "server" };
      const text = await issueToken(database, wish, TEST_NOW + from);
      tokens.set(`${role} ${state}`, text);
      if (state === "revoked") await server.ask("root", "DELETE", `/v1/tokens/${text.split("_")[1]}`);
      const [, id, secret] = text.split("_");
      if (state === "valid") tokens.set(`${role} wrong secret`, `asof_${id}_${secret!.slice(1)}A`);
    }
});
afterAll(() => server.close());

const STATES = ["valid", "expired", "revoked", "wrong secret"];
const NO_TOKEN = ["", "Bearer ", "Basic YTpi", "Bearer asof_0000000000000000_x", "Bearer a.b.c"];

it("V16: every endpoint answers each role and state of a token as the OpenAPI document says", async () => {
  let cases = 0;
  const wrong: string[] = [];
  const ask = async (header: string, at: (typeof operations)[number]) => {
    const { statusCode, json } = await server.app.inject({
      method: at.method as "GET",
      url: at.url,
      headers: header === "" ? {} : { authorization: header },
    });
    cases++;
    return { statusCode, code: statusCode >= 400 ? (json() as { code: string }).code : "" };
  };
  const isOpen = (at: (typeof operations)[number]) => at.operation.security.length === 0;
  // A stream that is let in does not end.
  for (const at of operations) {
    const allowed = at.operation["x-asof-roles"];
    for (const role of roles)
      for (const state of STATES) {
        if (at.operation.operationId === "stream" && state === "valid") continue;
        const { statusCode, code } = await ask(`Bearer ${tokens.get(`${role} ${state}`)}`, at);
        const wanted = isOpen(at) ? "in" : state !== "valid" ? "401" : allowed.includes(role) ? "in" : "403";
        const got =
          statusCode === 401
            ? "401"
            : statusCode === 403 && code === "wrong-role"
              ? "403"
              : statusCode < 500
                ? "in"
                : "500";
        if (got !== wanted)
          wrong.push(`${at.method} ${at.url} as ${role}, ${state}: ${statusCode} ${code}, not ${wanted}`);
      }
    for (const header of NO_TOKEN) {
      const { statusCode } = await ask(header, at);
      if ((statusCode === 401) === isOpen(at))
        wrong.push(`${at.method} ${at.url} with "${header}": ${statusCode}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(cases).toBeGreaterThan(600);
});

it("V16: each role has something that it alone may do, and a change has one role", () => {
  const alone = operations.flatMap(({ operation }) =>
    operation["x-asof-roles"].length === 1 ? operation["x-asof-roles"] : [],
  );
  expect(new Set(alone)).toEqual(new Set(roles));
  const changes = operations.filter(({ method, url }) => method !== "GET" && !url.endsWith(":batchGet"));
  expect(changes.filter(({ operation }) => operation["x-asof-roles"].length !== 1)).toEqual([]);
});

it("V17: the OpenAPI document describes every route, and each parameter of its path", () => {
  expect(operations.length).toBe(34);
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  expect(operations.filter(({ url }) => /[{}]|undefined/.test(url))).toEqual([]);
});
