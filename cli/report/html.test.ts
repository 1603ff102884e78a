import { expect, test } from "vitest";
import { Html, html } from "./html.ts";

test("every value is escaped, in text and in attributes", () => {
  const hostile = `<img src=x onerror="alert(1)">'&`;
  expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;">&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;</p>',
  );
});

test("HTML inside HTML stays, lists are joined", () => {
  expect(html`<ul>${[html`<li>${1}</li>`, html`<li>${2}</li>`]}</ul>${new Html("<hr>")}`.text).toBe(
    "<ul><li>1</li><li>2</li></ul><hr>",
  );
});
