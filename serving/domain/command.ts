import type { Envelope } from "../../bundle/contract/bundle.ts";
import type { canaryShares } from "../contract/lifecycle.ts";
import type { Recomputation } from "../contract/recomputation.ts";
import type { Role } from "../contract/roles.ts";
import type { Skew } from "../contract/skew.ts";

/** Its statement has been checked: the key is the actor's, and it speaks of this digest. */
interface Judgement<Kind> {
  readonly kind: Kind;
  readonly version: number;
  readonly digest: string;
  readonly statement: Envelope;
}

/** Everything that may be asked of a strategy. */
export type Command =
  | {
      readonly kind: "upload";
      readonly digest: string;
      readonly desk: string;
      readonly signedBy: string | null;
    }
  | { readonly kind: "check"; readonly version: number }
  | Judgement<"approve">
  | (Judgement<"reject"> & { readonly reason: string })
  | { readonly kind: "deploy"; readonly version: number }
  | { readonly kind: "share"; readonly version: number; readonly share: (typeof canaryShares)[number] }
  | { readonly kind: "promote"; readonly version: number }
  | { readonly kind: "rollback"; readonly reason: string }
  | { readonly kind: "halt"; readonly reason: string }
  | { readonly kind: "resume" }
  | { readonly kind: "retire"; readonly version: number; readonly reason: string }
  | {
      readonly kind: "report-recomputed";
      readonly version: number;
      readonly recomputed: Recomputation;
    }
  | { readonly kind: "report-skew"; readonly version: number; readonly skew: Skew }
  | {
      readonly kind: "breach";
      readonly version: number;
      readonly guardrail: string;
      readonly observed: number;
      readonly limit: number;
    };

/** Who asks. The server itself checks bundles and watches guardrails. */
export interface Actor {
  readonly subject: string;
  readonly roles: readonly (Role | "server")[];
}

/** What the server does of itself stands under this name in the audit log. */
export const SERVER = { subject: "server", roles: ["server"] } as const;

/** Whose task a command is. */
export const commandRoles: Readonly<Record<Command["kind"], Role | "server">> = {
  upload: "author",
  check: "server",
  approve: "approver",
  reject: "approver",
  deploy: "operator",
  share: "operator",
  promote: "operator",
  rollback: "operator",
  halt: "operator",
  resume: "operator",
  retire: "operator",
  breach: "server",
  "report-skew": "server",
  "report-recomputed": "server",
};
