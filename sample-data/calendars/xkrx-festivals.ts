import { dayOf } from "./day.ts";

/**
 * Seollal, Buddha's birthday and Chuseok by Korea's lunisolar calendar (yearly almanac of the Korea Astronomy and
 * Space Science Institute). In some years they are a day, or a month, off the Chinese ones: the new moon of February
 * 2027 comes four minutes before midnight in Beijing.
 */
const festivals: Readonly<Record<number, string>> = {
  2000: "02-05 05-11 09-12",
  2001: "01-24 05-01 10-01",
  2002: "02-12 05-19 09-21",
  2003: "02-01 05-08 09-11",
  2004: "01-22 05-26 09-28",
  2005: "02-09 05-15 09-18",
  2006: "01-29 05-05 10-06",
  2007: "02-18 05-24 09-25",
  2008: "02-07 05-12 09-14",
  2009: "01-26 05-02 10-03",
  2010: "02-14 05-21 09-22",
  2011: "02-03 05-10 09-12",
  2012: "01-23 05-28 09-30",
  2013: "02-10 05-17 09-19",
  2014: "01-31 05-06 09-08",
  2015: "02-19 05-25 09-27",
  2016: "02-08 05-14 09-15",
  2017: "01-28 05-03 10-04",
  2018: "02-16 05-22 09-24",
  2019: "02-05 05-12 09-13",
  2020: "01-25 04-30 10-01",
  2021: "02-12 05-19 09-21",
  2022: "02-01 05-08 09-10",
  2023: "01-22 05-27 09-29",
  2024: "02-10 05-15 09-17",
  2025: "01-29 05-05 10-06",
  2026: "02-17 05-24 09-25",
  2027: "02-07 05-13 09-15",
};

export const lunarFestivals = (year: number): { newYear: number; buddha: number; autumn: number } => {
  const days = festivals[year]?.split(" ").map((monthDay) => dayOf(`${year}-${monthDay}`));
  if (!days) throw new Error(`Korea's lunar festivals of ${year} are not in the table`);
  return { newYear: days[0]!, buddha: days[1]!, autumn: days[2]! };
};
