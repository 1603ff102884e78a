import { type Dispatcher, EnvHttpProxyAgent } from "undici";
import { fetchThrough, NoWay } from "../../serving/client/fetch-through.ts";

let agent: Dispatcher | null = null;

/** `fetch` as the environment says: HTTPS_PROXY and HTTP_PROXY, but for the hosts of NO_PROXY. */
export const fetchAsTold: typeof fetch = fetchThrough(async () => {
  const names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];
  const set = names.filter((name) => process.env[name]);
  if (set.length === 0) return null;
  const unread = set.find((name) => !/^(https?|socks5?):\/\/./.test(process.env[name]!));
  // Its value may hold a password.
  if (unread !== undefined)
    throw new NoWay(`${unread} cannot be read. Write it as http://proxy.example.com:3128`);
  agent ??= new EnvHttpProxyAgent();
  return agent;
});
