/** What the outputs of one run may weigh together on their way to the window. */
export const MAX_OUTPUT_BYTES = 256 * 1_048_576;

/** About how many bytes a value takes on its way, counted only as far as `enough`. */
export const sizeOf = (value: unknown, enough: number): number => {
  let size = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && size <= enough) {
    const at = open.pop();
    if (typeof at === "string") size += 2 * at.length;
    else if (ArrayBuffer.isView(at)) size += at.byteLength;
    else if (Array.isArray(at)) {
      size += 8 * at.length;
      if (size <= enough) for (const each of at) if (typeof each !== "number") open.push(each);
    } else if (typeof at === "object" && at !== null) open.push(...Object.values(at));
    else size += 8;
  }
  return size;
};
