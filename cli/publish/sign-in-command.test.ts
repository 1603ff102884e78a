import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type IdentityProviderDouble,
  identityProviderDouble,
} from "../../serving/testing/identity-provider-double.ts";
import { type ListeningServer, listeningServer } from "../../serving/testing/listening-server.ts";
import { signInCommand } from "./sign-in-command.ts";

let provider: IdentityProviderDouble;
let server: ListeningServer;
let plain: ListeningServer;
let printed = "";
let complained = "";
beforeAll(async () => {
  provider = await identityProviderDouble();
  server = await listeningServer({}, undefined, provider.oidc);
  plain = await listeningServer();
});
afterAll(async () => {
  await server.close();
  await plain.close();
  await provider.close();
});
beforeEach(() => {
  printed = "";
  complained = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    complained += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const options = (json = false) => ({ server: server.address, plainHttp: false, json });
/** Whoever waits for the person is the person: the code is entered while the command waits. */
const deciding = (isAllowed: boolean) => ({
  wait: async () => {
    await new Promise((resolve) => setImmediate(resolve));
    const [, code] = /enter (\S+)\./.exec(complained) ?? [];
    if (code !== undefined) provider.decide(code, isAllowed, "ann");
  },
});

describe("asof sign-in", () => {
  it("V40: prints the token alone, so that a shell keeps it, and what is to be read beside it", async () => {
    expect(await signInCommand(options(), deciding(true))).toBe(0);
    expect(printed).toMatch(/^\S+\.\S+\.\S+\n$/);
    expect(complained).toContain(`Open ${provider.issuer}/activate and enter `);
    expect(complained).toContain("You are oidc:ann (author) until ");
    expect(complained).not.toContain(printed.trim());
    const authorization = `Bearer ${printed.trim()}`;
    const me = await fetch(`${server.address}/v1/me`, { headers: { authorization } });
    expect(await me.json()).toEqual({ subject: "oidc:ann", roles: ["author"] });
  });

  it("V40: ends with 1 when it was refused, or where nobody signs in, and prints no token", async () => {
    expect(await signInCommand(options(true), deciding(false))).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ ok: false, code: "denied" });
    printed = complained = "";
    expect(await signInCommand({ ...options(), server: plain.address })).toBe(1);
    expect([printed, complained]).toEqual(["", expect.stringContaining("takes its own tokens only")]);
    printed = complained = "";
    provider.ways.audience = "payroll";
    expect(await signInCommand(options(), deciding(true))).toBe(1);
    provider.ways.audience = "asof-serving";
    expect(printed).toBe("");
  });
});
