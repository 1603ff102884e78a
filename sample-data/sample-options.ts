import { dayOf, isoOf, isWeekend } from "./calendars/day.ts";
import { LAST_DAY } from "./period.ts";

/** How large a market is drawn. Equal options give equal bytes. */
export interface SampleOptions {
  readonly seed: number;
  /** Companies of all four markets together. */
  readonly instruments: number;
  /** Years of bars, up to the middle of 2024. */
  readonly years: number;
  /** Adds bars of one minute for the last sessions of the largest companies. */
  readonly hasMinutes: boolean;
}

export const defaultOptions: SampleOptions = { seed: 1, instruments: 380, years: 12, hasMinutes: false };

export const LEAST_INSTRUMENTS = 8;
export const MOST_INSTRUMENTS = 9_999;
export const LEAST_YEARS = 3;
export const MOST_YEARS = 23;

/** The days of a sample: bars from the first to the last day, calendars a month earlier. */
export interface Period {
  readonly firstDay: number;
  readonly lastDay: number;
}

/** Bars begin with the first weekday of a July. The first years are warm-up. */
export const periodOf = ({ years }: SampleOptions): Period => {
  let firstDay = dayOf(`${Number(isoOf(LAST_DAY).slice(0, 4)) - years}-07-01`);
  while (isWeekend(firstDay)) firstDay++;
  return { firstDay, lastDay: LAST_DAY };
};

/** Reads `--instruments 3000 --years 20 --minutes --seed 1`; the fault is a sentence. */
export const parseOptions = (
  words: readonly string[],
): { readonly options: SampleOptions } | { readonly fault: string } => {
  let options = defaultOptions;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === "--minutes") {
      options = { ...options, hasMinutes: true };
      continue;
    }
    const range = ranges[word];
    if (!range)
      return { fault: `There is no option ${word}. Known: --instruments, --years, --seed, --minutes.` };
    const value = Number(words[++index]);
    const [name, least, most] = range;
    if (!(Number.isInteger(value) && value >= least && value <= most))
      return { fault: `${word} must be a whole number from ${least} to ${most}, was ${words[index]}.` };
    options = { ...options, [name]: value };
  }
  return { options };
};

const ranges: Readonly<
  Record<string, readonly [name: keyof SampleOptions, least: number, most: number] | undefined>
> = {
  "--instruments": ["instruments", LEAST_INSTRUMENTS, MOST_INSTRUMENTS],
  "--years": ["years", LEAST_YEARS, MOST_YEARS],
  "--seed": ["seed", 1, 1_000],
};
