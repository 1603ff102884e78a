import type { Version } from "../../../serving/contract/lifecycle.ts";
import type { Skew } from "../../../serving/contract/skew.ts";
import { numberOf } from "../../../wire/bits.ts";
import { Icon } from "../../components/icon.tsx";
import { useShellText } from "../../i18n/index.ts";
import { instantText } from "../use-words.ts";

/** Every digit: two values that differ in the last bit are two texts. */
const digits = (bits: string): string => String(numberOf(bits));

/** The first value of a version that was not what was tested, in a sentence. */
export const useSkewText = () => {
  const t = useShellText();
  return ({ found, instrument, asOf, expectedBits, bits }: Skew): string =>
    t(`publish:skew:${found}`, {
      instrument,
      instant: instantText(asOf),
      value: digits(bits),
      expected: digits(expectedBits),
    });
};

/** A mark on a version that gives other values than were tested, with the first of them; nothing on any other. */
export const SkewMark = ({ version: { version, skew } }: { version: Version }) => {
  const t = useShellText();
  const skewText = useSkewText();
  if (!skew) return null;
  const title = t("publish:skew:bits", { bits: skew.bits, expected: skew.expectedBits });
  return (
    <span className="skew-mark" data-skew={skew.found} title={title}>
      <Icon name="warning" /> {t("publish:skew:mark", { n: version })} {skewText(skew)}
    </span>
  );
};
