import { wireError } from "../../wire/contract.ts";
import type { Services } from "../http/services.ts";
import type { RegistryStore } from "../registry/registry-store.ts";
import { seekOwnership } from "../registry/seek-ownership.ts";
import { type ConductOptions, type Conductor, conduct } from "./conduct.ts";

interface Beside {
  stop(): Promise<void>;
}

export interface ComputeAloneOptions extends ConductOptions {
  /** What else only the server does that computes; null for nothing. */
  readonly beside: () => Beside | null;
  /** Which store the registry has; null when any will do. */
  readonly store: RegistryStore | null;
}

export interface Computing {
  /** Null while another server of the registry computes, or it is not known who does. */
  readonly conductor: () => Conductor | null;
  /** Resolves when it is known for the first time. */
  readonly firstAttempt: Promise<void>;
  close(): Promise<void>;
}

/** Computes while no other server of the registry does. Who has the folder of an embedded registry has it alone. */
export const computeAlone = (
  services: Services,
  databaseUrl: string | null,
  options: ComputeAloneOptions,
): Computing => {
  let conductor: Conductor | null = null;
  let beside: Beside | null = null;
  const stopBeside = async () => {
    const stopping = beside;
    beside = null;
    await stopping?.stop();
  };
  const onGained = () => {
    services.metrics.computes.set(1);
    conductor = conduct(services, options);
    beside = options.beside();
  };
  const onLost = () => {
    services.metrics.computes.set(0);
    void stopBeside().catch(() => {});
    conductor?.close();
    conductor = null;
  };
  const current = () => conductor;
  if (databaseUrl !== null) {
    const { log, store } = options;
    const seeking = seekOwnership({
      ...{ connectionString: databaseUrl, onGained, onLost, log },
      ...(store && { refusal: store.refusal, claim: store.claim }),
    });
    const close = async () => {
      await stopBeside();
      await seeking.close();
    };
    return { conductor: current, firstAttempt: seeking.firstAttempt, close };
  }
  onGained();
  const close = async () => {
    await stopBeside();
    onLost();
  };
  return { conductor: current, firstAttempt: Promise.resolve(), close };
};

/** What a server answers that has a store and does not compute. */
export const computedElsewhere = wireError(
  "unavailable",
  "Another server has the data store of this registry. Send data to that one.",
);
