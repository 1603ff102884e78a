import { z } from "zod";

/**
 * What a caller may do. An author uploads, an approver approves what others uploaded, an operator deploys, rolls back
 * and halts, an auditor reads the audit log, an administrator issues tokens and sets the policy of desks.
 */
export const roles = ["author", "approver", "operator", "auditor", "admin"] as const;

export const roleSchema = z.enum(roles);

export type Role = z.infer<typeof roleSchema>;
