const colour = /^(#[0-9a-f]{3,8}|[a-z]{3,20}|(rgb|hsl|oklch|oklab)a?\([0-9.,%/ degturna-]{1,60}\))$/i;

/** The declarations of a style that only dress text: no position, no size, nothing that loads or reads. */
const allowed: Readonly<Record<string, RegExp>> = {
  color: colour,
  "background-color": colour,
  "text-align": /^(left|right|center|start|end|justify)$/i,
  "font-weight": /^(normal|bold|[1-9]00)$/i,
  "font-style": /^(normal|italic)$/i,
  "text-decoration": /^(none|underline|line-through)$/i,
  "white-space": /^(normal|nowrap|pre|pre-wrap)$/i,
  "vertical-align": /^(top|middle|bottom|baseline)$/i,
};

/** A style with its plain declarations only; escapes, comments, functions and whatever is not known are left out. */
export const keepPlainStyles = (style: string): string =>
  style
    .split(";")
    .flatMap((declaration) => {
      const [name = "", value = "", ...rest] = declaration.split(":").map((part) => part.trim());
      const isPlain = rest.length === 0 && Object.hasOwn(allowed, name.toLowerCase());
      return isPlain && allowed[name.toLowerCase()]!.test(value) ? [`${name.toLowerCase()}: ${value}`] : [];
    })
    .join("; ");
