import type { ImportMapping } from "../../contract/import.ts";

const needInstrument = new Set<string>([
  "bars_1d",
  "bars_1m",
  "fundamentals",
  "actions",
  "memberships",
  "instruments",
]);

/** What is wrong with a mapping by itself, in a sentence that says what to change; null when nothing is. */
export const findMappingFault = (mapping: ImportMapping): string | null => {
  const { target, instrument, knownAt } = mapping;
  if (needInstrument.has(target.table) && instrument === null)
    return `Rows of ${target.table} are about instruments: say which column names them, and their market.`;
  if (knownAt.kind === "after-close" && target.table !== "bars_1d" && target.table !== "bars_1m")
    return 'Only bars become known "after the close". Choose a column, or the arrival of the file.';
  if (knownAt.kind === "date-column" && target.table === "bars_1m")
    return "Minutes become known within a day. Choose a column of instants, so long after the close, or the arrival of the file.";
  if (knownAt.kind === "after-period" && target.table !== "fundamentals")
    return 'Only fundamentals become known "after the period". Choose a column, or the arrival of the file.';
  if (target.table !== "fundamentals") return null;
  const { fieldName, value } = target.columns;
  if ((fieldName === null) !== (value === null))
    return "A long file needs a column with the field's name and one with the value; a wide file needs neither.";
  const names = target.fields.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  return repeated === undefined
    ? null
    : `The field ${repeated} is mapped twice. Give the fields different names.`;
};
