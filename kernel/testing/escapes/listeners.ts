import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Listening } from "./probe.ts";

/** Real listeners of this machine, which count who comes. */
export interface Listeners extends Listening {
  /** Connections and datagrams so far. */
  contacts(): Readonly<Record<"tcp" | "udp" | "dns", number>>;
  close(): void;
}

export const startListeners = async (): Promise<Listeners> => {
  const contacts = { tcp: 0, udp: 0, dns: 0 };
  const server = createServer((request, response) => {
    const type = request.url?.endsWith(".html") ? "text/html" : "text/javascript";
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": type }).end("1");
  });
  server.on("connection", () => contacts.tcp++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const datagrams = async (name: "udp" | "dns") => {
    const socket = createSocket("udp4", () => contacts[name]++);
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    return socket;
  };
  const [udp, dns] = [await datagrams("udp"), await datagrams("dns")];
  return {
    tcp: (server.address() as AddressInfo).port,
    udp: udp.address().port,
    dns: dns.address().port,
    contacts: () => ({ ...contacts }),
    close: () => {
      server.close();
      server.closeAllConnections();
      udp.close();
      dns.close();
    },
  };
};
