import { isIP } from "node:net";
import { failure, type ServingFailure } from "./failure.ts";

export const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, "");
  if (bare === "localhost" || bare.endsWith(".localhost")) return true;
  return isIP(bare) === 4 ? bare.startsWith("127.") : bare === "::1";
};

/** Whether what is sent to an address stays between the two: over HTTPS, or on this machine. */
export const isPrivate = (url: URL): boolean =>
  url.username === "" &&
  url.password === "" &&
  (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname)));

type Checked =
  | { readonly ok: true; readonly base: URL }
  | { readonly ok: false; readonly failure: ServingFailure };

const refuse = (message: string): Checked => ({ ok: false, failure: failure("bad-address", message) });

/** Reads a server's address. A token goes over HTTPS, or stays on this machine; plain HTTP must be wanted. */
export const readAddress = (server: string, allowsPlainHttp: boolean): Checked => {
  let url: URL;
  try {
    url = new URL(server);
  } catch {
    return refuse("The server's address cannot be read. Write it as https://serving.example.com.");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return refuse("The server's address begins with https:// or http://.");
  if (url.username !== "" || url.password !== "")
    return refuse("The server's address holds a name or a password. Leave it out: a token says who asks.");
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !allowsPlainHttp)
    return refuse(
      `Over http:// anybody on the way to ${url.hostname} could read the token. Use https://, or an address of this machine.`,
    );
  const base = new URL(url.origin);
  base.pathname = url.pathname.endsWith("/") ? url.pathname : `${url.pathname}/`;
  return { ok: true, base };
};
