import { recordFact } from "../../registry/record-fact.ts";
import { findAnswer } from "../../registry/turn.ts";
import { type Asked, type Handler, json } from "../asked.ts";
import { noteKeys } from "../note-keys.ts";
import { ProblemError } from "../problem-error.ts";
import { instantOf, type Services } from "../services.ts";
import { keyReused } from "./change-strategy.ts";

const unknownBundle = (digest: string) =>
  new ProblemError("unknown-bundle", `There is no bundle ${digest}. Upload it first: POST /v1/bundles.`);

/** Bundles: taken in once, and never changed. */
export const bundleHandlers = (services: Services) =>
  ({
    uploadBundle: async ({ actor, body: document, repeatable }: Asked<unknown, unknown, string>) => {
      // A repetition is not checked again: that takes minutes.
      const before = repeatable && (await findAnswer(services.database, repeatable));
      if (before === "other") throw keyReused();
      if (before) return before;
      await noteKeys(services);
      const checked = await services.checker.check(document);
      if (!checked.ok) throw new ProblemError("bundle-refused", `${checked.code}: ${checked.message}`);
      const { digest, signedBy, evidence } = checked.bundle;
      const known = await services.reader.bundle(digest);
      if (known) return { ...json(known), status: 201 };
      const at = instantOf(services);
      const fact = {
        actor: actor.subject,
        action: "bundle/taken-in",
        subject: digest,
        details: { signedBy },
      };
      const answer = await recordFact(services.database, at, fact, repeatable, async (queries) => {
        await queries.query(
          `insert into bundles (digest, document, signed_by, evidence, uploaded_by, uploaded_at)
           values ($1, $2, $3, $4, $5, $6) on conflict (digest) do nothing`,
          [digest, document, signedBy, JSON.stringify(evidence), actor.subject, at],
        );
        const body = { digest, signedBy, evidence, uploadedBy: actor.subject, uploadedAt: at };
        return { status: 201, etag: null, body: JSON.stringify(body) };
      });
      if (answer === "key-reused") throw keyReused();
      return answer;
    },

    getBundle: async ({ params }: Asked<{ digest: string }>) => {
      const bundle = await services.reader.bundle(params.digest);
      if (!bundle) throw unknownBundle(params.digest);
      return json(bundle);
    },

    getBundleDocument: async ({ params }: Asked<{ digest: string }>) => {
      const body = await services.reader.document(params.digest);
      if (body === undefined) throw unknownBundle(params.digest);
      return { body, type: "application/vnd.asof.bundle+json" };
    },
  }) satisfies Readonly<Record<string, Handler>>;
