import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Upper bounds in seconds: fine below 20 ms, where answers should be. */
const BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** The server's figures for Prometheus. Names of strategies are labels; callers are not, there may be too many. */
export const createMetrics = () => {
  const registry = new Registry();
  // Event loop lag, memory and processor time of the process.
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: "asof_request_seconds",
      help: "Time to answer a request",
      labelNames: ["operation", "status"],
      buckets: BUCKETS,
      registers,
    }),
    commands: new Counter({
      name: "asof_commands_total",
      help: "Changes of strategies, by what happened",
      labelNames: ["event"],
      registers,
    }),
    signalAge: new Gauge({
      name: "asof_signal_age_seconds",
      help: "Age of the newest signals of a strategy's live version",
      labelNames: ["strategy"],
      registers,
    }),
    canaryShare: new Gauge({
      name: "asof_canary_share_percent",
      help: "Per cent of callers that get the candidate",
      labelNames: ["strategy"],
      registers,
    }),
    halted: new Gauge({
      name: "asof_strategy_halted",
      help: "1 while a strategy is halted",
      labelNames: ["strategy"],
      registers,
    }),
    valuesCutOff: new Gauge({
      name: "asof_values_cut_off",
      help: "1 while Redis cannot be reached and all values are marked stale",
      registers,
    }),
    computes: new Gauge({
      name: "asof_computes",
      help: "1 on the server of a registry that has the data store and computes",
      registers,
    }),
    parityMismatches: new Counter({
      name: "asof_parity_mismatches_total",
      help: "Values that came out with other bits than in the backtest",
      labelNames: ["strategy"],
      registers,
    }),
    sandboxKills: new Counter({
      name: "asof_sandbox_kills_total",
      help: "Strategy processes that were ended at a limit",
      labelNames: ["strategy", "limit"],
      registers,
    }),
    ticks: new Counter({
      name: "asof_ticks_total",
      help: "Ticks that came, by what became of them",
      labelNames: ["outcome"],
      registers,
    }),
    tickToValue: new Histogram({
      name: "asof_tick_to_value_seconds",
      help: "Time from a tick's arrival to the values that it changed",
      buckets: BUCKETS,
      registers,
    }),
    brokerThere: new Gauge({
      name: "asof_broker_connected",
      help: "1 while the broker that ticks come from is there",
      registers,
    }),
    brokerMessages: new Counter({
      name: "asof_broker_messages_total",
      help: "Messages of the broker, by what became of them",
      labelNames: ["outcome"],
      registers,
    }),
    streams: new Gauge({ name: "asof_streams", help: "Open event streams", registers }),
    auditEntries: new Gauge({ name: "asof_audit_entries", help: "Length of the audit log", registers }),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
