import { ArgumentError } from "../argument-error.ts";
import type { Panel } from "../contract/panel.ts";

// Taken while it is there: a sandbox removes the name, but not what was made with it.
const SharedBuffer = globalThis.SharedArrayBuffer as SharedArrayBufferConstructor | undefined;

/** A buffer that workers share. Throws an ArgumentError "no-shared-memory" where there are none. */
export function createSharedBuffer(byteLength: number): SharedArrayBuffer {
  if (SharedBuffer === undefined)
    throw new ArgumentError(
      "there is no memory that workers can share here: the page must be isolated across origins",
      "no-shared-memory",
    );
  return new SharedBuffer(byteLength);
}

/**
 * The panel with every array in shared memory, so that posting it to any number of workers copies no column. Arrays
 * that are shared already stay as they are; the rest are copied once. Values, bits and shapes do not change, NaN
 * stays NaN. Throws an ArgumentError "no-shared-memory" where workers cannot share memory.
 *
 * @example worker.postMessage(sharePanel(panel))
 */
export function sharePanel(panel: Panel): Panel {
  return shareWithin(panel) as Panel;
}

/** The same plain data, with shared arrays; whatever a panel will hold besides is taken along. */
function shareWithin(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return shareArray(value as Float64Array);
  if (Array.isArray(value)) return value.map(shareWithin);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shareWithin(part)]));
}

function shareArray(array: Float64Array): Float64Array {
  if (SharedBuffer !== undefined && array.buffer instanceof SharedBuffer) return array;
  const Typed = array.constructor as Float64ArrayConstructor;
  const shared = new Typed(createSharedBuffer(array.byteLength));
  shared.set(array);
  return shared;
}
