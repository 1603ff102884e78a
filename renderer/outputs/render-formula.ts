import temml from "temml";

/** Characters of a formula; a longer one shows as it was written. */
const MAX_FORMULA = 5_000;

/** A formula in TeX as MathML. Nothing in it is trusted, so there are no links, classes, ids, styles or pictures. */
export const renderFormula = (tex: string, isBlock: boolean): string => {
  const escaped = (text: string): string =>
    text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  if (tex.length > MAX_FORMULA) return `<code>${escaped(tex)}</code>`;
  try {
    return temml.renderToString(tex, {
      displayMode: isBlock,
      trust: false,
      strict: false,
      throwOnError: true,
      maxExpand: 500,
      maxSize: [20, 20],
      annotate: false,
      wrap: "none",
    });
  } catch {
    return `<code>${escaped(tex)}</code>`;
  }
};
