/** The bits of a double as they are written. */
export const BITS = /^[0-9a-f]{16}$/;

const view = new DataView(new ArrayBuffer(8));

/** The bits of a double, hex, sign first. A missing number has one pattern, whatever its own. */
export const bitsOf = (value: number): string => {
  if (Number.isNaN(value)) return "7ff8000000000000";
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
};

/** The double that has these bits. */
export const numberOf = (bits: string): number => {
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
};
