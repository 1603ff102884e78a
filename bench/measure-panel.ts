import { connectSampleStore, readPanel, toSessionDate } from "./read-panel.ts";
import { reportFigures } from "./report-figures.ts";

/** The panel of the widest universe over all sessions, from an opened store to the last byte of the last column. */
const folder = process.argv[2];
if (folder === undefined) throw new Error("give the folder of the store");

const FIELDS = ["open", "high", "low", "close", "volume", "sharesOutstanding"];

async function measure(storeFolder: string) {
  // A fresh store each time: the second panel of the same request would come from the store's cache.
  const milliseconds: number[] = [];
  let over = "";
  for (let repeat = 0; repeat < 3; repeat++) {
    const store = await connectSampleStore(storeFolder);
    const catalog = await store.call("store/catalog", {});
    if (!catalog.ok) throw new Error(catalog.error.message);
    const { universes, markets } = catalog.value;
    const widest = universes.toSorted((a, b) => b.names - a.names)[0];
    if (widest === undefined) throw new Error("the store has no universe");
    const started = performance.now();
    const panel = await readPanel(store, {
      universe: widest.id,
      fields: FIELDS,
      from: Math.min(...markets.map(({ firstSession }) => toSessionDate(firstSession))),
      to: Math.max(...markets.map(({ lastSession }) => toSessionDate(lastSession))),
      warmUpSessions: 0,
      decision: { kind: "close", delayMinutes: 30 },
      asOf: null,
    });
    milliseconds.push(performance.now() - started);
    over = `${widest.id}: ${panel.instruments.length} instruments, ${panel.members.length.toLocaleString("en-US")} rows, ${FIELDS.length} fields`;
    store.close();
  }
  reportFigures([{ name: "panel of the whole sample universe", milliseconds, over }]);
}

await measure(folder);
process.exit(0);
