import type * as engine from "../../engine/index.ts";

type Given = Pick<typeof engine, "atClose" | "defineStrategy" | "param">;

/** Twelve-one momentum with three parameters, made anew in each thread for each run. */
export const sweptStrategy = ({ atClose, defineStrategy, param }: Given) =>
  defineStrategy({
    name: "Swept momentum",
    universe: "BENCH",
    decide: atClose("XNYS", { delay: "30m" }),
    rebalance: "month-end",
    params: { lookback: param.int(252), skip: param.int(21), top: param.percent(10) },
    signal: ({ field, p }) =>
      field.totalReturn!.delay(p.skip).div(field.totalReturn!.delay(p.lookback)).minus(1).rank(),
    weights: ({ signal, p }) => signal.top(p.top).equal(),
  });
