import type { Strategy } from "../contract/lifecycle.ts";
import { doubleDocument } from "./bundle-checker-double.ts";
import { doubleApproval } from "./double-approval.ts";
import type { KillableServer } from "./killable-server.ts";

/** What a client was told is done: the strategy's revision that its command led to, and the command's key. */
export interface Acknowledged {
  readonly strategy: string;
  readonly revision: number;
  readonly key: string;
  readonly request: Sent;
  readonly body: string;
}

interface Sent {
  readonly role: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
}

/** Sends a command; null when the server is gone before it answered. */
export const send = async (
  server: KillableServer,
  { role, method, path, body, key }: Sent,
): Promise<{ readonly status: number; readonly body: string } | null> => {
  try {
    const isText = typeof body === "string";
    const response = await fetch(`${server.address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${server.tokens[role]}`,
        "idempotency-key": key,
        "if-match": "*",
        "content-type": isText ? "application/vnd.asof.bundle+json" : "application/json",
      },
      body: isText ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
};

/** The next sensible thing to ask of a strategy, or now and then another. */
const nextRequest = (
  strategy: Strategy | null,
  name: string,
  draw: () => number,
): Omit<Sent, "key" | "path"> & { to: string } => {
  const odd = draw();
  if (odd < 0.06) return { role: "operator", method: "POST", to: "/rollback", body: { reason: "drawn" } };
  if (odd < 0.1) return { role: "operator", method: "POST", to: "/halt", body: { reason: "drawn" } };
  if (strategy?.halt) return { role: "operator", method: "POST", to: "/resume", body: {} };
  const find = (...states: readonly string[]) =>
    strategy?.versions.find(({ state }) => states.includes(state));
  const candidate = find("shadow", "canary");
  if (candidate) {
    const { version, share } = candidate;
    if (share === 50) return { role: "operator", method: "POST", to: "/promote", body: { version } };
    const next = [1, 5, 25, 50].find((step) => step > share);
    return { role: "operator", method: "PATCH", to: `/deployments/${version}`, body: { share: next } };
  }
  const approved = find("approved");
  if (approved)
    return { role: "operator", method: "POST", to: "/deployments", body: { version: approved.version } };
  const checked = find("checked");
  if (checked) {
    const { version, digest } = checked;
    return {
      role: "approver",
      method: "POST",
      to: "/approvals",
      body: { version, statement: doubleApproval("approver", digest) },
    };
  }
  return { role: "author", method: "POST", to: "/bundle", body: doubleDocument(`${name} ${draw()}`) };
};

/** Gives commands to strategies, one after the other, until the server is gone or told to end. */
export const runClient = async (
  server: KillableServer,
  strategies: readonly string[],
  draw: () => number,
  newKey: () => string,
  acknowledged: Acknowledged[],
  isOver: () => boolean,
): Promise<void> => {
  while (!isOver()) {
    const name = strategies[Math.floor(draw() * strategies.length)]!;
    const read = await fetch(`${server.address}/v1/strategies/${name}`, {
      headers: { authorization: `Bearer ${server.tokens.author}` },
    }).then(
      async (response) => ({ status: response.status, body: await response.text() }),
      () => null,
    );
    if (read === null) return;
    if (read.status >= 500) continue;
    const strategy = read.status === 200 ? (JSON.parse(read.body) as Strategy) : null;
    const { to, ...wish } = nextRequest(strategy, name, draw);
    let request: Sent = { ...wish, path: `/v1/strategies/${name}${to}`, key: newKey() };
    if (to === "/bundle") {
      const taken = await send(server, { ...request, path: "/v1/bundles" });
      if (taken?.status !== 201) continue;
      const { digest } = JSON.parse(taken.body) as { digest: string };
      request = {
        role: "author",
        method: "POST",
        path: `/v1/strategies/${name}/versions`,
        body: { digest, desk: "equities" },
        key: newKey(),
      };
    }
    const answer = await send(server, request);
    if (answer === null) return;
    if (answer.status >= 300) continue;
    const { id, revision } = JSON.parse(answer.body) as Strategy;
    acknowledged.push({ strategy: id, revision, key: request.key, request, body: answer.body });
  }
};
