import { type Approval, BUNDLE_FORMAT, type Envelope } from "../../bundle/contract/bundle.ts";
import { signApproval, signDocument } from "../../bundle/document/make-document.ts";
import { readDocument } from "../../bundle/document/read-document.ts";
import type { Answered } from "../../serving/client/read-answer.ts";
import type { ServingClient } from "../../serving/client/serving-client.ts";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import { type CallName, type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import type { AppContract } from "../contract/app-contract.ts";
import type { publishCalls } from "../contract/publish-calls.ts";
import type { signInCalls } from "../contract/sign-in-calls.ts";
import { reasonOf } from "../files/reason-of.ts";
import type { Connections } from "./connections.ts";
import type { Gates } from "./gates.ts";
import type { Outbox } from "./outbox.ts";
import { readEvidence } from "./read-evidence.ts";
import { serverError } from "./server-error.ts";
import type { SignIns } from "./sign-ins.ts";
import { type ComparisonSurroundings, compareSignals } from "./signals/compare-signals.ts";
import type { signingKey } from "./signing-key.ts";
import type { StrategyLists } from "./strategy-lists.ts";

export interface Publishing extends ComparisonSurroundings {
  readonly connections: Connections;
  readonly signIns: SignIns;
  readonly key: ReturnType<typeof signingKey>;
  readonly gates: Gates;
  readonly outbox: Outbox;
  readonly strategies: StrategyLists;
  isStoreReady(): boolean;
}

export type PublishHandlers = Pick<
  Handlers<AppContract>,
  CallName<AppContract> & (keyof typeof publishCalls | keyof typeof signInCalls)
>;

interface Change {
  readonly connectionId: string;
  readonly strategy: string;
  readonly revision: number;
}
type Asking = (
  client: ServingClient,
  seen: { readonly params: { readonly strategy: string }; readonly ifMatch: string },
) => Promise<Answered<Strategy>>;

/** What the window's calls of publishing do. */
export const publishHandlers = (publishing: Publishing): PublishHandlers => {
  const { connections, signIns, key, gates, outbox, strategies } = publishing;

  /** Asks a server and hands on what it answers. */
  const ask = async <T>(
    connectionId: string,
    question: (client: ServingClient) => Promise<Answered<T>>,
  ): Promise<WireResult<T>> => {
    const client = connections.client(connectionId);
    if (!client.ok) return client;
    const answered = await question(client.value);
    return answered.ok ? wireOk(answered.value) : serverError(answered.failure);
  };

  const change = async ({ connectionId, strategy, revision }: Change, asking: Asking) => {
    const seen = { params: { strategy }, ifMatch: `"${revision}"` };
    const changed = await ask(connectionId, (client) => asking(client, seen));
    if (changed.ok) strategies.put(connectionId, changed.value);
    return changed;
  };

  /** A judgement is signed here: the server keeps it with the key that says whose it is. */
  const judge = async (
    at: Change,
    version: number,
    said: Pick<Approval, "digest" | "decision" | "reason">,
  ) => {
    let statement: Envelope;
    try {
      const decidedAt = Date.now() * 1_000;
      statement = signApproval({ format: BUNDLE_FORMAT, ...said, decidedAt }, await key.privateKey());
    } catch (error) {
      return wireError("not-saved", `The key could not be kept, so nothing was signed: ${reasonOf(error)}.`);
    }
    return change(at, (client, seen) =>
      client.ask("judgeVersion", { ...seen, body: { version, statement } }),
    );
  };

  return {
    "connection/list": () => wireOk(connections.list()),
    "connection/save": ({ id, token, ...draft }) => connections.save(id, draft, token),
    "connection/remove": async ({ id }) => {
      const removed = await connections.remove(id);
      if (removed.ok) strategies.forget(id);
      return removed;
    },
    "connection/test": async ({ id, url, token }) => {
      const client = connections.trial(url, id, token);
      if (!client.ok) return client;
      const startedAt = performance.now();
      const me = await client.value.ask("whoAmI", {});
      if (!me.ok) return serverError(me.failure);
      return wireOk({ ...me.value, latencyMs: performance.now() - startedAt });
    },

    "sign-in/offer": ({ url }) => signIns.offer(url),
    "sign-in/start": ({ id, ...draft }) => signIns.start(id, draft),
    "sign-in/open": () => signIns.open(),
    "sign-in/cancel": () => {
      signIns.cancel();
      return wireOk({});
    },
    "sign-in/end": ({ id }) => signIns.signOut(id),

    "signing-key/get": async () => {
      try {
        return wireOk(await key.show());
      } catch (error) {
        return wireError("not-saved", `The key could not be kept: ${reasonOf(error)}.`);
      }
    },

    "gate/start": (request) => {
      if (!connections.get(request.connectionId))
        return wireError("unknown-connection", "That server is not among your connections any more.");
      const { path } = request.notebook;
      if (path !== null && !publishing.isGranted(path))
        return wireError("not-granted", `${path} was not opened by you. Open it with File, Open.`);
      if (!publishing.isStoreReady())
        return wireError("store-unavailable", "The data is not open yet. Try again in a moment.");
      return gates.start(request);
    },
    "gate/cancel": ({ gateId }) => {
      gates.cancel(gateId);
      return wireOk({});
    },

    "publish/send": async ({ gateId }) => {
      const passed = gates.passed(gateId);
      if (!passed) return wireError("not-passed", "This notebook has not passed its checks. Check it again.");
      const { connectionId, strategy } = passed.request;
      const connection = connections.get(connectionId);
      if (!connection)
        return wireError("unknown-connection", "That server is not among your connections any more.");
      const read = readDocument(passed.text);
      if (!read.ok) return wireError("not-passed", read.fault.message);
      let document: string;
      try {
        document = signDocument(read.value.document, await key.privateKey());
      } catch (error) {
        return wireError(
          "not-saved",
          `The key could not be kept, so nothing was signed: ${reasonOf(error)}.`,
        );
      }
      const { digest } = passed;
      const sent = await outbox.send({ connectionId, strategy, desk: connection.desk, digest, document });
      if (!sent.ok) return sent;
      if (sent.value.outcome === "refused") return serverError(sent.value.failure);
      if (sent.value.outcome === "sent") strategies.put(connectionId, sent.value.strategy);
      return wireOk(sent.value);
    },
    "queue/list": () => wireOk(outbox.list()),
    "queue/retry": ({ id }) =>
      outbox.retry(id) ? wireOk({}) : wireError("unknown-entry", "That bundle is not in the queue any more."),
    "queue/discard": async ({ id }) =>
      (await outbox.discard(id))
        ? wireOk({})
        : wireError("unknown-entry", "That bundle is not in the queue any more."),

    "strategy/list": ({ connectionId }) => strategies.read(connectionId),
    "version/evidence": async ({ connectionId, strategy, version }) => {
      const client = connections.client(connectionId);
      if (!client.ok) return client;
      const found = await client.value.ask("getStrategy", { params: { strategy } });
      return found.ok ? readEvidence(client.value, found.value, version) : serverError(found.failure);
    },

    "version/approve": ({ version, digest, ...at }) =>
      judge(at, version, { digest, decision: "approve", reason: "" }),
    "version/reject": ({ version, digest, reason, ...at }) =>
      judge(at, version, { digest, decision: "reject", reason }),
    "deployment/shadow": ({ version, ...at }) =>
      change(at, (client, seen) => client.ask("deployVersion", { ...seen, body: { version } })),
    "deployment/share": ({ version, share, ...at }) =>
      change(at, (client, { params, ifMatch }) =>
        client.ask("shareTraffic", { params: { ...params, version }, ifMatch, body: { share } }),
      ),
    "deployment/promote": ({ version, ...at }) =>
      change(at, (client, seen) => client.ask("promoteVersion", { ...seen, body: { version } })),
    "deployment/rollback": ({ reason, ...at }) =>
      change(at, (client, seen) => client.ask("rollBack", { ...seen, body: { reason } })),
    // An emergency: whatever changed since the window last looked, the signals stop.
    "deployment/halt": ({ reason, ...at }) =>
      change(at, (client, seen) => client.ask("halt", { ...seen, ifMatch: "*", body: { reason } })),
    "deployment/resume": (at) => change(at, (client, seen) => client.ask("resume", { ...seen, body: {} })),
    "deployment/retire": ({ version, reason, ...at }) =>
      change(at, (client, seen) => client.ask("retireVersion", { ...seen, body: { version, reason } })),

    "signal/compare": ({ connectionId, ...question }) => {
      const client = connections.client(connectionId);
      return client.ok ? compareSignals(client.value, question, publishing) : client;
    },

    "audit/list": ({ connectionId, after, limit }) =>
      ask(connectionId, (client) => client.ask("listAudit", { query: { after, limit } })),
    "audit/verify": async ({ connectionId }) => {
      const verified = await ask(connectionId, (client) => client.ask("verifyAudit", {}));
      if (!verified.ok) return verified;
      const { verified: isWhole, head = null, brokenAt = null } = verified.value;
      return wireOk({ isWhole, head, brokenAt });
    },
  };
};
