import { say, sayJson } from "../terminal.ts";
import { linesOf } from "./tell-strategy.ts";
import { DONE, type ServerOptions, tellFailure, withServer } from "./with-server.ts";

/** `asof strategies`: all strategies of a server with their versions, or one. */
export const strategiesCommand = (id: string | undefined, options: ServerOptions): Promise<number> =>
  withServer(options, async (client) => {
    const answered = await client.ask("listStrategies", {});
    if (!answered.ok) return tellFailure(answered.failure, options);
    const found = answered.value.strategies.filter((strategy) => id === undefined || strategy.id === id);
    if (options.json) sayJson({ ok: true, strategies: found });
    else if (found.length === 0)
      say(id === undefined ? "Nothing is published there yet." : `There is no strategy ${id}.`);
    else for (const line of found.flatMap(linesOf)) say(line);
    return DONE;
  });

export interface SignalsOptions extends ServerOptions {
  readonly asOf?: string;
  readonly ids?: string;
  readonly caller?: string;
}

/** `asof signals`: the newest signals of a strategy, or those that were known at an instant. */
export const signalsCommand = (id: string, options: SignalsOptions): Promise<number> =>
  withServer(options, async (client) => {
    const { asOf, ids, caller } = options;
    const query = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(ids === undefined ? {} : { ids: ids.split(",") }),
      ...(caller === undefined ? {} : { caller }),
    };
    const answered = await client.ask("getSignals", { params: { strategy: id }, query });
    if (!answered.ok) return tellFailure(answered.failure, options);
    const { version, values, missing } = answered.value;
    if (options.json) {
      sayJson({ ok: true, ...answered.value });
      return DONE;
    }
    const [first] = values;
    if (first)
      say(
        `${id}, version ${version}: decided at ${first.asOf}, known at ${first.knownAt}${first.stale ? ", STALE" : ""}`,
      );
    for (const { id: instrument, value } of values) say(`${instrument.padEnd(24)} ${value ?? "none"}`);
    if (missing.length > 0) say(`No value for ${missing.join(", ")}.`);
    return DONE;
  });
