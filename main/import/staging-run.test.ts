import { describe, expect, it } from "vitest";
import type { ImportReport } from "../../store/contract/import.ts";
import { stagingContract } from "../../store/contract/staging-contract.ts";
import { wireOk } from "../../wire/contract.ts";
import { portPair } from "../../wire/port.ts";
import { serve } from "../../wire/serve.ts";
import { ImportRunner } from "./import-runner.ts";
import { barsMapping, emptyReport } from "./testing/import-fakes.ts";

const limits = { memoryMb: 100, startMs: 2_000, silentMs: 1_000 };
const file = { filePath: "/n/a.csv", storeDir: "/n/store" };
const request = { mapping: barsMapping, isDryRun: true, arrivedAt: 0 };

/**
 * A staging process in this process: answers when told, holds what memory it is told, dies when told. It says that it
 * has begun, or does not.
 */
const prepare = ({ begins = true } = {}) => {
  const looks: (() => void)[] = [];
  const state = { memoryMb: 10 as number | null, kills: 0, starts: 0 };
  let finish: (report: ImportReport) => void = () => {};
  let tellRows: (rows: number) => void = () => {};
  let sayAlive: () => void = () => {};
  let die: () => void = () => {};
  const runner = new ImportRunner({
    limits,
    repeat: (_everyMs, action) => {
      looks.push(action);
      return () => looks.splice(looks.indexOf(action), 1);
    },
    start: () => {
      state.starts += 1;
      const [near, far] = portPair();
      const server = serve(far, stagingContract, {
        "file/inspect": () => new Promise(() => {}),
        "file/stage": () =>
          new Promise((resolve) => {
            finish = (report) => resolve(wireOk({ report, stagedId: null }));
          }),
      });
      tellRows = (rows) =>
        server.emit("import/progress", { step: "reading", rows, rowsPerSecond: 1, secondsLeft: null });
      sayAlive = () => server.emit("process/alive", {});
      if (begins) sayAlive();
      return {
        port: near,
        memoryMb: () => state.memoryMb,
        onExit: (listener) => {
          die = listener;
        },
        kill: async () => {
          state.kills += 1;
        },
      };
    },
  });
  /** Lets messages go through, then lets so many quarter seconds pass. */
  const pass = async (quarters: number) => {
    for (let at = 0; at < quarters; at++) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const look of [...looks]) look();
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    runner,
    state,
    looks,
    pass,
    finish: (report: ImportReport) => finish(report),
    tellRows: (rows: number) => tellRows(rows),
    sayAlive: () => sayAlive(),
    die: () => die(),
  };
};
const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? "ok" : answer.error?.code);

describe("a staging process", () => {
  it("is ended once it has answered, and nothing goes on watching it", async () => {
    const fake = prepare();
    const staged = fake.runner.stage(file, request, () => {});
    await fake.pass(1);
    fake.finish(emptyReport);
    expect(await staged).toEqual({ ok: true, value: { report: emptyReport, stagedId: null } });
    expect(fake.state.kills).toBe(1);
    expect(fake.looks).toEqual([]);
  });

  it("is ended when it says nothing for too long, and any word gives it the whole time again", async () => {
    const fake = prepare();
    const heard: number[] = [];
    const staged = fake.runner.stage(file, request, ({ rows }) => heard.push(rows));
    await fake.pass(3);
    fake.tellRows(7);
    await fake.pass(3);
    expect(fake.state.kills).toBe(0);
    await fake.pass(1);
    expect(codeOf(await staged)).toBe("too-slow");
    expect(heard).toEqual([7]);
    expect(fake.state.kills).toBe(1);
  });

  it("may look at a file for as long as it says that it lives", async () => {
    const fake = prepare();
    const looked = fake.runner.inspect(file, null);
    for (let beat = 0; beat < 5; beat++) {
      await fake.pass(3);
      fake.sayAlive();
    }
    expect(fake.state.kills).toBe(0);
    await fake.pass(5);
    expect(codeOf(await looked)).toBe("too-slow");
  });

  it("that begins slowly is not taken to hang; one that never begins is ended, and the sentence says so", async () => {
    const fake = prepare({ begins: false });
    const staged = fake.runner.stage(file, request, () => {});
    await fake.pass(7);
    expect(fake.state.kills).toBe(0);
    await fake.pass(1);
    expect(await staged).toMatchObject({
      error: { code: "too-slow", message: expect.stringContaining("did not begin within 2 seconds") },
    });
  });

  it("is ended when it takes too much memory; not knowing how much is no fault", async () => {
    const fake = prepare();
    fake.state.memoryMb = null;
    const staged = fake.runner.stage(file, request, () => {});
    await fake.pass(1);
    expect(fake.state.kills).toBe(0);
    fake.state.memoryMb = 101;
    await fake.pass(1);
    expect(codeOf(await staged)).toBe("too-large");
    expect(fake.state.kills).toBe(1);
  });

  it("that dies is a sentence for the user, not a crash", async () => {
    const fake = prepare();
    const staged = fake.runner.stage(file, request, () => {});
    await fake.pass(1);
    fake.die();
    expect(codeOf(await staged)).toBe("not-readable");
  });

  it("is killed when the user stops, and the next file can be read at once", async () => {
    const fake = prepare();
    const staged = fake.runner.stage(file, request, () => {});
    await fake.pass(1);
    expect(codeOf(await fake.runner.stage(file, request, () => {}))).toBe("busy");
    fake.runner.cancel();
    expect(codeOf(await staged)).toBe("cancelled");
    expect(fake.state.kills).toBe(1);
    const next = fake.runner.stage(file, request, () => {});
    await fake.pass(1);
    fake.finish(emptyReport);
    expect(codeOf(await next)).toBe("ok");
    expect(fake.state.starts).toBe(2);
  });
});
