import { type DatedFact, datesOf } from "./dated-facts.ts";

/** A row of the store's `trading_costs` table, without provenance. */
export interface TradingCostRow {
  readonly mic: string;
  readonly kind: string;
  readonly side: string;
  readonly valid_from: number;
  readonly basis_points: number;
  readonly known_at: number;
  readonly revision: number;
}

type Rate = DatedFact & { readonly basisPoints: number; readonly revision?: number };

interface Schedule {
  readonly mic: string;
  readonly kind: "transaction-tax" | "stamp-duty" | "levy" | "exchange-fee";
  readonly side: "buy" | "sell" | "both";
  readonly rates: readonly Rate[];
}

/**
 * Securities transaction tax on shares of the KOSPI market with the special tax for rural development, 15 basis
 * points of it (enforcement decree of the Securities Transaction Tax Act, Ministry of Economy and Finance). A new
 * rate holds for shares that change hands from its day on, so for trades from two sessions earlier.
 */
const koreanTax: Schedule = {
  mic: "XKRX",
  kind: "transaction-tax",
  side: "sell",
  rates: [
    { from: "2000-01-01", basisPoints: 30 },
    { from: "2019-05-30", basisPoints: 25, known: "2019-05-21" },
    { from: "2020-12-29", basisPoints: 23 },
    // The plan of 2020 was 15 from 2023 on; at the end of 2022 it was stretched over three years.
    { from: "2022-12-28", basisPoints: 15, known: "2020-12-29T00:00" },
    { from: "2022-12-28", basisPoints: 20, revision: 1 },
    { from: "2023-12-27", basisPoints: 18, known: "2022-12-31" },
    { from: "2024-12-27", basisPoints: 15, known: "2022-12-31" },
    { from: "2025-12-29", basisPoints: 20 },
  ],
};

/** Stamp Duty Ordinance (cap. 117): of each side, by the budgets of 2000 and 2001 and the bills of 2021 and 2023. */
const hongKongDuty: Schedule = {
  mic: "XHKG",
  kind: "stamp-duty",
  side: "both",
  rates: [
    { from: "1998-04-01", basisPoints: 12.5 },
    { from: "2000-04-07", basisPoints: 11.25 },
    { from: "2001-09-01", basisPoints: 10 },
    { from: "2021-08-01", basisPoints: 13, known: "2021-06-02" },
    { from: "2023-11-17", basisPoints: 10, known: "2023-11-15" },
  ],
};

/**
 * Transaction levy of the Securities and Futures Commission, investor compensation levy (0.2, suspended from
 * 2005-12-19) and, from 2022, the levy for the auditing regulator (0.015), together; from the Securities and Futures
 * Ordinance on (HKEX, "Transaction fees").
 */
const hongKongLevy: Schedule = {
  mic: "XHKG",
  kind: "levy",
  side: "both",
  rates: [
    { from: "2003-04-01", basisPoints: 0.7 },
    { from: "2005-12-19", basisPoints: 0.5 },
    { from: "2006-12-01", basisPoints: 0.4 },
    { from: "2010-10-01", basisPoints: 0.3 },
    { from: "2014-11-01", basisPoints: 0.27 },
    { from: "2022-01-01", basisPoints: 0.285 },
  ],
};

/** Trading fee; in 2023 it took in the tariff of HK$0.50 a trade (HKEX, "Transaction fees"). */
const hongKongFee: Schedule = {
  mic: "XHKG",
  kind: "exchange-fee",
  side: "both",
  rates: [
    { from: "2003-04-01", basisPoints: 0.5 },
    { from: "2023-01-01", basisPoints: 0.565 },
  ],
};

/** Stamp duty reserve tax (Finance Act 1986, sections 86 to 99; HM Revenue and Customs). */
const britishDuty: Schedule = {
  mic: "XLON",
  kind: "stamp-duty",
  side: "buy",
  rates: [{ from: "1986-10-27", basisPoints: 50 }],
};

/** Section 31 of the Securities Exchange Act: the SEC's fee rate advisories, in dollars per million sold. */
const dollarsPerMillion: readonly (DatedFact & { readonly dollars: number })[] = [
  { from: "2000-01-01", dollars: 33.33 },
  { from: "2001-12-28", dollars: 15, known: "2001-12-28T00:00" },
  { from: "2002-04-01", dollars: 30.1, known: "2002-03-01" },
  { from: "2003-03-22", dollars: 25.2, known: "2003-02-21" },
  { from: "2003-04-01", dollars: 46.8, known: "2003-02-28" },
  { from: "2004-02-22", dollars: 39, known: "2004-01-26" },
  { from: "2004-04-01", dollars: 23.4, known: "2004-02-27" },
  { from: "2005-01-07", dollars: 32.9, known: "2004-12-09" },
  { from: "2005-04-01", dollars: 41.8, known: "2005-03-01" },
  { from: "2005-12-22", dollars: 30.7 },
  { from: "2007-03-17", dollars: 15.3 },
  { from: "2008-01-25", dollars: 11 },
  { from: "2008-04-01", dollars: 5.6, known: "2008-02-29" },
  { from: "2009-04-10", dollars: 25.7 },
  { from: "2010-01-15", dollars: 12.7 },
  { from: "2010-04-01", dollars: 16.9, known: "2010-03-10" },
  { from: "2011-01-21", dollars: 19.2, known: "2010-12-22" },
  { from: "2012-02-21", dollars: 18 },
  { from: "2012-04-01", dollars: 22.4 },
  { from: "2013-05-25", dollars: 17.4 },
  { from: "2014-03-18", dollars: 22.1, known: "2014-03-03" },
  { from: "2015-02-14", dollars: 18.4 },
  { from: "2016-02-16", dollars: 21.8 },
  { from: "2017-07-04", dollars: 23.1 },
  { from: "2018-05-22", dollars: 13 },
  { from: "2019-04-16", dollars: 20.7 },
  { from: "2020-02-18", dollars: 22.1, known: "2020-01-09" },
  { from: "2021-02-25", dollars: 5.1, known: "2021-01-15" },
  { from: "2022-05-14", dollars: 22.9 },
  { from: "2023-02-27", dollars: 8 },
  { from: "2024-05-22", dollars: 27.8 },
  { from: "2025-05-14", dollars: 0, known: "2025-04-08" },
  { from: "2026-04-04", dollars: 20.6 },
];

const americanFee: Schedule = {
  mic: "XNYS",
  kind: "levy",
  side: "sell",
  rates: dollarsPerMillion.map(({ dollars, ...fact }) => ({ ...fact, basisPoints: dollars / 100 })),
};

const schedules: readonly Schedule[] = [
  koreanTax,
  hongKongDuty,
  hongKongLevy,
  hongKongFee,
  britishDuty,
  americanFee,
];

/** What the law and the exchanges take from a trade; brokers' commissions are no part of it. */
export const tradingCostRows = (): TradingCostRow[] =>
  schedules.flatMap(({ mic, kind, side, rates }) =>
    rates.map((rate) => ({
      mic,
      kind,
      side,
      ...datesOf(mic, rate),
      basis_points: rate.basisPoints,
      revision: rate.revision ?? 0,
    })),
  );
