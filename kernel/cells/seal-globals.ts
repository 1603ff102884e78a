import { disableEvaluation } from "./disable-evaluation.ts";
import { freezeIntrinsics } from "./freeze-intrinsics.ts";
import { removeGlobals, settleGlobals } from "./prelude.ts";

/** What a worker keeps when its doors are shut. */
interface Kept {
  /** The one port it speaks through. */
  readonly port: MessagePort;
  /** Told of a promise that fails while nobody waits for it. */
  readonly onRejection: (reason: unknown) => void;
  /** What untrusted code finds by name, beside the language itself. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/**
 * Shuts the doors of a worker before it runs any code that is not ours: nothing of the host is left by name, no text
 * becomes code, and nobody can change what a number or an array does. Whatever must come from the host, such as a clock
 * of its own or `eval`, is to be taken before.
 *
 * @returns the names that could not be removed; the caller must refuse to go on if there is one
 */
export const sealGlobals = (scope: typeof globalThis, { port, onRejection, globals }: Kept): string[] => {
  // Deno hands a message to a port through this method, which goes with the rest of EventTarget's.
  Object.defineProperty(port, "dispatchEvent", { value: port.dispatchEvent });
  const hearRejection = (event: PromiseRejectionEvent): boolean => {
    event.preventDefault();
    onRejection(event.reason);
    return false;
  };
  scope.addEventListener("unhandledrejection", hearRejection);
  const isDeno = "Deno" in scope;
  settleGlobals(scope);
  // Deno's ports need it, and look for it at the first use, when it will be gone.
  queueMicrotask(() => {});
  disableEvaluation(scope);
  const kept = removeGlobals(scope);
  // Deno looks for this name when a promise fails that nobody waits for, and ends the worker without it.
  if (isDeno) Object.defineProperty(scope, "dispatchEvent", { value: hearRejection });
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(scope, name, { value, writable: false, configurable: false, enumerable: true });
  freezeIntrinsics(scope, globals);
  return kept;
};
