import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { issueToken } from "../auth/issue-token.ts";
import { type OidcOptions, signInOf, verifyOidc } from "../auth/oidc.ts";
import type { Role } from "../contract/roles.ts";
import { createServices } from "../create-services.ts";
import type { BundleChecker } from "../domain/bundle-checker.ts";
import { createApp } from "../http/create-app.ts";
import { defaultLimits, type Limits } from "../http/limits.ts";
import type { Services } from "../http/services.ts";
import { bundleCheckerDouble, doubleDocument } from "./bundle-checker-double.ts";
import { doubleApproval } from "./double-approval.ts";
import { testDatabase } from "./test-database.ts";

/** The instant that the clock of tests stands at. */
export const TEST_NOW = Date.parse("2026-01-05T09:00:00.000Z");

/** People of one role each, and one who is author and approver at once. */
const PEOPLE: Readonly<Record<string, readonly Role[]>> = {
  ann: ["author"],
  ada: ["approver"],
  both: ["author", "approver"],
  otto: ["operator"],
  rita: ["auditor"],
  root: ["admin"],
};

export interface TestServer {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Sets the clock forward. */
  pass(milliseconds: number): void;
  tokenOf(person: string): string;
  /** Asks as a person. POSTs get a key of their own and any revision will do, unless said otherwise. */
  ask(
    person: string,
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<LightMyRequestResponse>;
  /** Uploads a bundle and brings it as far as live; gives its digest. */
  makeLive(
    strategy: string,
    name: string,
    until?: "checked" | "approved" | "canary" | "live",
  ): Promise<string>;
  close(): Promise<void>;
}

/** Numbers keys, so that no two requests have the same. */
let keys = 0;

/** A whole server but for its socket, on an empty registry, with a checker's double and a clock that stands. */
export const testServer = async (
  limits: Partial<Limits> = {},
  checker: BundleChecker = bundleCheckerDouble,
  oidc: OidcOptions | null = null,
): Promise<TestServer> => {
  const database = await testDatabase();
  let passed = 0;
  const now = () => TEST_NOW + passed;
  const services = await createServices(database, {
    checker,
    now,
    oidc: oidc && verifyOidc(oidc),
    signIn: oidc && signInOf(oidc),
  });
  const generous = { ...defaultLimits, readsPerSecond: 1e6, changesPerMinute: 1e6, failuresPerMinute: 1e6 };
  const app = await createApp(services, null, { ...generous, ...limits });
  const tokens: Record<string, string> = {};
  for (const [subject, roles] of Object.entries(PEOPLE))
    tokens[subject] = await issueToken(
      database,
      { subject, roles, seconds: 3600, issuedBy: "server" },
      now(),
    );
  await services.feed.wake();

  const ask: TestServer["ask"] = (person, method, url, body, headers = {}) => {
    const isText = typeof body === "string";
    const options: InjectOptions = {
      method,
      url,
      headers: {
        authorization: `Bearer ${tokens[person]}`,
        ...(method === "POST" ? { "idempotency-key": `key-${keys++}` } : {}),
        ...(method === "GET" ? {} : { "if-match": "*" }),
        ...(isText ? { "content-type": "application/vnd.asof.bundle+json" } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as string | object }),
    };
    return app.inject(options);
  };
  const must = async (answer: Promise<LightMyRequestResponse>) => {
    const { statusCode, body, json } = await answer;
    if (statusCode >= 300) throw new Error(body);
    return json();
  };
  const makeLive: TestServer["makeLive"] = async (strategy, name, until = "live") => {
    const { digest } = await must(ask("ann", "POST", "/v1/bundles", doubleDocument(name)));
    const base = `/v1/strategies/${strategy}`;
    const { versions } = await must(ask("ann", "POST", `${base}/versions`, { digest, desk: "equities" }));
    const version = versions.length;
    if (until === "checked") return digest;
    await must(
      ask("ada", "POST", `${base}/approvals`, {
        version,
        statement: doubleApproval("ada", digest),
      }),
    );
    if (until === "approved") return digest;
    await must(ask("otto", "POST", `${base}/deployments`, { version }));
    for (const share of [1, 5, 25, 50])
      await must(ask("otto", "PATCH", `${base}/deployments/${version}`, { share }));
    if (until === "canary") return digest;
    await must(ask("otto", "POST", `${base}/promote`, { version }));
    return digest;
  };
  return {
    app,
    services,
    pass: (milliseconds) => {
      passed += milliseconds;
    },
    tokenOf: (person) => tokens[person]!,
    ask,
    makeLive,
    close: async () => {
      await app.close();
      await database.close();
    },
  };
};
