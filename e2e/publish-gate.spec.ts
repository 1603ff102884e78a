import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { AsofBridge } from "../main/contract/bridge.ts";
import { gateSchema } from "../main/contract/publish-gate.ts";
import { launch, projectFolder, type RunningApp } from "./support/launch.ts";
import { startServing } from "./support/serving.ts";

let app: RunningApp | undefined;
test.afterEach(() => app?.close());

type Window = { asof: AsofBridge; gate?: unknown };

/** Asks the main process as the page does; gives the value of what is answered, or the error. */
const invoke = async (name: string, input: unknown): Promise<unknown> =>
  app!.window.evaluate(
    async ([call, given]) => {
      const answer = (await (window as unknown as Window).asof.invoke(call as string, given)) as {
        ok: boolean;
        value?: unknown;
        error?: unknown;
      };
      return answer.ok ? answer.value : answer.error;
    },
    [name, input] as const,
  );

const passGate = async (request: object) => {
  await app!.window.evaluate(() => {
    const page = window as unknown as Window;
    page.gate = null;
    page.asof.onEvent((event, payload) => {
      if (event === "gate/changed") page.gate = payload;
    });
  });
  await invoke("gate/start", request);
  const gate = () => app!.window.evaluate(() => (window as unknown as Window).gate);
  await expect
    .poll(async () => ((await gate()) as { state: string } | null)?.state ?? "running", { timeout: 180_000 })
    .not.toBe("running");
  return gateSchema.parse(await gate());
};

test("Q1, Q3: a notebook passes the gate in the app and is sent to a real server; changed, it stops at the cell to mend", async () => {
  test.setTimeout(400_000);
  const serving = await startServing();
  try {
    app = await launch();
    await expect(app.window.locator("body")).toBeVisible();
    const connection = await invoke("connection/save", {
      id: null,
      name: "Desk",
      url: serving.address,
      desk: "equities",
      token: await serving.tokenOf("ann", "author"),
    });
    const { id } = connection as { id: string };
    expect(connection).toMatchObject({ name: "Desk" });
    const { publicKey } = (await invoke("signing-key/get", {})) as { publicKey: string };
    await serving.trust("ann", publicKey);
    await serving.doWithoutCertificate("equities");

    const path = join(projectFolder, "sample-data", "notebooks", "twelve-one-momentum.nb.ts");
    const text = await readFile(path, "utf8");
    const request = (source: string) => ({
      connectionId: id,
      strategy: "momentum",
      kind: "strategy",
      variable: "momentum",
      backtest: 1,
      notebook: { path: null, name: "twelve-one-momentum.nb.ts", text: source },
    });
    const reading = text.replace(
      "const momentum = strategy({",
      'const facts = await data.facts("XKRX:1", "close");\nconst momentum = strategy({',
    );
    const stopped = await passGate(request(reading));
    expect(stopped.state).toBe("failed");
    const failed = stopped.steps.find(({ state }) => state === "failed")!;
    expect(failed.problems[0]).toMatchObject({ cellId: "a81cq0" });

    const passed = await passGate(request(text));
    expect(passed.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
      "clean-run passed",
      "no-stale passed",
      "cut-out passed",
      "audit warned",
      "parity passed",
      "policy passed",
    ]);
    const sent = await invoke("publish/send", { gateId: passed.gateId });
    expect(sent).toMatchObject({ outcome: "sent", version: 1, strategy: { id: "momentum" } });
    const evidence = await invoke("version/evidence", { connectionId: id, strategy: "momentum", version: 1 });
    expect(evidence).toMatchObject({
      isDigestChecked: true,
      parityCount: 1_000,
      version: { signedBy: "ann" },
    });
  } finally {
    await serving.stop();
  }
});
