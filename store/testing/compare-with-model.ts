import { expect } from "vitest";
import type { WireResult } from "../../wire/contract.ts";
import { cellReasons } from "../contract/panel-request.ts";
import type { BuiltPanel } from "../panel/build-panel.ts";
import { cutHistory, HISTORY_FIELDS, MICS, micOf } from "./history.ts";
import { modelCell, modelMember, modelNextSession, modelRows, modelSeats } from "./panel-model.ts";
import { type Case, daysOf } from "./random-history.ts";

export interface Compared {
  panels: number;
  cells: number;
  empty: number;
}

/** How a name of the model is written in what is compared with it. */
export type Naming = (name: string) => string;

/** Expects that a panel is, cell by cell, what the rules say, and counts what was compared. */
export const expectModel = (
  built: WireResult<BuiltPanel>,
  { history: whole, maxIngestSeq, request }: Case,
  compared: Compared,
  named: Naming = (name) => name,
): void => {
  const history = cutHistory(whole, maxIngestSeq);
  const days = daysOf(request);
  const rowsOf = new Map(MICS.map((mic) => [mic as string, modelRows(history, request, mic, days)]));
  const members = modelSeats(history, request, days);
  if (!built.ok) {
    expect(built.error.code).toBe("empty-range");
    const hasRow = MICS.some((mic) => rowsOf.get(mic)!.rows.some((row) => row.date >= request.from));
    expect(hasRow && members.length > 0).toBe(false);
    return;
  }
  compared.panels++;
  const { header, columns } = built.value;
  expect(header.instruments.map((instrument) => instrument.iid)).toEqual(members.map(named));
  header.markets.forEach((market) => {
    const mic = MICS.find((candidate) => named(candidate) === market.mic)!;
    const { first, rows } = rowsOf.get(mic)!;
    expect(market.firstSessionNumber).toBe(first);
    expect([...market.sessionDates]).toEqual(rows.map((row) => row.date));
    expect([...market.openAt]).toEqual(rows.map((row) => row.openAt));
    expect([...market.closeAt]).toEqual(rows.map((row) => row.closeAt));
    expect([...market.decisionAt]).toEqual(rows.map((row) => row.at));
    expect([...market.nextSessionDates]).toEqual(
      rows.map((row) => modelNextSession(history, request, mic, days, row)),
    );
  });
  const names = [
    ...HISTORY_FIELDS,
    ...(request.reasons ? HISTORY_FIELDS.map((field) => `reason:${field}`) : []),
    "members",
  ];
  expect(header.columns.map(({ byteLength }) => byteLength)).toEqual(
    columns.map(({ byteLength }) => byteLength),
  );
  const found: unknown[] = [];
  const expected: unknown[] = [];
  members.forEach((iid, i) => {
    rowsOf.get(micOf(iid))!.rows.forEach((row, r) => {
      const cells = HISTORY_FIELDS.map((field) => modelCell(history, iid, field, row));
      compared.cells++;
      if (Number.isNaN(cells[0]!.value)) compared.empty++;
      expected.push([
        ...cells.map(({ value }) => value),
        ...(request.reasons ? cells.map(({ reason }) => cellReasons.indexOf(reason)) : []),
        modelMember(history, iid, row) ? 1 : 0,
      ]);
      found.push(names.map((_, c) => columns[c]![header.offsets[i]! + r]!));
    });
  });
  expect(found).toEqual(expected);
};
