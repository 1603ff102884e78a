import { prepareToken } from "../../auth/issue-token.ts";
import type { Policy } from "../../contract/policy.ts";
import type { Role } from "../../contract/roles.ts";
import { recordFact } from "../../registry/record-fact.ts";
import { verifyAudit } from "../../registry/registry.ts";
import type { TokenRecord } from "../../registry/rows.ts";
import { insertToken, listTokens, revokeToken } from "../../registry/tokens.ts";
import { type Asked, type Handler, json, revisionTag } from "../asked.ts";
import { ProblemError } from "../problem-error.ts";
import { instantOf, type Services } from "../services.ts";
import { keyReused } from "./change-strategy.ts";

type Desk = { readonly desk: string };

const withoutSecret = ({ secretHash: _, ...token }: TokenRecord) => token;

/** The audit log, policies and tokens. */
export const administrationHandlers = (services: Services) =>
  ({
    listAudit: async ({ query }: Asked<unknown, { after: number; limit: number }>) =>
      json({ entries: await services.reader.audit(query.after, query.limit) }),

    verifyAudit: async () => json(await verifyAudit(services.reader)),

    getPolicy: async ({ params }: Asked<Desk>) => {
      const { revision, policy } = await services.reader.policy(params.desk);
      return json({ desk: params.desk, revision, policy }, revisionTag(revision));
    },

    putPolicy: async ({
      params: { desk },
      body: policy,
      actor,
      ifRevision,
    }: Asked<Desk, unknown, Policy>) => {
      const fact = { actor: actor.subject, action: "policy/set", subject: desk, details: policy };
      const answer = await recordFact(services.database, instantOf(services), fact, null, async (queries) => {
        const [row] = await queries.query("select revision from policies where desk = $1", [desk]);
        const before = Number(row?.revision ?? 0);
        if (ifRevision !== null && ifRevision !== before) return null;
        const revision = before + 1;
        await queries.query(
          `insert into policies (desk, revision, policy) values ($1, $2, $3)
           on conflict (desk) do update set revision = excluded.revision, policy = excluded.policy`,
          [desk, revision, JSON.stringify(policy)],
        );
        return { status: 200, etag: revisionTag(revision), body: JSON.stringify({ desk, revision, policy }) };
      });
      if (answer === null || answer === "key-reused")
        throw new ProblemError(
          "stale-revision",
          `The policy of ${desk} has changed. Look at it again first.`,
        );
      return answer;
    },

    issueToken: async ({
      body,
      actor,
      repeatable,
    }: Asked<unknown, unknown, { subject: string; roles: readonly Role[]; seconds: number }>) => {
      const { text, record } = prepareToken({ ...body, issuedBy: actor.subject }, services.now());
      const shown = withoutSecret(record);
      const fact = { actor: actor.subject, action: "token/issued", subject: record.id, details: shown };
      // The answer that is kept for a repetition has no token in it: what is kept is no secret.
      const kept = { status: 201, etag: null, body: JSON.stringify({ ...shown, token: "" }) };
      const answer = await recordFact(
        services.database,
        record.issuedAt,
        fact,
        repeatable,
        async (queries) => {
          await insertToken(queries, record);
          return kept;
        },
      );
      if (answer === "key-reused") throw keyReused();
      return answer === kept ? { ...kept, body: JSON.stringify({ ...shown, token: text }) } : answer;
    },

    listTokens: async () => json({ tokens: (await listTokens(services.database)).map(withoutSecret) }),

    revokeToken: async ({ params: { id }, actor }: Asked<{ id: string }>) => {
      const at = instantOf(services);
      const fact = { actor: actor.subject, action: "token/revoked", subject: id, details: {} };
      const answer = await recordFact(services.database, at, fact, null, async (queries) =>
        (await revokeToken(queries, id, at))
          ? { status: 200, etag: null, body: JSON.stringify({ id }) }
          : null,
      );
      services.authenticator.forget(id);
      if (answer === null || answer === "key-reused")
        throw new ProblemError("unknown-token", `There is no token ${id} that could be revoked.`);
      return answer;
    },

    whoAmI: ({ actor }: Asked) => json({ subject: actor.subject, roles: actor.roles }),
  }) satisfies Readonly<Record<string, Handler>>;
