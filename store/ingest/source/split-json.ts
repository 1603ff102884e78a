import { limits } from "../limits.ts";

export interface JsonPiece {
  readonly line: number;
  readonly text: string;
  readonly isTooLong: boolean;
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/**
 * Cuts text into the rows of a JSON-lines file, or into the elements of one JSON array: whichever the first character
 * says. It looks at brackets and strings only; what a piece means is somebody else's question.
 */
export class JsonSplitter {
  #kind: "unknown" | "lines" | "array" = "unknown";
  #line = 1;
  #text = "";
  #startLine = 1;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isTooLong = false;

  push(text: string): JsonPiece[] {
    let from = 0;
    if (this.#kind === "unknown") {
      while (from < text.length && isBlank(text.charCodeAt(from))) {
        if (text.charCodeAt(from) === 10) this.#line++;
        from++;
      }
      if (from === text.length) return [];
      this.#startLine = this.#line;
      if (text[from] === "[") {
        this.#kind = "array";
        from++;
      } else this.#kind = "lines";
    }
    return this.#kind === "array" ? this.#pushArray(text, from) : this.#pushLines(text, from);
  }

  end(): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    this.#finish(pieces);
    return pieces;
  }

  #pushLines(text: string, from: number): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    let at = from;
    for (let stop = text.indexOf("\n", at); stop !== -1; stop = text.indexOf("\n", at)) {
      this.#take(text.slice(at, stop));
      this.#finish(pieces);
      this.#line++;
      this.#startLine = this.#line;
      at = stop + 1;
    }
    this.#take(text.slice(at));
    return pieces;
  }

  #pushArray(text: string, from: number): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    let start = from;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10) this.#line++;
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === 92) this.#isEscaped = true;
        else if (code === 34) this.#isInString = false;
        continue;
      }
      if (code === 34) this.#isInString = true;
      else if (code === 123 || code === 91) {
        if (this.#depth === 0 && this.#text.trim() === "" && text.slice(start, at).trim() === "")
          this.#startLine = this.#line;
        this.#depth++;
      } else if (code === 125 || code === 93) this.#depth--;
      if ((code === 44 && this.#depth === 0) || this.#depth < 0) {
        this.#take(text.slice(start, at));
        this.#finish(pieces);
        this.#startLine = this.#line;
        this.#depth = 0;
        start = at + 1;
      }
    }
    this.#take(text.slice(start));
    return pieces;
  }

  #take(text: string): void {
    if (this.#text.length + text.length > limits.lineLength) {
      this.#isTooLong = true;
      this.#text = (this.#text + text).slice(0, limits.rawLength + 1);
    } else this.#text += text;
  }

  #finish(pieces: JsonPiece[]): void {
    const text = this.#text.trim();
    if (text !== "") pieces.push({ line: this.#startLine, text, isTooLong: this.#isTooLong });
    this.#text = "";
    this.#isTooLong = false;
  }
}
