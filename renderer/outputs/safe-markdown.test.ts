// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { sanitiseCellHtml } from "./safe-html.ts";
import { renderSafeMarkdown, sanitiseHtml } from "./safe-markdown.ts";

/** Everything that could run or load, found in the parsed tree and not by searching the text. */
const dangersIn = (html: string): string[] => {
  const root = document.createElement("div");
  root.innerHTML = html;
  const found: string[] = [];
  for (const element of root.querySelectorAll("*")) {
    const tag = element.tagName.toLowerCase();
    if (
      !/^(h[1-6]|p|br|hr|strong|em|s|del|su[pb]|blockquote|pre|code|ul|ol|li|table|thead|tbody|tr|t[hd]|a|img|span|math|mtext)$/.test(
        tag,
      )
    )
      found.push(tag);
    for (const { name, value } of element.attributes) {
      if (/^on|^style$|^srcset$|^formaction$|^id$|^name$/.test(name)) found.push(`${tag}[${name}]`);
      if (name === "href" && !/^(https?:|mailto:|#)/.test(value)) found.push(`${tag}[href=${value}]`);
      if (name === "src" && !/^data:image\/(png|jpeg|gif|webp);base64,/.test(value))
        found.push(`${tag}[src=${value}]`);
    }
  }
  return found;
};

const HOSTILE_HTML = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<img src=x onerror=alert(1)>",
  "<img src='x' onerror='alert(1)' />",
  "<img/src=x/onerror=alert(1)>",
  "<img src=x onerror\n=\nalert(1)>",
  "<img src=https://x.example/pixel.png>",
  "<img srcset='https://x.example/a.png 1x'>",
  "<img src=javascript:alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
  "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
  "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>alert(1)</script></svg>#x'/></svg>",
  "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  "<math href='javascript:alert(1)'>x</math>",
  "<iframe src='javascript:alert(1)'></iframe>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<object data='javascript:alert(1)'></object>",
  "<embed src='javascript:alert(1)'>",
  "<applet code=x></applet>",
  "<base href='https://x.example/'>",
  "<link rel=stylesheet href='https://x.example/a.css'>",
  "<meta http-equiv=refresh content='0;url=https://x.example'>",
  "<style>@import 'https://x.example/a.css'</style>",
  "<p style='background:url(https://x.example/a.png)'>x</p>",
  "<div style='position:fixed;inset:0'>cover</div>",
  "<form action='https://x.example'><input name=a><button>go</button></form>",
  "<button formaction=javascript:alert(1)>x</button>",
  "<input autofocus onfocus=alert(1)>",
  "<select autofocus onfocus=alert(1)></select>",
  "<textarea autofocus onfocus=alert(1)></textarea>",
  "<details open ontoggle=alert(1)>x</details>",
  "<video src=x onerror=alert(1)></video>",
  "<video><source onerror=alert(1)></video>",
  "<audio src=https://x.example/a.mp3 autoplay></audio>",
  "<body onload=alert(1)>",
  "<marquee onstart=alert(1)>x</marquee>",
  "<a href='javascript:alert(1)'>x</a>",
  "<a href='JaVaScRiPt:alert(1)'>x</a>",
  "<a href='java\tscript:alert(1)'>x</a>",
  "<a href='&#106;avascript:alert(1)'>x</a>",
  "<a href=' javascript:alert(1)'>x</a>",
  "<a href='vbscript:msgbox(1)'>x</a>",
  "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
  "<a href='file:///etc/hosts'>x</a>",
  "<a href='https://x.example' onclick=alert(1)>x</a>",
  "<a href='#x' onmouseover=alert(1)>x</a>",
  "<p id=cells>clobber</p>",
  "<img name=body>",
  "<form id=document><input id=cookie></form>",
  "<template><script>alert(1)</script></template>",
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  "<plaintext><img src=x onerror=alert(1)>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<![CDATA[><img src=x onerror=alert(1)>]]>",
  "<custom-element onclick=alert(1)>x</custom-element>",
  "<td background='https://x.example/a.png'>x</td>",
  "<isindex action=javascript:alert(1) type=image>",
  "<portal src=https://x.example></portal>",
];

const HOSTILE_MARKDOWN = [
  "[x](javascript:alert(1))",
  "[x](JAVASCRIPT:alert(1))",
  "[x](  javascript:alert(1))",
  "[x](<javascript:alert(1)>)",
  "[x](java&#x09;script:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](file:///etc/hosts)",
  "[x](kernel://other/)",
  "[x](app://asof/main.js)",
  "[x](//x.example)",
  "[x][1]\n\n[1]: javascript:alert(1)",
  "<javascript:alert(1)>",
  "![x](https://x.example/pixel.png)",
  "![x](javascript:alert(1))",
  "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
  "![x](data:text/html;base64,AAAA)",
  '![x"onerror="alert(1)](data:image/png;base64,AAAA)',
  '![x](data:image/png;base64,AAAA "t\\" onerror=\\"alert(1)")',
  '[x](https://x.example "t\\" onclick=\\"alert(1)")',
  '[x](https://x.example/"onclick="alert(1))',
  "```html\n<script>alert(1)</script>\n```",
  '```"onload=alert(1) x\ncode\n```',
  "`<img src=x onerror=alert(1)>`",
  "| a |\n|:-:|\n| <img src=x onerror=alert(1)> |",
  "# <svg onload=alert(1)>",
  "> <iframe src=javascript:alert(1)>",
  "1. <a href=javascript:alert(1)>x</a>",
];

describe("[promise 3] a notebook's text cannot act", () => {
  it.each(HOSTILE_HTML)("raw HTML shows as text: %s", (payload) => {
    expect(dangersIn(renderSafeMarkdown(payload))).toEqual([]);
    expect(dangersIn(renderSafeMarkdown(`text ${payload} text`))).toEqual([]);
  });
  it.each(HOSTILE_HTML)("the second wall alone holds: %s", (payload) => {
    expect(dangersIn(sanitiseHtml(payload))).toEqual([]);
  });
  it.each(HOSTILE_HTML)("O4: HTML of a cell keeps nothing that acts or loads: %s", (payload) => {
    const html = sanitiseCellHtml(payload);
    // Words of its own are wider than Markdown's; what acts or loads is the same.
    expect(
      dangersIn(html).filter((found) => !/^(div|i|b|section|summary|details|col|small)$/.test(found)),
    ).toEqual([]);
    expect(sanitiseCellHtml(html)).toBe(html);
  });
  it.each(HOSTILE_MARKDOWN)("markdown makes nothing that acts or loads: %s", (payload) => {
    expect(dangersIn(renderSafeMarkdown(payload))).toEqual([]);
  });
  it("the search for dangers finds what it is for", () => {
    expect(
      dangersIn('<img src="x" onerror="alert(1)"><a href="javascript:alert(1)">x</a><script></script>'),
    ).toEqual(["img[src=x]", "img[onerror]", "a[href=javascript:alert(1)]", "script"]);
  });
});

describe("HTML of a cell", () => {
  it.each([
    ["<p style='color:red;position:fixed'>a</p>", '<p style="color: red">a</p>'],
    ["<p style='color:red/**/;color:\\72 ed;background-color:url(x)'>a</p>", "<p>a</p>"],
    ["<td class='cell' id=x name=y data-a=b aria-label=c>a</td>", "a"],
    [
      "<table><tr><td colspan=2 style='text-align:right'>1</td></tr></table>",
      '<table><tbody><tr><td colspan="2" style="text-align: right">1</td></tr></tbody></table>',
    ],
    [
      "<a href=https://x.example/a>a</a>",
      '<a href="https://x.example/a" target="_blank" rel="noopener noreferrer">a</a>',
    ],
    [
      "<a href=mailto:a@x.example>a</a>",
      '<a href="mailto:a@x.example" target="_blank" rel="noopener noreferrer">a</a>',
    ],
    ["<a href=//x.example>a</a><a href=#top>b</a>", "<a>a</a><a>b</a>"],
    [
      "<img src=data:image/png;base64,iVBORw0KGgo= width=10>",
      '<img src="data:image/png;base64,iVBORw0KGgo=" width="10">',
    ],
    ["<img alt=x>", ""],
    ["<svg><text>a</text></svg><math><mi>b</mi></math>", ""],
  ])("O4: %s", (html, safe) => expect(sanitiseCellHtml(html)).toBe(safe));
});

describe("formulas", () => {
  it("O3: become MathML, and prices stay words", () => {
    const html = renderSafeMarkdown("Sharpe is $S=\\frac{\\mu}{\\sigma}$ and it costs $100 to $200.");
    expect(html).toContain("<mfrac><mi>μ</mi><mi>σ</mi></mfrac>");
    expect(html).toContain("costs $100 to $200");
    expect(renderSafeMarkdown("$$\nx^2\n$$")).toContain('display="block"');
  });
  it.each([
    "$\\href{javascript:alert(1)}{x}$",
    "$\\class{a}{x}$",
    "$\\bad{$",
    `$${"x".repeat(6000)}$`,
    "$\\def\\x{\\x\\x}\\x$",
  ])("O3: what is not trusted, not TeX or too much shows as it was written: %s", (text) =>
    expect(renderSafeMarkdown(text)).toContain("<code>"),
  );
});

describe("what markdown is for still works", () => {
  it.each([
    ["# Title", "<h1>Title</h1>"],
    ["**bold** and *em*", "<p><strong>bold</strong> and <em>em</em></p>"],
    ["`a < b`", "<p><code>a &lt; b</code></p>"],
    ["12개월 **승자**를 삽니다.", "<p>12개월 <strong>승자</strong>를 삽니다.</p>"],
    ["3. c", '<ol start="3">\n<li>c</li>\n</ol>'],
  ])("%s", (markdown, html) => expect(renderSafeMarkdown(markdown).trim()).toBe(html));

  it("a web link opens apart from the app", () => {
    const html = renderSafeMarkdown("[paper](https://example.org/a?b=1&c=2)");
    expect(html).toContain('href="https://example.org/a?b=1&amp;c=2"');
    expect(html).toContain('rel="noopener noreferrer"');
    expect(html).toContain('target="_blank"');
  });

  it("a column keeps its alignment without a style", () => {
    expect(renderSafeMarkdown("| a | b |\n|---|--:|\n| 1 | 2 |")).toContain('<td data-align="right">2</td>');
  });

  it("a picture inside the notebook shows, one from the network leaves its words", () => {
    expect(renderSafeMarkdown("![dot](data:image/png;base64,iVBORw0KGgo=)")).toContain("<img");
    expect(renderSafeMarkdown("![a chart](https://x.example/a.png)")).toContain("a chart");
  });
});
