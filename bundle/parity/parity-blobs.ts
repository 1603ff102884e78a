import type { z } from "zod";
import { checkPanel } from "../../engine/expression/panel-checks.ts";
import type { Panel } from "../../engine/index.ts";
import { packed, unpacker } from "../../wire/packed.ts";
import type { BundleManifest } from "../contract/bundle.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import {
  type ParityInputs,
  type ParityVectors,
  parityInputsSchema,
  parityVectorsSchema,
} from "../contract/parity.ts";
import { accept, refuse } from "../document/fault.ts";

/** What is replayed: panels, and what must come out of them. */
export interface Parity {
  readonly inputs: ParityInputs;
  readonly vectors: ParityVectors;
}

/** Both blobs as bytes, the same for the same numbers. */
export const packParity = ({ inputs, vectors }: Parity) => ({
  inputs: packed(inputs),
  vectors: packed(vectors),
});

const read = <T>(schema: z.ZodType<T>, bytes: Uint8Array): T | null => {
  try {
    return schema.safeParse(unpacker()(bytes)).data ?? null;
  } catch {
    return null;
  }
};

/** Whether every vector points to an instrument of a panel, and every list has as many entries. */
const isSound = ({ inputs: { panels }, vectors }: Parity, count: number): boolean => {
  const { panel, instant, instrument, signal, weight } = vectors;
  if ([panel, instant, instrument, signal, weight].some((list) => list.length !== count)) return false;
  for (const each of panels) checkPanel(each as Panel);
  return panel.every((p, k) => {
    const size = panels[p]?.instruments.length ?? 0;
    return instrument[k]! >= 0 && instrument[k]! < size && Number.isFinite(instant[k]);
  });
};

/** Reads the blobs of a bundle. They are anybody's bytes: what does not fit together is refused. */
export const readParity = (
  manifest: Pick<BundleManifest, "parity">,
  blobs: ReadonlyMap<string, Uint8Array>,
): BundleResult<Parity> => {
  const { inputs: inputsHash, vectors: vectorsHash, count } = manifest.parity;
  const inputs = read(parityInputsSchema, blobs.get(inputsHash) ?? new Uint8Array());
  const vectors = read(parityVectorsSchema, blobs.get(vectorsHash) ?? new Uint8Array());
  const unreadable = refuse("bad-blob", "The parity vectors cannot be read: build the bundle anew.");
  if (!inputs || !vectors) return unreadable;
  try {
    return isSound({ inputs, vectors }, count) ? accept({ inputs, vectors }) : unreadable;
  } catch {
    return unreadable;
  }
};
