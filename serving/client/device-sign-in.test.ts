import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyOidc } from "../auth/oidc.ts";
import { type IdentityProviderDouble, identityProviderDouble } from "../testing/identity-provider-double.ts";
import { beginDeviceSignIn, type DeviceSignIn } from "./device-sign-in.ts";
import { type Grant, refreshGrant, revokeGrant } from "./grant.ts";
import type { SignInResult } from "./sign-in-failure.ts";

let provider: IdentityProviderDouble;
let waits: number[] = [];
beforeEach(async () => {
  provider = await identityProviderDouble();
  waits = [];
});
afterEach(() => provider.close());

/** Waits no longer than it takes to say how long. */
const wait = async (milliseconds: number): Promise<void> => {
  waits.push(milliseconds);
  await new Promise((resolve) => setImmediate(resolve));
};
const begin = async (given: Parameters<typeof beginDeviceSignIn>[1] = {}): Promise<DeviceSignIn> => {
  const begun = await beginDeviceSignIn(provider.signIn, { wait, ...given });
  if (!begun.ok) throw new Error(begun.failure.message);
  return begun.value;
};
const granted = (result: SignInResult<Grant>): Grant => {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};
const verifier = () =>
  verifyOidc({ issuer: provider.issuer, audience: "asof-serving", rolesClaim: "asof_roles" });

describe("a sign-in by a code", () => {
  it("V40: gives a token that the server takes for that person, once it was allowed in the browser", async () => {
    const { code, granted: answer } = await begin();
    expect(code).toMatchObject({
      userCode: expect.stringMatching(/^[0-9A-F-]{8}$/),
      address: `${provider.issuer}/activate`,
      completeAddress: `${provider.issuer}/activate?user_code=${code.userCode}`,
    });
    await expect.poll(() => waits.length).toBeGreaterThan(2);
    provider.decide(code.userCode, true, "mara");
    const grant = granted(await answer);
    expect(await verifier()(grant.accessToken)).toEqual({ subject: "oidc:mara", roles: ["author"] });
    expect(new Set(waits)).toEqual(new Set([1_000]));
    expect(grant.expiresAt).toBeGreaterThan(Date.now());
  });

  it("V40: asks less often when it is told to, and ends when it was refused or the code is over", async () => {
    provider.ways.slowDowns = 2;
    const denied = await begin();
    await expect.poll(() => waits).toContain(11_000);
    provider.decide(denied.code.userCode, false);
    expect(await denied.granted).toMatchObject({ ok: false, failure: { code: "denied" } });
    expect(waits.slice(0, 3)).toEqual([1_000, 6_000, 11_000]);

    provider.ways.deviceLife = 0;
    expect(await (await begin()).granted).toMatchObject({ failure: { code: "expired" } });
    provider.ways.deviceLife = 600;
    // The issuer's clock counts where this machine's is behind.
    const late = await begin({ now: () => 0 });
    provider.ways.deviceLife = 0;
    const stop = new AbortController();
    const left = await begin({ signal: stop.signal });
    stop.abort();
    expect(await left.granted).toMatchObject({ failure: { code: "cancelled" } });
    provider.decide(late.code.userCode, true);
    expect(granted(await late.granted).refreshToken).not.toBeNull();
  });

  it("V40: an answer that was lost on the way is asked for again, and an issuer that is away is said to be", async () => {
    let lost = 0;
    const losing: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (String(input).endsWith("/token") && lost++ === 0) throw new TypeError("fetch failed");
      return answer;
    };
    const { code, granted: answer } = await begin({ fetch: losing });
    await expect.poll(() => waits.length).toBeGreaterThan(1);
    provider.decide(code.userCode, true);
    granted(await answer);
    expect(waits.slice(0, 2)).toEqual([1_000, 2_000]);
    const away = { ...provider.signIn, issuer: "http://127.0.0.1:1" };
    expect(await beginDeviceSignIn(away)).toMatchObject({ failure: { code: "unreachable" } });
    provider.ways.isBroken = true;
    expect(await beginDeviceSignIn(provider.signIn)).toMatchObject({ failure: { code: "unreachable" } });
  });

  it("V40: nobody is led to an address that others can read along with, nor to another issuer", async () => {
    const plain = { ...provider.signIn, issuer: "http://issuer.example.com" };
    expect(await beginDeviceSignIn(plain)).toMatchObject({ failure: { code: "refused" } });
    const described =
      (change: object): typeof fetch =>
      async (input, init) => {
        const answer = await fetch(input, init);
        return Response.json({ ...((await answer.json()) as object), ...change });
      };
    for (const change of [
      { issuer: "https://other.example.com" },
      { token_endpoint: "http://other.example.com/token" },
      { device_authorization_endpoint: undefined },
      { verification_uri: "http://other.example.com/activate" },
      { verification_uri_complete: "javascript:alert(1)" },
      { user_code: "\u001b[2J" },
    ])
      expect(await beginDeviceSignIn(provider.signIn, { wait, fetch: described(change) })).toMatchObject({
        failure: { code: "refused" },
      });
  });

  it("V40: the server refuses a token for another audience, of another issuer, and one that has ended", async () => {
    const tokenWith = async (ways: Partial<IdentityProviderDouble["ways"]>): Promise<string> => {
      const before = { ...provider.ways };
      Object.assign(provider.ways, ways);
      const { code, granted: answer } = await begin();
      provider.decide(code.userCode, true);
      const { accessToken } = granted(await answer);
      Object.assign(provider.ways, before);
      return accessToken;
    };
    const verify = verifier();
    expect(await verify(await tokenWith({}))).not.toBeNull();
    expect(await verify(await tokenWith({ audience: "payroll" }))).toBeNull();
    expect(await verify(await tokenWith({ tokenIssuer: "https://other.example.com" }))).toBeNull();
    expect(await verify(await tokenWith({ life: -1 }))).toBeNull();
  });

  it("V40: goes on with new tokens until the issuer gives no more, or is told that it is over", async () => {
    const { code, granted: answer } = await begin();
    provider.decide(code.userCode, true);
    const first = granted(await answer);
    const second = granted(await refreshGrant(first));
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(await verifier()(second.accessToken)).not.toBeNull();
    expect(await refreshGrant(first)).toMatchObject({ failure: { code: "ended" } });
    await revokeGrant(second);
    expect(provider.heard.at(-1)).toBe("/revoke");
    expect(await refreshGrant(second)).toMatchObject({ failure: { code: "ended" } });
    expect(await refreshGrant({ ...second, refreshToken: null })).toMatchObject({
      failure: { code: "ended" },
    });
    provider.ways.isBroken = true;
    expect(await refreshGrant(second)).toMatchObject({ failure: { code: "unreachable" } });
  });
});
