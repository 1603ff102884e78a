import type { BundleFault, BundleFaultCode, BundleResult } from "../contract/bundle-fault.ts";

export const refuse = (
  code: BundleFaultCode,
  message: string,
  details?: BundleFault["details"],
): BundleResult<never> => ({ ok: false, fault: details ? { code, message, details } : { code, message } });

export const accept = <T>(value: T): BundleResult<T> => ({ ok: true, value });
