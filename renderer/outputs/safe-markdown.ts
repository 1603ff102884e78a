import { tex } from "@mdit/plugin-tex";
import createDOMPurify, { type DOMPurify } from "dompurify";
import MarkdownIt from "markdown-it";
import { renderFormula } from "./render-formula.ts";

const WEB_LINK = /^(https?:|mailto:)/i;
const INLINE_IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/=]+$/i;

const ALLOWED_TAGS = [
  ..."h1 h2 h3 h4 h5 h6 p br hr strong em s del sup sub blockquote pre code".split(" "),
  ..."ul ol li table thead tbody tr th td a img span".split(" "),
];
const ALLOWED_ATTRIBUTES = ["href", "title", "alt", "src", "start", "target", "rel", "class", "data-align"];
/** What formulas are made of. Nothing of it holds HTML, a link, or text in another language of marks. */
const FORMULA_TAGS =
  "math mrow mi mn mo mtext mspace mfrac msqrt mroot mstyle msub msup msubsup munder mover munderover mtable mtr mtd mpadded mphantom mprescripts mmultiscripts".split(
    " ",
  );
const FORMULA_ATTRIBUTES =
  "display displaystyle scriptlevel mathvariant stretchy symmetric fence separator form lspace rspace minsize maxsize movablelimits accent accentunder linethickness width height depth voffset columnalign rowspacing columnspacing".split(
    " ",
  );

const makeParser = (): MarkdownIt => {
  const parser = new MarkdownIt({ html: false, linkify: false, typographer: false, breaks: false });
  parser.use(tex, { delimiters: "dollars", render: (text, isBlock) => renderFormula(text.trim(), isBlock) });
  // A picture comes from the notebook itself or not at all: a remote one would tell its server who reads.
  parser.validateLink = (url) => WEB_LINK.test(url.trim()) || url.startsWith("#") || INLINE_IMAGE.test(url);
  const renderImage = parser.renderer.rules.image;
  parser.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index]!;
    const source = token.attrGet("src") ?? "";
    if (INLINE_IMAGE.test(source)) return renderImage!(tokens, index, options, env, self);
    return `<span class="markdown-missing-image">${parser.utils.escapeHtml(token.content)}</span>`;
  };
  parser.renderer.rules.link_open = (tokens, index, options, _env, self) => {
    const token = tokens[index]!;
    if (WEB_LINK.test(token.attrGet("href") ?? "")) {
      token.attrSet("target", "_blank");
      token.attrSet("rel", "noopener noreferrer");
    }
    return self.renderToken(tokens, index, options);
  };
  // Alignment as an attribute, since inline styles are refused.
  for (const rule of ["th_open", "td_open"] as const)
    parser.renderer.rules[rule] = (tokens, index, options, _env, self) => {
      const token = tokens[index]!;
      const align = /text-align:(left|right|center)/.exec(token.attrGet("style") ?? "")?.[1];
      token.attrs = align ? [["data-align", align]] : [];
      return self.renderToken(tokens, index, options);
    };
  return parser;
};

const makePurifier = (): DOMPurify => {
  const purifier = createDOMPurify(window);
  purifier.addHook("afterSanitizeAttributes", (node) => {
    const href = node.getAttribute("href");
    if (href !== null && !WEB_LINK.test(href) && !href.startsWith("#")) node.removeAttribute("href");
    const source = node.getAttribute("src");
    if (source !== null && !INLINE_IMAGE.test(source)) node.remove();
  });
  return purifier;
};

let parser: MarkdownIt | null = null;
let purifier: DOMPurify | null = null;

/**
 * Markdown as HTML that is safe to insert: raw HTML shows as text, links go to the web only, pictures are only
 * those inside the notebook. Two walls: the parser never writes anything else, and DOMPurify removes it if it did.
 */
export const renderSafeMarkdown = (source: string): string => {
  parser ??= makeParser();
  return sanitiseHtml(parser.render(source));
};

/** The second wall alone. */
export const sanitiseHtml = (html: string): string => {
  purifier ??= makePurifier();
  return purifier.sanitize(html, {
    ALLOWED_TAGS: [...ALLOWED_TAGS, ...FORMULA_TAGS],
    ALLOWED_ATTR: [...ALLOWED_ATTRIBUTES, ...FORMULA_ATTRIBUTES],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_TRUSTED_TYPE: false,
  });
};
