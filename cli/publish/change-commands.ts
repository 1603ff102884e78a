import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { BUNDLE_FORMAT } from "../../bundle/contract/bundle.ts";
import { readPrivateKey } from "../../bundle/document/keys.ts";
import { signApproval } from "../../bundle/document/make-document.ts";
import type { Answered } from "../../serving/client/read-answer.ts";
import type { ServingClient } from "../../serving/client/serving-client.ts";
import {
  canaryShareSchema,
  type Strategy,
  type Version,
  type VersionState,
} from "../../serving/contract/lifecycle.ts";
import { complain, sayJson } from "../terminal.ts";
import { tellStrategy } from "./tell-strategy.ts";
import { CANNOT, type ServerOptions, tellFailure, withServer } from "./with-server.ts";

interface Seen {
  readonly client: ServingClient;
  readonly strategy: Strategy;
  readonly params: { readonly strategy: string };
  /** Of what was seen: nobody changes what he has not. */
  readonly ifMatch: string;
}

interface Wrong {
  readonly wrong: string;
}

/** What a command asks for, and how it tells that it was done; or what is wrong with it. */
type Change = (seen: Seen) => Wrong | { readonly asked: Promise<Answered<Strategy>>; readonly done: string };

/** Looks at a strategy, asks for one change of it as it was seen, and tells how it stands then. */
const change = (id: string, options: ServerOptions, make: Change): Promise<number> =>
  withServer(options, async (client) => {
    const params = { strategy: id };
    const seen = await client.ask("getStrategy", { params });
    if (!seen.ok) return tellFailure(seen.failure, options);
    const made = make({ client, strategy: seen.value, params, ifMatch: seen.etag ?? "*" });
    if ("wrong" in made) {
      if (options.json) sayJson({ ok: false, code: "bad-request", message: made.wrong });
      else complain(made.wrong);
      return CANNOT;
    }
    const changed = await made.asked;
    return changed.ok
      ? tellStrategy(changed.value, options, made.done)
      : tellFailure(changed.failure, options);
  });

/** The version that a command means: the one it names, or else the only one that is where it can be meant. */
const meant = (
  { id, versions }: Strategy,
  number: string | undefined,
  states: readonly VersionState[],
): Version | Wrong => {
  if (number !== undefined)
    return (
      versions.find(({ version }) => version === Number(number)) ?? {
        wrong: `${id} has no version ${number}.`,
      }
    );
  const found = versions.filter(({ state }) => states.includes(state));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) return { wrong: `${id} has no version that is ${states.join(" or ")}.` };
  return { wrong: `Say which with --version: ${found.map(({ version }) => version).join(", ")}.` };
};

export interface JudgeOptions extends ServerOptions {
  readonly digest: string;
  readonly reject?: string;
  /** The file of the approver's private key. */
  readonly key: string;
}

/** The private key of a file; what is wrong with it holds nothing of it. */
const readKey = async (path: string): Promise<KeyObject | Wrong> => {
  try {
    return readPrivateKey(await readFile(path, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : message;
    return { wrong: `--key ${path}: ${why}. asof bundle key makes a pair.` };
  }
};

const LEAST_DIGITS = 12;

/** `asof approve`: an approval names the digest that was looked at, binds to it, and is signed by the approver. */
export const approveCommand = async (id: string, options: JudgeOptions): Promise<number> => {
  const key = await readKey(options.key);
  return change(id, options, ({ client, strategy, params, ifMatch }) => {
    if ("wrong" in key) return key;
    if (!/^[0-9a-f]{12,64}$/.test(options.digest))
      return {
        wrong: `--digest is at least the first ${LEAST_DIGITS} digits of the digest that you looked at.`,
      };
    const version = strategy.versions.find(({ digest }) => digest.startsWith(options.digest));
    if (!version)
      return { wrong: `No version of ${id} is of digest ${options.digest}: asof strategies ${id}.` };
    const decision = options.reject === undefined ? "approve" : "reject";
    const { digest } = version;
    const reason = options.reject ?? "";
    const decidedAt = Date.now() * 1_000;
    const statement = signApproval({ format: BUNDLE_FORMAT, digest, decision, reason, decidedAt }, key);
    const body = { version: version.version, statement };
    const done =
      decision === "approve"
        ? `is approved. An operator brings it into shadow: asof deploy ${id}`
        : "is rejected: nobody can deploy it.";
    return {
      asked: client.ask("judgeVersion", { params, body, ifMatch }),
      done: `Version ${version.version} of ${id} ${done}`,
    };
  });
};

export interface DeployOptions extends ServerOptions {
  readonly version?: string;
  readonly share?: string;
}

/** `asof deploy`: into shadow, or with a share into a canary of that many per cent of the callers. */
export const deployCommand = (id: string, options: DeployOptions): Promise<number> =>
  change(id, options, ({ client, strategy, params, ifMatch }) => {
    const { share } = options;
    const version = meant(
      strategy,
      options.version,
      share === undefined ? ["approved"] : ["shadow", "canary"],
    );
    if ("wrong" in version) return version;
    if (share === undefined)
      return {
        asked: client.ask("deployVersion", { params, body: { version: version.version }, ifMatch }),
        done: `Version ${version.version} of ${id} is in shadow: it is computed, and nobody gets it. Next: asof deploy ${id} --share 1`,
      };
    const percent = canaryShareSchema.safeParse(Number(share));
    if (!percent.success) return { wrong: "--share is 1, 5, 25 or 50, one after the other." };
    return {
      asked: client.ask("shareTraffic", {
        params: { ...params, version: version.version },
        body: { share: percent.data },
        ifMatch,
      }),
      done: `Version ${version.version} of ${id} goes to ${percent.data} % of the callers.`,
    };
  });

/** `asof promote`: a canary becomes the version that everybody gets. */
export const promoteCommand = (id: string, options: Omit<DeployOptions, "share">): Promise<number> =>
  change(id, options, ({ client, strategy, params, ifMatch }) => {
    const version = meant(strategy, options.version, ["canary"]);
    if ("wrong" in version) return version;
    return {
      asked: client.ask("promoteVersion", { params, body: { version: version.version }, ifMatch }),
      done: `Version ${version.version} of ${id} is live. asof rollback ${id} takes it back.`,
    };
  });

export interface ReasonOptions extends ServerOptions {
  readonly reason: string;
}

/** `asof rollback`: takes back the last step towards traffic, as it was seen. */
export const rollbackCommand = (id: string, options: ReasonOptions): Promise<number> =>
  change(id, options, ({ client, params, ifMatch }) => ({
    asked: client.ask("rollBack", { params, body: { reason: options.reason }, ifMatch }),
    done: `The last step of ${id} is taken back.`,
  }));

/** `asof halt`: at once and whatever has changed meanwhile, for it is an emergency. */
export const haltCommand = (id: string, options: ReasonOptions): Promise<number> =>
  withServer(options, async (client) => {
    const body = { reason: options.reason };
    const halted = await client.ask("halt", { params: { strategy: id }, body, ifMatch: "*" });
    return halted.ok
      ? tellStrategy(halted.value, options, `${id} gives no signals until asof resume ${id}.`)
      : tellFailure(halted.failure, options);
  });

/** `asof resume`: ends a halt. */
export const resumeCommand = (id: string, options: ServerOptions): Promise<number> =>
  change(id, options, ({ client, params, ifMatch }) => ({
    asked: client.ask("resume", { params, body: {}, ifMatch }),
    done: `${id} gives signals again.`,
  }));
