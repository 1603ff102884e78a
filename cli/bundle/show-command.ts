import { readFile } from "node:fs/promises";
import type { BundleDocument } from "../../bundle/contract/bundle.ts";
import { readDocument } from "../../bundle/document/read-document.ts";
import { formatSessionDate } from "../../engine/index.ts";
import { numberOf } from "../../wire/bits.ts";
import { withoutControls } from "../run/without-controls.ts";

const line = (name: string, value: string): string => `${name.padEnd(14)}${value}`;

const tell = ({ digest, manifest, envelopes, blobs }: BundleDocument): readonly string[] => {
  const { backtest, decision, engine, data, cells, parity } = manifest;
  const parameters = Object.entries(manifest.parameters).map(
    ([name, { value }]) => `${name} ${numberOf(value)}`,
  );
  const config = backtest?.config;
  const metrics = ["cagr", "sharpe", "maxDrawdown", "turnover"].flatMap((key) => {
    const bits = backtest?.metrics[key];
    return bits ? [`${key} ${numberOf(bits)}`] : [];
  });
  const size = Object.values(blobs).reduce((sum, text) => sum + text.length * 0.75, 0);
  return [
    `${manifest.name} (${manifest.kind})`,
    line("digest", digest),
    line("entry", `${manifest.entry.variable} in cell ${manifest.entry.cellId}`),
    line("universe", manifest.universe),
    line(
      "decides",
      `${manifest.rebalance}, ${decision.delayMinutes} minutes after the close of ${decision.mic}`,
    ),
    line("parameters", parameters.join(", ") || "none"),
    line("fields", `${manifest.fields.join(", ")}; looks back ${manifest.lookBackSessions} sessions`),
    line("engine", `${engine.version}, ${engine.orderLog}, ${engine.math}`),
    line("snapshot", data.snapshot),
    ...(backtest && config
      ? [
          line(
            "backtest",
            `${formatSessionDate(config.from)} to ${formatSessionDate(config.to)}, ${config.costs.name}`,
          ),
          line("", metrics.join(", ")),
          line("orders", backtest.orderHash),
        ]
      : []),
    line("audit", manifest.audit.status),
    line("vectors", `${parity.count}`),
    line("blobs", `${Object.keys(blobs).length}, ${(size / 1_048_576).toFixed(1)} MB`),
    ...envelopes.map(({ payloadType, signatures }) =>
      line("signed", `${payloadType} by ${signatures[0]?.keyid}`),
    ),
    ...cells.map(
      ({ id, notebook, source }) => `\n// ${notebook === "" ? "" : `${notebook}, `}cell ${id}\n${source}`,
    ),
  ];
};

/** `asof bundle show`: what a bundle says of itself. 0 when it is whole, 1 when it is not, 2 without a file. */
export const showCommand = async (file: string, { json }: { readonly json: boolean }): Promise<number> => {
  const text = await readFile(file, "utf8").catch((error: Error) => error);
  if (text instanceof Error) {
    process.stderr.write(`${withoutControls(text.message)}.\n`);
    return 2;
  }
  const read = readDocument(text);
  if (!read.ok) {
    process.stderr.write(`${withoutControls(`${file}: ${read.fault.code}: ${read.fault.message}`)}\n`);
    return 1;
  }
  const { document } = read.value;
  const shown = json ? JSON.stringify(document.manifest) : withoutControls(tell(document).join("\n"));
  process.stdout.write(`${shown}\n`);
  return 0;
};
