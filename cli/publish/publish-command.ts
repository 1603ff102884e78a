import { createHash } from "node:crypto";
import type { BuiltBundle } from "../../bundle/build/build-bundle.ts";
import type { BundleResult } from "../../bundle/contract/bundle-fault.ts";
import { slugSchema } from "../../serving/contract/names.ts";
import type { BuildOptions } from "../bundle/build-notebook.ts";
import { complain, say, sayJson } from "../terminal.ts";
import { tellStrategy } from "./tell-strategy.ts";
import { CANNOT, REFUSED, type ServerOptions, tellFailure, withServer } from "./with-server.ts";

export interface PublishOptions extends Omit<ServerOptions, "server">, BuildOptions {
  readonly to: string;
  readonly desk: string;
  readonly as?: string;
  readonly key: string;
}

type Build = (file: string, options: BuildOptions) => Promise<BundleResult<BuiltBundle>>;

/** `twelveOneMomentum` in a cell is `twelve-one-momentum` in addresses. */
const slugOf = (variable: string): string =>
  variable
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");

/** The same for the same bundle: whoever gives the command again after a lost answer uploads nothing twice. */
const uploadKey = (text: string): string => `bundle-${createHash("sha256").update(text).digest("hex")}`;

/** `asof publish`: 0 when the server has the version, 1 when it was refused here or there, 2 when nothing was sent. */
export const publishCommand = (file: string, options: PublishOptions, build: Build): Promise<number> => {
  const { to, desk, json } = options;
  const fail = (code: string, message: string, exit: number): number => {
    if (json) sayJson({ ok: false, code, message });
    else complain(message);
    return exit;
  };
  return withServer({ ...options, server: to }, async (client) => {
    const strategy = slugSchema.safeParse(options.as ?? slugOf(options.strategy ?? options.factor ?? ""));
    if (!strategy.success)
      return fail("bad-name", "Say with --as under which name: 1–64 of a–z, 0–9 and inner hyphens.", CANNOT);
    // Before minutes of work: whether the server is there and takes the token.
    const me = await client.ask("whoAmI", {});
    if (!me.ok) return tellFailure(me.failure, options);
    if (!me.value.roles.includes("author"))
      return fail(
        "wrong-role",
        `${me.value.subject} may not publish: the token has no role of an author.`,
        REFUSED,
      );
    const built = await build(file, options);
    if (!built.ok) return fail(built.fault.code, built.fault.message, REFUSED);
    const { text, digest, replay } = built.value;
    if (!json) say(`${digest}: ${replay.vectors} vectors, the same bits in ${replay.modes.join(", ")}.`);

    const uploaded = await client.ask("uploadBundle", { document: text, idempotencyKey: uploadKey(text) });
    if (!uploaded.ok) return tellFailure(uploaded.failure, options);
    const params = { strategy: strategy.data };
    const made = await client.ask("createVersion", { params, body: { digest, desk } });
    const isThere = !made.ok && made.failure.code === "digest-known";
    const found = isThere ? await client.ask("getStrategy", { params }) : made;
    if (!found.ok) return tellFailure(found.failure, options);
    const version = found.value.versions.find((known) => known.digest === digest);
    if (!version && !made.ok) return tellFailure(made.failure, options);
    if (!version) return fail("internal", `${to} took the bundle in and shows no version of it.`, REFUSED);
    const next = {
      checked: `Somebody else approves it: asof approve ${strategy.data} --digest ${digest.slice(0, 16)}`,
      rejected: "It does not go further: mend what the reason says, and publish again.",
    }[version.state as string];
    const what = isThere ? "was published before" : "is published";
    tellStrategy(
      found.value,
      options,
      `Version ${version.version} of ${strategy.data} ${what}. ${next ?? ""}`.trim(),
    );
    return version.state === "rejected" ? REFUSED : 0;
  });
};
