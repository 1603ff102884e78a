import { connect } from "../../wire/connect.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import { portPair } from "../../wire/port.ts";
import { serve } from "../../wire/serve.ts";
import { type ComputeContract, computeContract } from "../contract/compute-contract.ts";
import type { ValueSet } from "../contract/value-set.ts";
import type { ComputeLink } from "../live/compute-link.ts";
import { doubleDigest } from "./bundle-checker-double.ts";

/** A part of one that a digest leads to, with all 53 bits. */
const partOf = (digest: string, from: number): number =>
  Number.parseInt(digest.slice(from, from + 12), 16) / 2 ** 48 / 3;

/** What the double gives for a bundle: numbers that decimal text or arithmetic would change. */
export const doubleValues = (kind: ValueSet["kind"], digest: string): Float64Array<ArrayBuffer> => {
  const weights = [-0, 5e-324, 0.1 + 0.2, partOf(digest, 0), partOf(digest, 12)];
  return Float64Array.from(kind === "signal" ? weights : [...weights, Number.NaN, Number.NEGATIVE_INFINITY]);
};

/** Stands in for the process behind the API: what it computes depends on the bundle alone. */
export const computeDouble = (): ComputeLink => {
  const [near, far] = portPair();
  const server = serve<ComputeContract>(far, computeContract, {
    "version/run": ({ strategy, version, document }) => {
      const bundle = doubleDigest(document);
      const at = Date.now();
      const instants = { asOf: at, knownAt: at, computedAt: at };
      const sets = (["signal", "factor"] as const).map((kind): ValueSet => {
        const values = doubleValues(kind, bundle);
        const ids = Array.from(values, (_, k) => `i${k}`);
        return { kind, name: strategy, version, bundle, snapshot: "double", ...instants, ids, values };
      });
      server.emit("values/computed", { strategy, version, sets });
      return wireOk({});
    },
    "bundle/recompute": () => wireError("bad-bundle", "The double has no store."),
    "version/end": () => wireOk({}),
    "values/compute": () => wireOk({}),
    "ticks/take": () => wireError("unavailable", "The double has no store."),
    "batch/take": () => wireError("store-unavailable", "The double has no store."),
    "skew/check": () => wireOk({ values: 0, skew: null }),
  });
  return { client: connect(near, computeContract), close: () => far.close() };
};
