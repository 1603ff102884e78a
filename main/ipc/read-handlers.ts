import type { StoreContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import type { ReadContract } from "../contract/read-calls.ts";

/** Hands the window's questions on to the store: call by call, so that nothing else ever passes. */
export const readHandlers = (store: () => Client<StoreContract>): Handlers<ReadContract> => ({
  "quarantine/list": (input) => store().call("quarantine/list", input),
  "calendar/days": (input) => store().call("calendar/days", input),
  "instrument/search": (input) => store().call("instrument/search", input),
  "instrument/life": (input) => store().call("instrument/life", input),
  "snapshot/list": (input) => store().call("snapshot/list", input),
  "snapshot/diff": (input) => store().call("snapshot/diff", input),
  "batch/list": (input) => store().call("batch/list", input),
  "cell/explain": (input) => store().call("cell/explain", input),
});
