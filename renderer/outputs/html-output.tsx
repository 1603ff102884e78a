import { type JSX, useMemo } from "react";
import { sanitiseCellHtml } from "./safe-html.ts";

/** HTML of a cell, cleaned, in a box that it cannot leave. */
export function HtmlOutput(props: { readonly html: string }): JSX.Element {
  const html = useMemo(() => ({ __html: sanitiseCellHtml(props.html) }), [props.html]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by a strict list.
  return <div className="html-output" dangerouslySetInnerHTML={html} />;
}
