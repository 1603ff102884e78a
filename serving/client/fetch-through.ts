import { type Dispatcher, fetch as fetchBy, type RequestInit as InitOfFetchBy } from "undici";
import { isLoopback } from "./address.ts";

/** What leads to an address: a proxy's agent, or null for the straight way. Rejects with `NoWay` where there is none. */
export type FindWay = (url: URL) => Promise<Dispatcher | null>;

/** Why a proxy leads nowhere, as a half sentence behind "… cannot be reached: ". */
export class NoWay extends Error {
  override readonly name = "NoWay";
}

/** What undici says when a proxy does not open a tunnel; it has no code of its own for it. */
const REFUSED = /^Proxy response \((\d+)\)/;

/** An error and what it says it came of, the innermost last. */
const causes = (error: unknown): readonly NodeJS.ErrnoException[] => {
  const all: NodeJS.ErrnoException[] = [];
  for (let at = error; at instanceof Error && all.length < 5; at = at.cause) all.push(at);
  return all;
};

const tell = (error: unknown, url: URL): unknown => {
  const all = causes(error);
  const status = all.map(({ message }) => REFUSED.exec(message)?.[1]).find((found) => found);
  if (status !== undefined)
    return new NoWay(
      status === "407"
        ? `the proxy wants a name and a password, which Asof gives to none. Ask for a way to ${url.host} without them`
        : `the proxy does not lead to ${url.host} (it answers ${status})`,
    );
  // A tunnel's end is not ours to connect to: these are of the proxy, and of the host itself where none is for it.
  const { code, address, port, hostname } = (all.at(-1) ?? {}) as {
    readonly [part in "code" | "address" | "port" | "hostname"]?: unknown;
  };
  if (code === "ECONNREFUSED" && address) return new NoWay(`nothing listens at ${address}:${port}`);
  if (code === "ENOTFOUND" && hostname) return new NoWay(`there is no machine named ${hostname}`);
  return error;
};

/**
 * `fetch` over the proxies that `find` names, by a tunnel (CONNECT): a proxy sees where to, and nothing of what is said.
 * What is asked of this machine goes to no proxy.
 */
export const fetchThrough =
  (find: FindWay): typeof fetch =>
  async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const dispatcher = isLoopback(url.hostname) ? null : await find(url);
    if (dispatcher === null) return fetch(input, init);
    try {
      const headers = Object.fromEntries(new Headers(init?.headers));
      // The package declares the parts of a request as types of its own; they are those of this place.
      const asked = { ...init, headers, dispatcher } as unknown as InitOfFetchBy;
      const answer = await fetchBy(url, asked);
      const { status, statusText } = answer;
      // Whoever asked knows the Response of this place, and not that of the package.
      return new Response(answer.body as ReadableStream | null, {
        status,
        statusText,
        headers: [...answer.headers],
      });
    } catch (error) {
      throw tell(error, url);
    }
  };
