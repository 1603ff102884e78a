import { type Dispatcher, ProxyAgent } from "undici";
import { type FindWay, NoWay } from "../../serving/client/fetch-through.ts";

const SCHEMES: Readonly<Record<string, string>> = { PROXY: "http", HTTPS: "https" };

/**
 * The proxies that the system names for an address. Chromium reads them, and nothing more: it resolves no name here,
 * so that requests are Node's.
 *
 * @param resolve gives the system's list, as in a PAC file: "PROXY proxy.example.com:3128; DIRECT"
 */
export const systemWay = (resolve: (url: string) => Promise<string>): FindWay => {
  const agents = new Map<string, Dispatcher>();
  return async (url) => {
    const listed = (await resolve(url.href)).split(";").map((entry) => entry.trim().split(/\s+/));
    const known = listed.find(([kind]) => kind === "DIRECT" || (kind !== undefined && kind in SCHEMES));
    const [kind, place] = known ?? [];
    if (kind === "DIRECT") return null;
    if (kind === undefined || place === undefined)
      throw new NoWay(
        `the system's settings name a proxy of a kind that Asof does not speak (${listed[0]![0]}). An HTTP proxy is needed`,
      );
    const address = `${SCHEMES[kind]}://${place}`;
    const agent = agents.get(address) ?? new ProxyAgent(address);
    agents.set(address, agent);
    return agent;
  };
};
