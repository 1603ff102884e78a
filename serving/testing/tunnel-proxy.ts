import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** A proxy that opens tunnels, and leads every name to this machine: what arrives by a name that nobody has came by it. */
export interface TunnelProxy {
  readonly address: string;
  /** What was asked of it, as "host:port" for a tunnel and as an address for anything else. */
  readonly asked: string[];
  /** Answers so from now on instead of opening tunnels. */
  refuse(status: number | null): void;
  close(): void;
}

export const tunnelProxy = async (): Promise<TunnelProxy> => {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let refusal: number | null = null;
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    response.writeHead(501).end();
  });
  server.on("connect", (request, socket: Socket) => {
    asked.push(String(request.url));
    if (refusal !== null) return void socket.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
    const onward = connect(Number(String(request.url).split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const each of [socket, onward]) sockets.add(each.on("error", () => each.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refuse: (status) => {
      refusal = status;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
};
