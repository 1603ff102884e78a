import createDOMPurify, { type DOMPurify } from "dompurify";
import { keepPlainStyles } from "./plain-styles.ts";

const WEB_LINK = /^(https?:\/\/|mailto:)[^\s<>"']+$/i;
const INLINE_IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/=]+$/i;

const ALLOWED_TAGS = [
  ..."h1 h2 h3 h4 h5 h6 p div span br hr wbr strong b em i u s del ins mark small sub sup abbr cite q kbd samp var".split(
    " ",
  ),
  ..."blockquote pre code ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td".split(" "),
  ..."a img figure figcaption section article header footer details summary".split(" "),
];
// No id and no name, which would stand in for properties of the document; no class, which would borrow the app's looks.
const ALLOWED_ATTRIBUTES = "href title alt src width height start colspan rowspan scope open style".split(
  " ",
);

const makePurifier = (): DOMPurify => {
  const purifier = createDOMPurify(window);
  purifier.addHook("uponSanitizeAttribute", (_node, data) => {
    if (data.attrName === "style") {
      data.attrValue = keepPlainStyles(data.attrValue);
      if (data.attrValue === "") data.keepAttr = false;
    }
    if (data.attrName === "width" || data.attrName === "height")
      data.keepAttr = /^\d{1,4}%?$/.test(data.attrValue);
  });
  purifier.addHook("afterSanitizeAttributes", (node) => {
    const href = node.getAttribute("href");
    if (href !== null && (node.tagName !== "A" || !WEB_LINK.test(href))) node.removeAttribute("href");
    else if (href !== null) {
      node.setAttribute("target", "_blank");
      node.setAttribute("rel", "noopener noreferrer");
    }
    const source = node.getAttribute("src");
    if (node.tagName === "IMG" ? !INLINE_IMAGE.test(source ?? "") : source !== null) node.remove();
  });
  return purifier;
};

let purifier: DOMPurify | null = null;

/** These two act while they are parsed, in a document that nobody sees: as elements unknown to all they do not. */
const withoutEager = (html: string): string => html.replace(/<(\/?)(base|track)(?![\w-])/gi, "<$1x-$2");

/**
 * HTML of a cell as HTML that is safe to insert: words, tables and lists with plain colours, links to the web that the
 * app shows before anything else happens, and pictures only from inside the text. Everything else is left out.
 */
export const sanitiseCellHtml = (html: string): string => {
  purifier ??= makePurifier();
  return purifier.sanitize(withoutEager(html), {
    ALLOWED_TAGS,
    ALLOWED_ATTR: ALLOWED_ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_NAMESPACES: ["http://www.w3.org/1999/xhtml"],
    RETURN_TRUSTED_TYPE: false,
  });
};
