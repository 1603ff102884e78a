import { wireOk } from "../../wire/contract.ts";
import { readBrokerAddress } from "../broker/broker-address.ts";
import { followBroker } from "../broker/follow-broker.ts";
import { openTickStore } from "../ticks/tick-store.ts";

/** A process for tests that end it: `tick-taker.mjs FOLDER NATS_URL` takes ticks from a broker, and says of each batch so. */
const [, , folder, url] = process.argv;
const DAY_MICROS = 86_400_000_000;
const sessions = {
  at: async () =>
    wireOk((at: number) => {
      const date = Math.floor(at / DAY_MICROS);
      return { date, closeAt: (date + 1) * DAY_MICROS - 1 };
    }),
};
const store = await openTickStore(folder!, {
  sessions,
  instruments: async () => wireOk(new Set(["A"])),
  onDamage: () => {},
});
followBroker({
  address: readBrokerAddress(url!),
  ackWaitMs: 1_000,
  take: (batch, repeatable) => store.take({ batch, repeatable, receivedAt: Date.now() }),
  onState: () => {},
  onMessage: (outcome) => process.stdout.write(`${outcome}\n`),
  log: (message, facts) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
});
