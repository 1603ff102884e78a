import { limits } from "../limits.ts";
import type { SourceRecord } from "./source-record.ts";

export interface CsvDialect {
  readonly delimiter: string;
  /** Columns of the file; a row with another count is ragged. Null: not known yet (the header itself). */
  readonly columns: number | null;
}

const LINE_FEED = 10;
const NOT_EMPTY = /[^\n]/g;

/** A row as it stood in the file, with what was made of it. */
export interface CsvRow {
  readonly record: SourceRecord;
  readonly raw: string;
}

/**
 * Splits text into rows as RFC 4180 says, and goes on after whatever does not follow it: a quote that is never closed
 * costs its own line, not the rest of the file. Text comes in pieces; `end` gives what is left.
 */
export class CsvSplitter {
  #rest = "";
  /** Where the search for the end of the pending row goes on, and whether that is inside quotes. */
  #line = 1;
  /** An unclosed quote costs its line only; so much text was looked through for its end. */
  #searched = 0;
  #skipping: { line: number; raw: string } | undefined;
  readonly #delimiter: string;
  #columns: number | null;

  constructor(dialect: CsvDialect) {
    this.#delimiter = dialect.delimiter;
    this.#columns = dialect.columns;
  }

  expectColumns(columns: number): void {
    this.#columns = columns;
  }

