import { ArgumentError, requireWhole } from "../argument-error.ts";
import type { Panel } from "../contract/panel.ts";
import type { SessionDate, UtcMicros } from "../contract/time.ts";
import { readField } from "../expression/derived-field.ts";
import { knownRows } from "../expression/known-rows.ts";
import type { ParameterValues } from "../strategy/parameters.ts";
import type { DecisionContext, Strategy } from "../strategy/strategy.ts";

type CallbackStrategy = Extract<Strategy, { kind: "callback" }>;

/**
 * Makes what a callback sees at each decision: copies of rows known at T, of declared fields only, so that the
 * panel's warm-up is enough and nothing later can be reached.
 */
export function createContextFactory(
  panel: Panel,
  strategy: CallbackStrategy,
  parameters: ParameterValues,
  order: Int32Array,
): (at: UtcMicros, date: SessionDate) => DecisionContext {
  const columns = new Map(strategy.needs.fields.map((name) => [name, readField(panel, name)]));
  const indexOf = new Map(panel.instruments.map((instrument, i) => [instrument.iid, i]));
  const firstMemberRow = panel.instruments.map((_, i) => {
    const row = panel.members.subarray(panel.offsets[i], panel.offsets[i + 1]).indexOf(1);
    return row < 0 ? Number.POSITIVE_INFINITY : row;
  });
  const p = Object.freeze({ ...parameters });
  const columnOf = (field: string): Float64Array => {
    const column = columns.get(field);
    if (!column)
      throw new ArgumentError(`field "${field}" is not in needs.fields of this strategy`, "unknown-field", {
        field,
      });
    return column;
  };
  return (at, date) => {
    const rows = knownRows(panel, at);
    const rowOf = (i: number) => rows[panel.instruments[i]!.market]!;
    const memberIndices = Array.from(order).filter(
      (i) => rowOf(i) >= 0 && panel.members[panel.offsets[i]! + rowOf(i)] === 1,
    );
    return Object.freeze({
      at,
      date,
      members: Object.freeze(memberIndices.map((i) => panel.instruments[i]!.iid)),
      latest: (field: string) => {
        const column = columnOf(field);
        const values = new Map<string, number>();
        for (const i of memberIndices) {
          const value = column[panel.offsets[i]! + rowOf(i)]!;
          if (!Number.isNaN(value)) values.set(panel.instruments[i]!.iid, value);
        }
        return values;
      },
      history: (iid: string, field: string, n: number) => {
        const column = columnOf(field);
        requireWhole("history length", n, 1, strategy.needs.lookback + 1);
        const output = new Float64Array(n).fill(Number.NaN);
        // The panel holds names that join later: one that has never been a member must look like one never heard of.
        const i = indexOf.get(iid);
        if (i === undefined || rowOf(i) < firstMemberRow[i]!) return output;
        const start = panel.offsets[i]!;
        const last = start + rowOf(i);
        for (let k = 0; k < n && last - k >= start; k++) {
          const value = column[last - k]!;
          output[n - 1 - k] = Number.isNaN(value) ? Number.NaN : value;
        }
        return output;
      },
      p,
    });
  };
}
