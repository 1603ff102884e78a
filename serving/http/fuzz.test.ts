import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { problemSchema } from "../contract/problems.ts";
import { routes } from "../contract/routes.ts";
import { type TestServer, testServer } from "../testing/test-server.ts";

/** Requests; ASOF_ROUNDS asks for another number. */
const REQUESTS = Number(process.env.ASOF_ROUNDS ?? 1000);

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
  await server.makeLive("momentum", "fuzzed");
});
afterAll(() => server.close());

const odd = fc.oneof(
  fc.constantFrom(
    "",
    "momentum",
    "1",
    "0",
    "-1",
    "1e9",
    "%00",
    "%ff",
    "%E0%A4%A",
    "..%2f..%2fetc%2fpasswd",
    "__proto__",
    "constructor",
    "'; drop table audit; --",
    "a".repeat(5000),
    "{{7*7}}",
    "\u202e",
    "NaN",
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const part = odd.map((text) => {
  try {
    return encodeURIComponent(text);
  } catch {
    return "%ED%A0%80";
  }
});
const raw = fc.oneof(
  { weight: 3, arbitrary: part },
  fc.constantFrom("%00", "%", "%zz", "momentum", "1", "..", "//"),
);
const name = fc.constantFrom(
  "version",
  "digest",
  "decision",
  "share",
  "reason",
  "ids",
  "asOf",
  "desk",
  "subject",
  "roles",
  "__proto__",
  "constructor",
);
const body = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc
    .dictionary(
      name,
      fc.oneof(odd, fc.double(), fc.integer(), fc.constant(null), fc.array(odd, { maxLength: 3 })),
      { maxKeys: 5 },
    )
    .map((value) => JSON.stringify(value)),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "",
    "{",
    '{"a":',
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{}}}',
    "[".repeat(20_000),
    '{"version":1e400}',
    "\ufeff{}",
    "null",
    '"x"',
  ),
);
const header = fc.oneof(
  fc.constantFrom(
    "*",
    '"1"',
    '"99999999999999999999"',
    'W/"1"',
    "",
    "application/json",
    "text/plain",
    "application/vnd.asof.bundle+json",
    "application/json; charset=utf-16",
    "multipart/form-data",
    "gzip",
  ),
  fc.string({ maxLength: 30 }).map((text) => text.replace(/[^ -~]/g, "")),
);
const request = fc.record({
  route: fc.constantFrom(...routes.filter(({ operation }) => operation !== "stream")),
  method: fc.option(fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"), { freq: 8 }),
  parts: fc.array(raw, { minLength: 2, maxLength: 2 }),
  query: fc.option(fc.array(fc.tuple(fc.oneof(name, part), part), { maxLength: 3 })),
  body: fc.option(body, { freq: 5 }),
  person: fc.constantFrom("ann", "ada", "otto", "rita", "root"),
  hasRole: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 1),
  headers: fc.dictionary(
    fc.constantFrom(
      "if-match",
      "idempotency-key",
      "content-type",
      "accept",
      "content-encoding",
      "last-event-id",
      "expect",
    ),
    header,
    { maxKeys: 3 },
  ),
});

const PERSON: Readonly<Record<string, string>> = {
  author: "ann",
  approver: "ada",
  operator: "otto",
  auditor: "rita",
  admin: "root",
};
/** What a stack trace, a file of ours, a query or a library says of itself. */
const LEAKS =
  /\bat .*\(.*:\d+:\d+\)|node_modules|\.ts\b:|serving\/|select |insert into|FST_ERR|ZodError|PGlite|postgres/i;

it("V18: malformed requests get a problem document, never a 500 and never a trace", async () => {
  const seen = new Map<number, number>();
  let keys = 0;
  await fc.assert(
    fc.asyncProperty(
      request,
      async ({ route, method, parts, query, body: payload, person, hasRole, headers }) => {
        let k = 0;
        const path = route.path.replaceAll(/\{\w+\}/g, () => parts[k++]!);
        const text = query ? `?${query.map(([key, value]) => `${key}=${value}`).join("&")}` : "";
        const role = route.access === "public" ? undefined : route.access[0];
        const asker = hasRole && role && route.access.length === 1 ? PERSON[role]! : person;
        const answer = await server.app.inject({
          method: (method ?? route.method) as "GET",
          url: `${path}${text}`,
          headers: {
            authorization: `Bearer ${server.tokenOf(asker)}`,
            "idempotency-key": `fuzz-${keys++}`,
            "if-match": "*",
            ...(payload === null ? {} : { "content-type": "application/json" }),
            ...headers,
          },
          ...(payload === null ? {} : { payload }),
        });
        seen.set(answer.statusCode, (seen.get(answer.statusCode) ?? 0) + 1);
        if (answer.statusCode < 400) return;
        const problem = problemSchema.parse(JSON.parse(answer.body));
        const told = `${route.method} ${path}${text} ${payload} → ${answer.body}`;
        if (answer.statusCode >= 500 && answer.statusCode !== 503) throw new Error(told);
        if (!String(answer.headers["content-type"]).startsWith("application/problem+json"))
          throw new Error(told);
        if (problem.status !== answer.statusCode || LEAKS.test(problem.detail.replaceAll(decoded(parts), "")))
          throw new Error(told);
      },
    ),
    { numRuns: REQUESTS, seed: 8471, endOnFailure: true },
  );
  // Requests that all fail at the same place would try little.
  for (const status of [200, 400, 403, 404, 405, 415, 422])
    expect([status, (seen.get(status) ?? 0) > 2]).toEqual([status, true]);
  expect((await server.ask("rita", "GET", "/v1/audit/verification")).json()).toMatchObject({
    verified: true,
  });
});

const decoded = (parts: readonly string[]): string => parts[0] ?? "";
