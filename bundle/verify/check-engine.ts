import { ENGINE_VERSION, MATH_VERSION, ORDER_LOG_FORMAT } from "../../engine/index.ts";
import type { BundleManifest } from "../contract/bundle.ts";
import type { BundleFault } from "../contract/bundle-fault.ts";

/** The engine of this build. */
export const ownEngine: BundleManifest["engine"] = {
  version: ENGINE_VERSION,
  orderLog: ORDER_LOG_FORMAT,
  math: MATH_VERSION,
};

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;

/** Negative when a is before b; NaN when one is no version. */
const compareVersions = (a: string, b: string): number => {
  const [x, y] = [a, b].map((text) => VERSION.exec(text)?.slice(1).map(Number));
  if (!x || !y) return Number.NaN;
  const at = x.findIndex((part, k) => part !== y[k]);
  return at < 0 ? 0 : x[at]! - y[at]!;
};

/** Why a bundle cannot run on an engine, which must be the very one it was tested on; null when it can. */
export const findOtherEngine = (
  { engine }: Pick<BundleManifest, "engine">,
  own: BundleManifest["engine"] = ownEngine,
): BundleFault | null => {
  const details = { bundle: engine.version, own: own.version };
  const order = compareVersions(engine.version, own.version);
  if (order < 0) {
    const message = `The bundle was tested on engine ${engine.version} and this is ${own.version}: build it anew here.`;
    return { code: "engine-older", message, details };
  }
  if (order > 0) {
    const message = `The bundle was tested on engine ${engine.version} and this is ${own.version}: update this one first.`;
    return { code: "engine-newer", message, details };
  }
  for (const part of ["version", "orderLog", "math"] as const)
    if (engine[part] !== own[part]) {
      const message = `The bundle was tested on "${engine[part]}" and this engine has "${own[part]}": build it anew here.`;
      return { code: "engine-differs", message, details: { part } };
    }
  return null;
};
