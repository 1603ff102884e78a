// The point-in-time store, and the results of SQL cells.

/** A universe of the store. */
interface Universe {
  readonly id: UniverseId;
  readonly label: string;
  /** Members at the newest instant of the snapshot. */
  readonly names: number;
  readonly markets: readonly string[];
}
type CrossSectionRow<F extends string> = {
  readonly iid: string;
  readonly name: string;
  readonly mic: string;
  readonly currency: string;
} & { readonly [K in F]: number | null };
/** One version of one fact: what was said of a period, and from when on we could know it. */
interface Fact {
  readonly periodEnd: string;
  readonly value: number | null;
  readonly unit: string;
  /** An instant such as 2023-02-14T21:00:00.000Z. */
  readonly knownAt: string;
  readonly revision: number;
  readonly knownQuality: string;
}
/** The point-in-time store. Instants are texts such as "2023-06-30" or "2023-06-30T21:00:00Z". */
declare const data: {
  universe(id: UniverseId): Universe;
  /**
   * The fields of a universe's members, as known at one instant. Behind a reported field, ":ttm" is its twelve months
   * and ":-4" the period four before: "revenue:ttm", "revenue:-4", "revenue:ttm:-4".
   */
  crossSection<const F extends FieldName | `${FieldName}:${string}`>(request: {
    readonly universe: UniverseId | Universe;
    readonly fields: readonly F[];
    readonly at?: string;
  }): Promise<CrossSectionRow<F>[]>;
  /** Every version of a fundamental field of one instrument, oldest first: the history of its restatements. */
  facts(iid: InstrumentId, field: FieldName, options?: { readonly at?: string }): Promise<Fact[]>;
};

/**
 * What a SQL cell gave, under the name in its header (`as=prices`). Dates are texts such as "2023-06-30" and instants
 * UTC microseconds; a value that is not there is null.
 */
interface SqlTable<Row extends object> extends Iterable<Row> {
  /** Rows. */
  readonly length: number;
  /** Names of the columns, in the order of the query. */
  readonly names: readonly (keyof Row & string)[];
  /** One row, counted from 0. */
  row(index: number): Row;
  rows(): Row[];
  /** One column: numbers as a Float64Array, in which NaN is a missing value, everything else as a list. */
  column<Name extends keyof Row & string>(
    name: Name,
  ): NonNullable<Row[Name]> extends number ? Float64Array : readonly Row[Name][];
}
