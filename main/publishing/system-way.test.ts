import { expect, it } from "vitest";
import { fetchThrough } from "../../serving/client/fetch-through.ts";
import { servingClient } from "../../serving/client/serving-client.ts";
import { tunnelProxy } from "../../serving/testing/tunnel-proxy.ts";
import { systemWay } from "./system-way.ts";

const ask = async (listed: string) => {
  const find = systemWay(async () => listed);
  const options = { server: "https://serving.invalid", token: () => "t", attempts: 1 };
  const asked = await servingClient({ ...options, fetch: fetchThrough(find) }).ask("whoAmI", {});
  return asked.ok ? "" : asked.failure.message;
};

it("Q7: a server is asked by the first proxy of the system's list that an app can speak to, or straight", async () => {
  const proxy = await tunnelProxy();
  proxy.refuse(407);
  const { host } = new URL(proxy.address);
  for (const listed of [`PROXY ${host}`, `PROXY ${host};DIRECT`, `SOCKS5 127.0.0.1:9; PROXY ${host}`])
    expect(await ask(listed)).toContain("the proxy wants a name and a password");
  expect(proxy.asked).toEqual(Array(3).fill("serving.invalid:443"));
  expect(await ask(`DIRECT;PROXY ${host}`)).toContain("there is no machine of this name");
  expect(await ask("SOCKS 127.0.0.1:9")).toContain("a kind that Asof does not speak (SOCKS)");
  expect(proxy.asked).toHaveLength(3);
  proxy.close();
});