  push(text: string): CsvRow[] {
    this.#rest = this.#rest === "" ? text : this.#rest + text;
    // A row that was not whole before is looked at again when there is twice as much of it, not at each piece.
    if (this.#rest.length < 2 * this.#searched && this.#rest.length < 2 * limits.lineLength) return [];
    return this.#split(false);
  }

  end(): CsvRow[] {
    const rows = this.#split(true);
    if (this.#skipping) rows.push(this.#endSkipping());
    return rows;
  }

  #split(isEnd: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    let at = 0;
    const text = this.#rest;
    while (at < text.length) {
      if (!this.#skipping) {
        const next = afterEmptyLines(text, at);
        this.#line += next - at;
        at = next;
      }
      if (at === text.length) break;
      const stop = this.#endOfLine(text, at);
      if (stop === -1 && !isEnd) {
        if (text.length - at <= limits.lineLength) break;
        // A line that never ends is dropped as it comes.
        this.#skipping ??= { line: this.#line, raw: text.slice(at, at + limits.rawLength + 1) };
        at = text.length;
        break;
      }
      const lineEnd = stop === -1 ? text.length : stop;
      const next = afterEnd(text, lineEnd);
      if (next === -1 && !isEnd) break;
      if (this.#skipping) {
        rows.push(this.#endSkipping());
        this.#line++;
        at = next === -1 ? text.length : next;
        continue;
      }
      const line = text.slice(at, lineEnd);
      if (!line.includes('"')) {
        if (line !== "") rows.push({ record: this.#unquoted(line), raw: line });
        this.#line++;
        at = next === -1 ? text.length : next;
        continue;
      }
      const quoted = this.#quoted(text, at, isEnd);
      if (quoted === "more") break;
      rows.push(quoted.row);
      this.#line += quoted.lines;
      at = quoted.next;
    }
    this.#rest = at === 0 ? text : text.slice(at);
    this.#searched = at === 0 ? this.#rest.length : 0;
    return rows;
  }

  #endOfLine(text: string, from: number): number {
    const lf = text.indexOf("\n", from);
    // A lone carriage return ends a line too (old files); one before a line feed belongs to it.
    const cr = text.slice(from, lf === -1 ? text.length : lf).indexOf("\r");
    return cr === -1 ? lf : from + cr;
  }

  #endSkipping(): CsvRow {
    const { line, raw } = this.#skipping!;
    this.#skipping = undefined;
    return {
      record: {
        line,
        check: "too-long",
        reason: `The line is longer than ${limits.lineLength} characters.`,
      },
      raw,
    };
  }

  #unquoted(line: string): SourceRecord {
    return this.#judge(line.split(this.#delimiter), this.#line, line);
  }

  /** A row with quotes, which may run over several lines. "more": its end is not in the text yet. */
  #quoted(text: string, from: number, isEnd: boolean): { row: CsvRow; next: number; lines: number } | "more" {
    const values: string[] = [];
    const delimiter = this.#delimiter;
    let at = from;
    let lines = 1;
    let isBroken = false;
    for (;;) {
      if (text[at] === '"') {
        let value = "";
        let start = at + 1;
        for (;;) {
          const quote = text.indexOf('"', start);
          if (quote === -1 || lines > limits.quotedLines || quote - from > limits.lineLength) {
            const breaks = countBreaks(text, at, text.length);
            const isHopeless = isEnd || breaks > limits.quotedLines || text.length - from > limits.lineLength;
            return isHopeless ? this.#neverClosed(text, from) : "more";
          }
          lines += countBreaks(text, start, quote);
          value += text.slice(start, quote);
          if (text[quote + 1] !== '"') {
            if (quote + 1 === text.length && !isEnd) return "more";
            at = quote + 1;
            break;
          }
          value += '"';
          start = quote + 2;
        }
        values.push(value);
        if (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r")
          isBroken = true;
      }
      const stop = this.#endOfLine(text, at);
      const lineEnd = stop === -1 ? text.length : stop;
      // The "value" ran to a quote that opens another one: the first was never closed.
      if (isBroken && lines > 1) return this.#neverClosed(text, from);
      if (isBroken) return this.#badQuotes(text, from, lineEnd, lines);
      const cut = text.indexOf(delimiter, at);
      const isLast = cut === -1 || cut >= lineEnd;
      if (isLast && stop === -1 && !isEnd) return "more";
      const end = isLast ? lineEnd : cut;
      const wasQuoted = at > from && text[at - 1] === '"' && values.length > 0 && end === at;
      if (!wasQuoted) {
        const value = text.slice(at, end);
        if (value.includes('"')) return this.#badQuotes(text, from, lineEnd, lines);
        values.push(value);
      }
      if (isLast) {
        const next = afterEnd(text, lineEnd);
        if (next === -1 && !isEnd) return "more";
        const raw = text.slice(from, lineEnd);
        const row = { record: this.#judge(values, this.#line, raw), raw };
        return { row, next: next === -1 ? text.length : next, lines };
      }
      at = cut + 1;
      // An empty last value, or one that begins with a quote, is looked at by the next turn.
    }
  }

  #neverClosed(text: string, from: number): { row: CsvRow; next: number; lines: number } {
    const stop = this.#endOfLine(text, from);
    const lineEnd = stop === -1 ? text.length : stop;
    const reason = "A quote is opened and not closed.";
    const next = afterEnd(text, lineEnd);
    return {
      row: { record: { line: this.#line, check: "quotes", reason }, raw: text.slice(from, lineEnd) },
      next: next === -1 ? text.length : next,
      lines: 1,
    };
  }

  #badQuotes(
    text: string,
    from: number,
    lineEnd: number,
    lines: number,
  ): { row: CsvRow; next: number; lines: number } {
    const reason = 'A quote stands inside a value. Values with quotes are written "like ""this""".';
    const next = afterEnd(text, lineEnd);
    return {
      row: { record: { line: this.#line, check: "quotes", reason }, raw: text.slice(from, lineEnd) },
      next: next === -1 ? text.length : next,
      lines,
    };
  }

  #judge(values: readonly string[], line: number, raw: string): SourceRecord {
    if (raw.length > limits.lineLength)
      return { line, check: "too-long", reason: `The line is longer than ${limits.lineLength} characters.` };
    if (this.#columns !== null && values.length !== this.#columns) {
      const reason = `The row has ${values.length} values, the file has ${this.#columns} columns.`;
      return { line, check: "ragged", reason };
    }
    if (raw.includes("\uFFFD"))
      return {
        line,
        check: "encoding",
        reason: "The row has characters that are not in the file's encoding.",
      };
    return { line, values: values.map((value) => (value === "" ? null : value)) };
  }
}

/**
 * Empty lines are no rows. A file of nothing else has hundreds of millions of them: a regular expression passes over
 * them at the same speed always, a loop over `charCodeAt` ten times slower once the engine has seen many kinds of text.
 */
const afterEmptyLines = (text: string, from: number): number => {
  if (text.charCodeAt(from) !== LINE_FEED) return from;
  NOT_EMPTY.lastIndex = from;
  return NOT_EMPTY.test(text) ? NOT_EMPTY.lastIndex - 1 : text.length;
};

/** The first character after an end of line at `at`; -1 when the text ends before that can be told. */
const afterEnd = (text: string, at: number): number => {
  if (at >= text.length) return -1;
  if (text[at] === "\n") return at + 1;
  if (at + 1 >= text.length) return -1;
  return text[at + 1] === "\n" ? at + 2 : at + 1;
};

/** Looks no further than `to`: a search to the next break for each of a million quotes would take minutes. */
const countBreaks = (text: string, from: number, to: number): number => {
  let count = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === LINE_FEED) count++;
  return count;
};
