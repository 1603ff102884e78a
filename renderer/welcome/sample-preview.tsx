/**
 * A drawing of a sample's idea, not of a result: no number stands behind it. Momentum: a year of months, the last
 * one left out. Value: published book values as steps, one of them restated later.
 */
const Momentum = () => (
  <svg viewBox="0 0 320 150" aria-hidden="true">
    <path className="preview-axis" d="M24 112H296" />
    <path className="preview-axis preview-months" d="M24 112H296" />
    <path className="preview-band" d="M24 46h220v60H24z" />
    <path className="preview-skip" d="M244 46h20v60h-20z" />
    <path
      className="preview-line"
      d="M24 92 44 88 64 90 84 78 104 80 124 70 144 74 164 62 184 64 204 54 224 56 244 50"
    />
    <path className="preview-ghost" d="M244 50 264 60" />
    <path className="preview-now" d="M264 30v86" />
    <circle className="preview-dot" cx="24" cy="92" r="3.5" />
    <circle className="preview-dot" cx="244" cy="50" r="3.5" />
  </svg>
);

const Value = () => (
  <svg viewBox="0 0 320 150" aria-hidden="true">
    <path className="preview-axis" d="M24 122H296" />
    <path className="preview-line" d="M24 96h52V84h60V72h56v12h44V58h60" />
    <path className="preview-ghost" d="M136 72V60h56" />
    {[
      [76, 84],
      [136, 72],
      [192, 84],
      [236, 58],
    ].map(([x, y]) => (
      <g key={`p${x}`}>
        <path className="preview-known" d={`M${x} ${y}V122`} />
        <circle className="preview-dot" cx={x} cy={y} r="3.5" />
      </g>
    ))}
    <path className="preview-now" d="M214 30v92" />
  </svg>
);

const Plain = () => (
  <svg viewBox="0 0 320 150" aria-hidden="true">
    <path className="preview-axis" d="M24 122H296M24 92H296M24 62H296M24 32H296" />
  </svg>
);

/** A grid of variants; the outlined one is the best of the search. */
const Search = () => (
  <svg viewBox="0 0 320 150" aria-hidden="true">
    {Array.from({ length: 28 }, (_, k) => {
      const [x, y] = [40 + (k % 7) * 35, 24 + Math.floor(k / 7) * 26];
      return <path key={`${x}-${y}`} className="preview-band" d={`M${x} ${y}h32v23h-32z`} />;
    })}
    <path className="preview-now" d="M180 50h32v23h-32z" />
    <circle className="preview-dot" cx="196" cy="61.5" r="3.5" />
  </svg>
);

export const SamplePreview = ({ sampleId }: { sampleId: string }) => (
  <div className="sample-preview">
    {sampleId.includes("search") ? (
      <Search />
    ) : sampleId.includes("momentum") ? (
      <Momentum />
    ) : sampleId.includes("value") ? (
      <Value />
    ) : (
      <Plain />
    )}
  </div>
);
