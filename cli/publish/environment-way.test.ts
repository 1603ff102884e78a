import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { servingClient } from "../../serving/client/serving-client.ts";
import { type TunnelProxy, tunnelProxy } from "../../serving/testing/tunnel-proxy.ts";
import { fetchAsTold } from "./environment-way.ts";
import { strategiesCommand } from "./publish-commands.ts";

let proxy: TunnelProxy;
beforeAll(async () => {
  proxy = await tunnelProxy();
  proxy.refuse(407);
});
afterAll(() => proxy.close());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What a command complains of, asked of a name that nobody has. */
const complaintOf = async (server: string): Promise<string> => {
  let said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  vi.stubEnv("ASOF_TOKEN", "asof_x");
  expect(await strategiesCommand(undefined, { server, plainHttp: false, json: false })).toBe(2);
  return said;
};

const failureOf = async (server: string): Promise<string> => {
  const client = servingClient({ server, token: () => "t", attempts: 1, fetch: fetchAsTold });
  const asked = await client.ask("whoAmI", {});
  return asked.ok ? "" : asked.failure.message;
};

it("V41: a command goes by the proxy of the environment, and NO_PROXY names hosts that need none", async () => {
  for (const name of ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY"]) vi.stubEnv(name, undefined);
  vi.stubEnv("HTTPS_PROXY", proxy.address);
  vi.stubEnv("NO_PROXY", undefined);
  expect(await complaintOf("https://serving.test")).toContain("the proxy wants a name and a password");
  expect(new Set(proxy.asked)).toEqual(new Set(["serving.test:443"]));
  proxy.asked.length = 0;
  vi.stubEnv("no_proxy", "other.test,.invalid");
  expect(await failureOf("https://serving.invalid")).toContain("no machine named serving.invalid");
  expect(proxy.asked).toEqual([]);
});

it("V41: a proxy whose address cannot be read is told by the name of its setting alone", async () => {
  vi.stubEnv("HTTPS_PROXY", "someone:secret@proxy:3128");
  const said = await failureOf("https://serving.test");
  expect(said).toContain("HTTPS_PROXY cannot be read");
  expect(said).not.toContain("secret");
});
