/** One server-sent event as it came: its number, its name and its data. */
export interface RawEvent {
  readonly id: string | null;
  readonly name: string;
  readonly data: string;
}

const MOST_TEXT = 4_000_000;

/**
 * Gathers a stream's text as it comes and gives each whole event once (WHATWG HTML, "event stream interpretation").
 * Throws a RangeError on an event without end.
 */
export const createEventReader = (): ((text: string) => RawEvent[]) => {
  let rest = "";
  return (text) => {
    rest += text;
    const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop()!;
    if (rest.length > MOST_TEXT) throw new RangeError("an event of the stream has no end");
    return blocks.flatMap((block) => {
      let id: string | null = null;
      let name = "message";
      const data: string[] = [];
      for (const line of block.split(/\r\n|\n|\r/)) {
        const [, field, value = ""] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
        if (field === "id") id = value;
        else if (field === "event") name = value;
        else if (field === "data") data.push(value);
      }
      return data.length === 0 ? [] : [{ id, name, data: data.join("\n") }];
    });
  };
};
