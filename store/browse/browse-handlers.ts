import type { WireResult } from "../../wire/contract.ts";
import { wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import { fromIsoDate } from "../catalog/iso-date.ts";
import type { browseCalls } from "../contract/browse.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { readCalendarDays } from "./read-calendar-days.ts";
import { readInstrumentIndex } from "./read-instruments.ts";
import { readLife } from "./read-life.ts";
import { readQuarantine } from "./read-quarantine.ts";
import { type InstrumentIndex, searchInstruments } from "./search-instruments.ts";

type BrowseContract = { readonly calls: typeof browseCalls; readonly events: Record<never, never> };

/** Runs an answer on a connection of its own, cut at a snapshot by name or id (null: the newest). */
export type AnswerFrom = <T>(
  snapshot: string | null,
  answer: (source: SnapshotSource) => Promise<WireResult<T>>,
) => Promise<WireResult<T>>;

/** A manager looks at one snapshot, or compares two. */
const KEPT_INDEXES = 2;

/** What answers `browseCalls`. */
export const browseHandlers = (answerFrom: AnswerFrom): Handlers<BrowseContract> => {
  // By snapshot id, so by content: an index is never out of date.
  const indexes = new Map<string, Promise<InstrumentIndex>>();
  const indexOf = (source: SnapshotSource): Promise<InstrumentIndex> => {
    const { id } = source.snapshot;
    const known = indexes.get(id);
    if (known) return known;
    const read = readInstrumentIndex(source);
    read.catch(() => indexes.delete(id));
    indexes.set(id, read);
    while (indexes.size > KEPT_INDEXES) indexes.delete(indexes.keys().next().value!);
    return read;
  };
  return {
    "quarantine/list": (question) =>
      answerFrom(null, ({ connection }) => readQuarantine(connection, question)),
    "calendar/days": (question) =>
      answerFrom(question.snapshot, (source) => readCalendarDays(source, question)),
    "instrument/search": ({ snapshot, text, on, limit }) =>
      answerFrom(snapshot, async (source) =>
        wireOk(
          searchInstruments(await indexOf(source), { text, on: on === null ? null : fromIsoDate(on), limit }),
        ),
      ),
    "instrument/life": ({ snapshot, iid }) => answerFrom(snapshot, (source) => readLife(source, iid)),
  };
};
