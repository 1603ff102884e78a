import { isoOf } from "../calendars/day.ts";
import { localInstant, type Sessions } from "../calendars/sessions.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import { openRandom } from "../random.ts";
import { industryNames, sectors } from "../sectors.ts";
import type { TruthLog } from "../truths/planted-truths.ts";
import { listingKnownAt } from "./append-instruments.ts";
import type { TableBuilder } from "./table-builder.ts";

const STREAM = 900_000;
const MOVED_SHARE = 0.08;
const NOTICE_DAYS = 14;
const NOTICE_MINUTES = 9 * 60 - 30;

/** The sector and industry from the listing on; one company in twelve is put into another sector later. */
export const appendClassifications = (
  classifications: TableBuilder<"classifications">,
  { company, first, close }: CompanyHistory,
  sessions: Sessions,
  truths: TruthLog,
): void => {
  const { iid } = company;
  const random = openRandom(company.seed + STREAM);
  const append = (sector: number, valid_from: number, known_at: number): boolean => {
    const industry = random.integer(industryNames.length);
    const row = { iid, valid_from, known_at, revision: 0 };
    classifications.append({ ...row, scheme: "sector", value: sectors[sector]! });
    const name = `${sectors[sector]!}, ${industryNames[industry]!}`;
    return classifications.append({ ...row, scheme: "industry", value: name });
  };
  append(company.sector, sessions.dates[company.listed]!, listingKnownAt(company, sessions));
  const isMoved = random.uniform() < MOVED_SHARE;
  const session = first + 60 + random.integer(Math.max(1, close.length - 120));
  if (!isMoved || session >= first + close.length - 40) return;
  const sector = (company.sector + 1 + random.integer(sectors.length - 1)) % sectors.length;
  const on = sessions.dates[session]!;
  const knownAt = localInstant(sessions, on - NOTICE_DAYS, NOTICE_MINUTES);
  if (append(sector, on, knownAt))
    truths.reclassifications.push({
      iid,
      on: isoOf(on),
      knownAt,
      before: sectors[company.sector]!,
      after: sectors[sector]!,
    });
};
