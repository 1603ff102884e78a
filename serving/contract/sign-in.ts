import { z } from "zod";

/**
 * How people get a token of the issuer that a server accepts: by the device flow (RFC 8628) of this issuer, as this
 * client. Nothing in it is secret.
 */
export const signInSchema = z.object({
  issuer: z.url().max(500),
  clientId: z.string().min(1).max(200),
  /** For whom the token must be made. */
  audience: z.string().min(1).max(500),
  scopes: z.array(z.string().regex(/^[!#-[\]-~]{1,100}$/)).max(20),
});

export type SignIn = z.infer<typeof signInSchema>;
