import { type FromPoolWorker, serveSweep, type ToPoolWorker } from "../../engine/index.ts";
import { beginSealedWorker } from "./begin-sealed-worker.ts";
import { POOL_WORKER_BOOT } from "./spawn-pool-worker.ts";

/** The worker that runs a notebook's strategy in a sweep. */
beginSealedWorker<ToPoolWorker, FromPoolWorker>(POOL_WORKER_BOOT, (post, load) => ({
  receive: serveSweep(post, load),
  refuse: (names) => {
    const message = `the sandbox could not take everything away from strategies (${names.join(", ")}), so nothing runs`;
    post({ kind: "refused", error: { code: "worker-failed", message } });
  },
}));
