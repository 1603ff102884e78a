import { storeContract } from "../../store/contract/store-contract.ts";
import { connect } from "../../wire/connect.ts";
import { messagePort, type PortLike } from "../../wire/message-port.ts";
import { type Server, serve } from "../../wire/serve.ts";
import { serveBuild } from "../build/serve-build.ts";
import { type BuildContract, buildContract } from "../contract/build-contract.ts";
import { startRunner } from "../runner/start-runner.ts";

interface ParentPort {
  on(event: "message", listener: (event: { readonly ports: PortLike[] }) => void): unknown;
}

process.on("unhandledRejection", (reason) => {
  console.error("build: unhandled rejection", reason);
  process.exit(1);
});

const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
if (!parentPort) throw new Error("The process that builds bundles must be started by Asof.");

// Named by a packaged app, where no process can read what lies in the archive; otherwise they are found.
const [executable, runnerScript] = process.argv.slice(2);

// Two ports come once: whoever asks, and the store. The compiler and the replay hold up nobody but this process.
parentPort.on("message", ({ ports: [asking, store] }) => {
  if (!asking || !store) return;
  const server: Server<BuildContract> = serve(
    messagePort(asking),
    buildContract,
    serveBuild({
      store: connect(messagePort(store), storeContract),
      startRunner: () => startRunner(runnerScript, {}, executable),
      onCutOut: (cells) => server.emit("bundle/cut-out", { cells }),
    }),
    (error, call) => console.error(`build: ${call} failed`, error),
  );
});
