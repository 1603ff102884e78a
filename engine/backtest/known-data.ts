import { ArgumentError, requireWhole } from "../argument-error.ts";
import type { Panel } from "../contract/panel.ts";
import { readField } from "../expression/derived-field.ts";
import { indexPanel, NEVER } from "./panel-index.ts";

/** What a function of the user's may read: copies of known rows of declared fields, so that nothing later is reached. */
export class KnownData {
  readonly #panel: Panel;
  readonly #columns: ReadonlyMap<string, Float64Array>;
  readonly #lookBack: number;
  readonly #order: Int32Array;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #marketOf: Int32Array;
  /** The first row on which an instrument is a member; later than every row when it never is. */
  readonly #firstMemberRow: Int32Array;
  readonly #knownRows: Int32Array;
  /** What was asked for last; at millions of bars a strategy asks for the same. */
  #lastField = "";
  #lastColumn: Float64Array = new Float64Array(0);
  #lastIid: string | undefined;
  #lastIndex = -1;
  #lastMarket = 0;
  #lastStart = 0;
  /** The first row on which it is a member. */
  #lastFrom = NEVER;

  /** @param knownRows the newest known row of each market, −1 before its first, as the run goes on */
  constructor(
    panel: Panel,
    needs: { readonly fields: readonly string[]; readonly lookback: number },
    order: Int32Array,
    knownRows: Int32Array,
  ) {
    this.#panel = panel;
    this.#columns = new Map(needs.fields.map((name) => [name, readField(panel, name)]));
    this.#lookBack = needs.lookback;
    this.#order = order;
    this.#indexOf = new Map(panel.instruments.map(({ iid }, i) => [iid, i]));
    this.#marketOf = indexPanel(panel).marketOf;
    this.#firstMemberRow = Int32Array.from(panel.instruments, (_, i) => {
      const row = panel.members.subarray(panel.offsets[i], panel.offsets[i + 1]).indexOf(1);
      return row < 0 ? NEVER : row;
    });
    this.#knownRows = knownRows;
  }

  /** Instruments that are members on their newest known row, in canonical order. */
  members(): number[] {
    const members: number[] = [];
    for (const i of this.#order) if (this.isMember(i)) members.push(i);
    return members;
  }

  isMember(i: number): boolean {
    const row = this.#knownRows[this.#marketOf[i]!]!;
    return row >= 0 && this.#panel.members[this.#panel.offsets[i]! + row] === 1;
  }

  /**
   * The index of an instrument that has been a member by now; −1 for any other. The panel holds names that join later:
   * one that has never been a member must look like one never heard of.
   */
  indexOf(iid: string): number {
    if (iid !== this.#lastIid) this.#look(iid);
    return this.#knownRows[this.#lastMarket]! < this.#lastFrom ? -1 : this.#lastIndex;
  }

  /** The index of any instrument that the panel holds, also of one that joins later; −1 for a name it does not have. */
  indexInPanel(iid: string): number {
    return this.#indexOf.get(iid) ?? -1;
  }

  iidOf(i: number): string {
    return this.#panel.instruments[i]!.iid;
  }

  /** The value of an instrument's newest known row; NaN where it is missing, and of one that `indexOf` does not know. */
  value(iid: string, field: string): number {
    const column = this.#columnOf(field);
    if (iid !== this.#lastIid) this.#look(iid);
    const row = this.#knownRows[this.#lastMarket]!;
    return row < this.#lastFrom ? Number.NaN : column[this.#lastStart + row]!;
  }

  /** The newest row's value of each member that has one, by id. */
  latest(field: string): ReadonlyMap<string, number> {
    const values = new Map<string, number>();
    const column = this.#columnOf(field);
    for (const i of this.members()) {
      const value = column[this.#panel.offsets[i]! + this.#knownRows[this.#marketOf[i]!]!]!;
      if (!Number.isNaN(value)) values.set(this.iidOf(i), value);
    }
    return values;
  }

  /** The last n sessions of one instrument, oldest first. */
  history(iid: string, field: string, n: number): Float64Array {
    const column = this.#columnOf(field);
    requireWhole("history length", n, 1, this.#lookBack + 1);
    const output = new Float64Array(n).fill(Number.NaN);
    const i = this.indexOf(iid);
    if (i < 0) return output;
    const start = this.#panel.offsets[i]!;
    const last = start + this.#knownRows[this.#marketOf[i]!]!;
    for (let k = 0; k < n && last - k >= start; k++) {
      const value = column[last - k]!;
      output[n - 1 - k] = Number.isNaN(value) ? Number.NaN : value;
    }
    return output;
  }

  #look(iid: string): void {
    const i = this.indexInPanel(iid);
    this.#lastIid = iid;
    this.#lastIndex = i;
    this.#lastMarket = i < 0 ? 0 : this.#marketOf[i]!;
    this.#lastStart = i < 0 ? 0 : this.#panel.offsets[i]!;
    this.#lastFrom = i < 0 ? NEVER : this.#firstMemberRow[i]!;
  }

  #columnOf(field: string): Float64Array {
    if (field === this.#lastField) return this.#lastColumn;
    const column = this.#columns.get(field);
    if (column) {
      this.#lastField = field;
      this.#lastColumn = column;
      return column;
    }
    throw new ArgumentError(`field "${field}" is not in needs.fields of this strategy`, "unknown-field", {
      field,
    });
  }
}
