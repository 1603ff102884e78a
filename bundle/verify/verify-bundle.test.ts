import { afterAll, beforeAll, expect, test } from "vitest";
import { bitsOf } from "../../wire/bits.ts";
import type { BuiltBundle } from "../build/build-bundle.ts";
import type { BundleManifest } from "../contract/bundle.ts";
import { sha256Hex } from "../document/canonical-json.ts";
import { readPrivateKey } from "../document/keys.ts";
import { makeDocument } from "../document/make-document.ts";
import { readDocument } from "../document/read-document.ts";
import { packParity, readParity } from "../parity/parity-blobs.ts";
import { runHere } from "../testing/run-here.ts";
import { writeRunnerScript } from "../testing/runner-script.ts";
import { approver, authorKey, buildOn } from "../testing/world-notebook.ts";
import { verifyBundle } from "./verify-bundle.ts";

let built: BuiltBundle;
let runner: Awaited<ReturnType<typeof writeRunnerScript>>;
beforeAll(async () => {
  const result = await buildOn(runHere(), { vectors: 120 });
  if (!result.ok) throw new Error(result.fault.message);
  built = result.value;
  runner = await writeRunnerScript();
});
afterAll(() => runner.remove());

const verify = (text: string) =>
  verifyBundle(text, { trustedKeys: [authorKey, approver.publicKey], runnerScript: runner.script });

/** Sound in every way that can be seen without running it. */
const signed = (manifest: BundleManifest, vectors: Uint8Array): string => {
  const read = readDocument(built.text);
  if (!read.ok) throw new Error(read.fault.message);
  const { inputs } = built.manifest.parity;
  const kept = [inputs, built.manifest.sbom].map((hash) => read.value.blobs.get(hash)!);
  return makeDocument(manifest, [...kept, vectors], readPrivateKey(approver.privateKey));
};
const parityOf = () => {
  const read = readDocument(built.text);
  const parity = read.ok ? readParity(built.manifest, read.value.blobs) : read;
  if (!parity.ok) throw new Error(parity.fault.message);
  return parity.value;
};

test("B11: a bundle is replayed in a Deno process, from nothing but itself", async () => {
  expect(await verify(built.text)).toMatchObject({
    ok: true,
    value: { digest: built.digest, replay: { vectors: 120, modes: ["batch", "at", "stream"] } },
  });
});

test("B11: the first vector with another bit is told: which, whose, when, how, and both patterns", async () => {
  const parity = parityOf();
  const vector = parity.vectors.weight.findIndex((weight) => weight > 0);
  const weight = parity.vectors.weight[vector]!;
  const other = new Float64Array(new BigUint64Array([BigInt(`0x${bitsOf(weight)}`) ^ 1n]).buffer)[0]!;
  parity.vectors.weight[vector] = other;
  const { vectors } = packParity(parity);
  const { manifest } = built;
  const changed = { ...manifest, parity: { ...manifest.parity, vectors: sha256Hex(vectors) } };
  const panel = parity.inputs.panels[parity.vectors.panel[vector]!]!;
  expect(await verify(signed(changed, vectors))).toMatchObject({
    ok: false,
    fault: {
      code: "parity-differs",
      details: {
        vector,
        instrument: panel.instruments[parity.vectors.instrument[vector]!]!.iid,
        instant: parity.vectors.instant[vector],
        mode: "batch",
        what: "weight",
        expectedBits: bitsOf(other),
        bits: bitsOf(weight),
      },
    },
  });
});

test("B11: a manifest that describes another definition than its cells make is refused", async () => {
  const { vectors } = packParity(parityOf());
  const renamed = { ...built.manifest, rebalance: "daily" as const };
  expect(await verify(signed(renamed, vectors))).toMatchObject({
    ok: false,
    fault: { code: "definition-differs", details: { part: "rebalance" } },
  });
});

test("B11: a replay that takes too long is ended", async () => {
  const answer = await verifyBundle(built.text, {
    trustedKeys: null,
    timeoutMs: 1,
    runnerScript: runner.script,
  });
  expect(answer).toMatchObject({ ok: false, fault: { code: "runner-failed" } });
});
