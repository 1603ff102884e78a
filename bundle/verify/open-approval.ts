import type { KeyObject } from "node:crypto";
import { APPROVAL_PAYLOAD_TYPE, type Approval, approvalSchema, type Envelope } from "../contract/bundle.ts";
import { openEnvelope } from "../document/envelope.ts";

const readApproval = (payload: string): Approval | null => {
  try {
    return approvalSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
};

/** What an approver says, and by which trusted key; nothing of it is read before its signature has been checked. */
export const openApproval = (
  envelope: Envelope,
  trusted: ReadonlyMap<string, KeyObject>,
):
  | { readonly keyid: string; readonly approval: Approval }
  | "unknown-key"
  | "bad-signature"
  | "wrong-payload" => {
  const opened = openEnvelope(envelope, trusted);
  if (typeof opened === "string") return opened;
  const approval = envelope.payloadType === APPROVAL_PAYLOAD_TYPE ? readApproval(opened.payload) : null;
  return approval ? { keyid: opened.keyid, approval } : "wrong-payload";
};
