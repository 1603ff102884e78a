import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StagingContract, stagingContract } from "../../store/contract/staging-contract.ts";
import { writerContract } from "../../store/contract/writer-contract.ts";
import { connect } from "../../wire/connect.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import { portPair } from "../../wire/port.ts";
import { serve } from "../../wire/serve.ts";
import { importHandlers } from "./import-handlers.ts";
import { ImportRunner } from "./import-runner.ts";
import { PickedFiles } from "./picked-files.ts";
import { barsMapping, emptyReport } from "./testing/import-fakes.ts";

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-import-"));
  path = join(folder, "bars.csv");
  await writeFile(path, "date\n2024-01-02\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const report = { ...emptyReport, rowsIn: 1, rowsAdded: 1 };

/** The handlers over a staging process and a writer that answer as told; `log` has what happened, in order. */
const prepare = async (staged: Partial<Handlers<StagingContract>> = {}, canOwn = true) => {
  const log: string[] = [];
  const files = new PickedFiles();
  const handlers = importHandlers({
    files,
    runner: new ImportRunner({
      limits: { memoryMb: 100, startMs: 2_000, silentMs: 1_000 },
      repeat: () => () => {},
      start: ({ filePath, storeDir }) => {
        log.push(`start ${filePath === path ? "file" : filePath} in ${storeDir}`);
        const [near, far] = portPair();
        serve(far, stagingContract, {
          "file/inspect": () => wireError("unknown-format", "No."),
          "file/stage": ({ isDryRun, arrivedAt }) => {
            log.push(`stage ${isDryRun ? "dry" : "real"} at ${arrivedAt}`);
            return wireOk({ report, stagedId: isDryRun ? null : "s1" });
          },
          ...staged,
        });
        return {
          port: near,
          memoryMb: () => null,
          onExit: () => {},
          kill: async () => void log.push("kill"),
        };
      },
    }),
    pickPaths: async () => [path, folder],
    ownStore: async () => {
      log.push("own");
      return canOwn ? wireOk("own") : wireError("no-space", "Full.");
    },
    mappings: { list: async () => wireOk([]), save: async () => wireOk([]) },
    write: async (change) => {
      const [near, far] = portPair();
      serve(far, writerContract, {
        "batch/commit": ({ stagedId }) => {
          log.push(`commit ${stagedId}`);
          return wireOk({ batchId: "b1", snapshotId: "snap", report });
        },
        "batch/undo": ({ batchId }) =>
          batchId === "b1"
            ? wireOk({ batchId: "b2", snapshotId: "snap2", rows: 1 })
            : wireError("unknown-batch", "There is none."),
        "snapshot/create": () => wireError("name-taken", "Taken."),
        "snapshot/pin": () => wireError("unknown-snapshot", "None."),
      });
      const writer = connect(near, writerContract);
      const answer = await change(writer);
      writer.close();
      return answer;
    },
    onChanged: (snapshotId) => log.push(`changed ${snapshotId}`),
    emit: () => {},
    now: () => 42,
  });
  const picked = await handlers["import/pick"]({});
  return { handlers, log, fileId: picked.ok ? picked.value[0]!.fileId : "", picked };
};

describe("import in the main process", () => {
  it("grants the files that were picked, and no folder; the window learns no path", async () => {
    const { picked } = await prepare();
    expect(picked).toEqual({ ok: true, value: [{ fileId: "f1", name: "bars.csv", sizeBytes: 16 }] });
  });

  it("reads no file that was not picked", async () => {
    const { handlers, log } = await prepare();
    for (const answer of [
      await handlers["import/inspect"]({ fileId: path, format: null }),
      await handlers["import/check"]({ fileId: "f9", mapping: barsMapping }),
      await handlers["import/run"]({ fileId: "f9", mapping: barsMapping }),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: "unknown-file" } });
    expect(log).toEqual([]);
  });

  it("checks in a dry run and commits nothing", async () => {
    const { handlers, log, fileId } = await prepare();
    expect(await handlers["import/check"]({ fileId, mapping: barsMapping })).toEqual({
      ok: true,
      value: report,
    });
    expect(log).toEqual(["own", "start file in own", "stage dry at 42", "kill"]);
  });

  it("stages in a store of the user's own, ends that process, and only then commits", async () => {
    const { handlers, log, fileId } = await prepare();
    const answer = await handlers["import/run"]({ fileId, mapping: barsMapping });
    expect(answer).toEqual({ ok: true, value: { report, batchId: "b1", snapshotId: "snap" } });
    expect(log).toEqual([
      "own",
      "start file in own",
      "stage real at 42",
      "kill",
      "own",
      "commit s1",
      "changed snap",
    ]);
  });

  it("commits nothing when a file has nothing new", async () => {
    const { handlers, log, fileId } = await prepare({
      "file/stage": () => wireOk({ report, stagedId: null }),
    });
    const answer = await handlers["import/run"]({ fileId, mapping: barsMapping });
    expect(answer).toEqual({ ok: true, value: { report, batchId: null, snapshotId: null } });
    expect(log.join()).not.toContain("commit");
  });

  it("stages nothing when no store can be made", async () => {
    const { handlers, log, fileId } = await prepare({}, false);
    expect(await handlers["import/run"]({ fileId, mapping: barsMapping })).toMatchObject({
      error: { code: "no-space" },
    });
    expect(log).toEqual(["own"]);
  });

  it("tells the window of a change only when there was one", async () => {
    const { handlers, log } = await prepare();
    expect(await handlers["batch/undo"]({ batchId: "b9" })).toMatchObject({
      error: { code: "unknown-batch" },
    });
    expect(await handlers["snapshot/create"]({ name: "x" })).toMatchObject({ error: { code: "name-taken" } });
    expect(log.join()).not.toContain("changed");
    expect(await handlers["batch/undo"]({ batchId: "b1" })).toMatchObject({ ok: true });
    expect(log.at(-1)).toBe("changed snap2");
  });
});
