import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { keyIdOf, newKeyPair, readPrivateKey, readPublicKey } from "../../bundle/document/keys.ts";
import { signApproval } from "../../bundle/document/make-document.ts";
import { bundleChecker } from "./bundle-checker.ts";
import { keyFileName, subjectOfKeyFile } from "./key-file-name.ts";

it("V28: a person's key file has a name that every system allows, and only that one", () => {
  expect(keyFileName("mara")).toBe("mara.pem");
  expect(keyFileName("oidc:auth0|../x*")).toBe("oidc%3Aauth0%7C..%2Fx%2A.pem");
  const subject = fc.string({
    unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
  });
  fc.assert(
    fc.property(subject, (name) => {
      const file = keyFileName(name);
      return /^[\w.%-]*\.pem$/.test(file) && subjectOfKeyFile(file) === name;
    }),
    { numRuns: 500, seed: 5 },
  );
  for (const other of ["oidc:mara.pem", "oidc%3amara.pem", "%6Dara.pem", "100%.pem", "%ff.pem"])
    expect(subjectOfKeyFile(other)).toBeNull();
});

it("V28: a judgement is of whom the key's file names, and a file that is no key stops nobody", async () => {
  const folder = await mkdtemp(join(tmpdir(), "asof-keys-"));
  const { publicKey, privateKey } = newKeyPair();
  await writeFile(join(folder, keyFileName("oidc:ada")), publicKey);
  await writeFile(join(folder, "broken.pem"), "no key");
  await writeFile(join(folder, "a b.pem"), publicKey);
  const faults: string[] = [];
  const checker = bundleChecker(folder, (path, reason) =>
    faults.push(`${path.slice(folder.length + 1)}: ${reason}`),
  );
  const approval = {
    format: 1,
    digest: "a".repeat(64),
    decision: "approve",
    reason: "",
    decidedAt: 1,
  } as const;
  const judged = await checker.checkApproval(signApproval(approval, readPrivateKey(privateKey)));
  expect(judged).toMatchObject({ ok: true, signedBy: "oidc:ada" });
  expect(await checker.trusted()).toEqual([
    { subject: "oidc:ada", fingerprint: keyIdOf(readPublicKey(publicKey)) },
  ]);
  expect(faults).toHaveLength(4);
  expect(faults).toContainEqual(expect.stringContaining("rename it to a%20b.pem"));
  await rm(folder, { recursive: true });
});
