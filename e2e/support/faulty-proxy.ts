import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

const flipped = (value: number): number => {
  const words = new Uint32Array(Float64Array.of(value).buffer);
  words[0]! ^= 1;
  return new Float64Array(words.buffer)[0]!;
};

/** Changes one bit of the first weight that is held. */
const withOtherBit = (answer: { values: { id: string; value: number | null }[] }) => {
  const held = answer.values.find(({ value }) => (value ?? 0) > 0)!;
  held.value = flipped(held.value!);
  return answer;
};

/** Marks the first version of each strategy, as the server's nightly look does. */
const withMark = (answer: { strategies: { versions: { skew: unknown }[] }[] }) => {
  const skew = {
    found: "backtest",
    instrument: "US0132",
    asOf: "2023-12-29T21:30:00.000Z",
    expectedBits: "3fa1111111111111",
    bits: "3fa1111111111112",
  };
  for (const { versions } of answer.strategies) versions[0]!.skew = skew;
  return answer;
};

const read = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** Stands before a server, and can be told to change what it answers, as a server that is wrong would. */
export const startFaultyProxy = async (server: string) => {
  let isFaulty = false;
  const proxy = createServer(async (asked, answering) => {
    const body = await read(asked);
    const { pathname } = new URL(asked.url!, server);
    const { host: _, ...headers } = asked.headers;
    const onward = request(
      new URL(asked.url!, server),
      { method: asked.method!, headers },
      async (answer) => {
        const change = !isFaulty
          ? null
          : pathname.endsWith("/signals")
            ? withOtherBit
            : pathname === "/v1/strategies"
              ? withMark
              : null;
        if (!change || answer.statusCode !== 200) {
          answering.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(answering);
          return;
        }
        const changed = JSON.stringify(change(JSON.parse((await read(answer)).toString())));
        const { "content-length": __, ...rest } = answer.headers;
        answering.writeHead(200, rest).end(changed);
      },
    );
    onward.on("error", () => answering.destroy());
    asked.on("close", () => answering.destroyed && onward.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    beWrong: () => {
      isFaulty = true;
    },
    stop: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
};
