import type { ResearchHost } from "./research-host.ts";

/** One message for each of so many parts of the way: a loop of millions says no more than a reader can see. */
const PARTS = 200;

/** `progress(done, total)`: tells the host when a further two-hundredth of the way is done, or the words change. */
export const createProgress = ({ progress }: Pick<ResearchHost, "progress">) => {
  let told = "";
  return (done: number, total: number, label = ""): void => {
    const share = total > 0 ? done / total : Number.NaN;
    if (!Number.isFinite(share))
      throw new RangeError(`progress takes what is done and a total above 0, was ${done} of ${total}`);
    const part = Math.floor(Math.min(1, Math.max(0, share)) * PARTS);
    const words = String(label).slice(0, 200);
    const now = `${part}/${total}/${words}`;
    if (now === told) return;
    told = now;
    progress(part / PARTS, words);
  };
};
