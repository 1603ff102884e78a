import { type JSX, useMemo } from "react";
import { renderSafeMarkdown } from "./safe-markdown.ts";
import "temml/dist/Temml-Local.css";

/** Markdown as safe HTML. */
export function MarkdownOutput(props: { readonly text: string }): JSX.Element {
  const html = useMemo(() => ({ __html: renderSafeMarkdown(props.text) }), [props.text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered without raw HTML and sanitised.
  return <div className="markdown" dangerouslySetInnerHTML={html} />;
}
