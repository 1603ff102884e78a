import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { OidcOptions } from "../auth/oidc.ts";
import type { SignIn } from "../contract/sign-in.ts";

/** How a double answers otherwise than it should. */
interface Ways {
  /** Told with the next device code, in seconds. */
  interval: number;
  /** The next token requests are told to slow down, this often. */
  slowDowns: number;
  /** How long tokens are good for, in seconds. */
  life: number;
  audience: string;
  /** Whom tokens name as their issuer; null is the double itself. */
  tokenIssuer: string | null;
  roles: readonly string[];
  deviceLife: number;
  refreshes: boolean;
  /** It is there, and every request fails. */
  isBroken: boolean;
}

export interface IdentityProviderDouble {
  readonly issuer: string;
  readonly signIn: SignIn;
  /** How a server is told to take its tokens. */
  readonly oidc: OidcOptions;
  readonly ways: Ways;
  /** What was asked for, in its order: endpoint, and grant type where there is one. */
  readonly heard: string[];
  /** The person enters the code and says yes, or no. */
  decide(userCode: string, isAllowed: boolean, subject?: string): void;
  /** No refresh token is good any more. */
  endSessions(): void;
  close(): Promise<void>;
}

interface Asked {
  readonly deviceCode: string;
  readonly endsAt: number;
  decision: "pending" | "denied" | { readonly subject: string };
}

const CLIENT = "asof-desktop";
const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return new URLSearchParams(text);
};

/**
 * A stand-in for a company's identity provider, which cannot exist here: real HTTP and real signatures, and people whom
 * a test decides for.
 */
export const identityProviderDouble = async (given: Partial<Ways> = {}): Promise<IdentityProviderDouble> => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "only", alg: "ES256", use: "sig" };
  const ways: Ways = {
    interval: 1,
    slowDowns: 0,
    life: 300,
    audience: "asof-serving",
    tokenIssuer: null,
    roles: ["author"],
    deviceLife: 600,
    refreshes: true,
    isBroken: false,
    ...given,
  };
  const devices = new Map<string, Asked>();
  const refreshTokens = new Map<string, string>();
  const heard: string[] = [];

  const tokensFor = async (subject: string) => {
    const claims = { asof_roles: ways.roles };
    const accessToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: "only" })
      .setIssuer(ways.tokenIssuer ?? issuer)
      .setAudience(ways.audience)
      .setSubject(subject)
      .setIssuedAt()
      .setJti(randomUUID())
      .setExpirationTime(Math.floor(Date.now() / 1_000) + ways.life)
      .sign(privateKey);
    const refreshToken = randomUUID();
    if (ways.refreshes) refreshTokens.set(refreshToken, subject);
    return {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: Math.max(0, ways.life),
      ...(ways.refreshes && { refresh_token: refreshToken }),
    };
  };

  const deviceTokens = async (asked: Asked | undefined): Promise<object> => {
    if (ways.slowDowns > 0) {
      ways.slowDowns--;
      return { error: "slow_down" };
    }
    if (!asked || Date.now() >= asked.endsAt) return { error: "expired_token" };
    if (asked.decision === "pending") return { error: "authorization_pending" };
    if (asked.decision === "denied") return { error: "access_denied" };
    devices.delete([...devices].find(([, each]) => each === asked)![0]);
    return tokensFor(asked.decision.subject);
  };

  const answer = async (path: string, body: URLSearchParams): Promise<object> => {
    if (path === "/.well-known/openid-configuration")
      return {
        issuer,
        jwks_uri: `${issuer}/jwks`,
        token_endpoint: `${issuer}/token`,
        device_authorization_endpoint: `${issuer}/device`,
        revocation_endpoint: `${issuer}/revoke`,
      };
    if (path === "/jwks") return { keys: [jwk] };
    if (body.get("client_id") !== CLIENT) return { error: "invalid_client" };
    if (path === "/device") {
      const userCode = randomUUID().slice(0, 8).toUpperCase();
      const deviceCode = randomUUID();
      const endsAt = Date.now() + 1_000 * ways.deviceLife;
      devices.set(userCode, { deviceCode, endsAt, decision: "pending" });
      return {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: `${issuer}/activate`,
        verification_uri_complete: `${issuer}/activate?user_code=${userCode}`,
        expires_in: ways.deviceLife,
        interval: ways.interval,
      };
    }
    if (path === "/revoke") {
      refreshTokens.delete(body.get("token") ?? "");
      return {};
    }
    if (body.get("grant_type") === DEVICE_GRANT)
      return deviceTokens([...devices.values()].find((each) => each.deviceCode === body.get("device_code")));
    const before = body.get("refresh_token") ?? "";
    const subject = refreshTokens.get(before);
    if (subject === undefined) return { error: "invalid_grant" };
    // Each is good once, as issuers that take care have it.
    refreshTokens.delete(before);
    return tokensFor(subject);
  };

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://here").pathname;
    void bodyOf(request)
      .then(async (body) => {
        heard.push([path, body.get("grant_type")].filter((part) => part !== null).join(" "));
        const said = ways.isBroken ? {} : await answer(path, body);
        const status = ways.isBroken ? 503 : "error" in said ? 400 : 200;
        response
          .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
          .end(JSON.stringify(said));
      })
      .catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signIn = {
    issuer,
    clientId: CLIENT,
    audience: "asof-serving",
    scopes: ["openid", "offline_access"],
  };
  return {
    issuer,
    signIn,
    oidc: { ...signIn, rolesClaim: "asof_roles" },
    ways,
    heard,
    decide: (userCode, isAllowed, subject = "mara") => {
      const asked = devices.get(userCode);
      if (!asked) throw new Error(`nobody asked with the code ${userCode}`);
      asked.decision = isAllowed ? { subject } : "denied";
    },
    endSessions: () => refreshTokens.clear(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
