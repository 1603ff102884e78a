/**
 * Why there is no sign-in: "denied" and "expired" as the issuer says, "cancelled" here, "unreachable" when the issuer
 * does not answer, "ended" when it gives no more tokens for a sign-in, and "refused" for anything else that it says or
 * that its answers do not hold.
 */
export type SignInCode = "denied" | "expired" | "cancelled" | "unreachable" | "ended" | "refused";

export interface SignInFailure {
  readonly code: SignInCode;
  /** What went wrong, and what to do next. Never holds a token or a code. */
  readonly message: string;
}

export type SignInResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: SignInFailure };

export const signInFailed = (code: SignInCode, message: string): SignInResult<never> => ({
  ok: false,
  failure: { code, message },
});
