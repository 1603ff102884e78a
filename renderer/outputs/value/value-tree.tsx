import { type JSX, useState } from "react";
import { Button, Tree, TreeItem, TreeItemContent } from "react-aria-components";
import type { InspectedPart, InspectedValue } from "../../../kernel/contract/inspected-value.ts";
import { copyText } from "../save-file.ts";
import { useText } from "../use-text.ts";
import { keysUnder, type OpenedPart, type OpenedParts, ROOT_KEY } from "./opened-parts.ts";
import { previewShown, typeShown } from "./shown-part.ts";
import { useOpenedParts } from "./use-opened-parts.ts";
import { jsonOf } from "./value-json.ts";

/** A value as a tree that the arrow keys open and close; what lies deeper is asked for when it is opened. */
export function ValueTree(props: {
  readonly value: InspectedValue;
  readonly keptAs: string | undefined;
}): JSX.Element {
  const { value, keptAs } = props;
  const { t } = useText();
  const { opened, expanded, setExpanded } = useOpenedParts(value, keptAs);
  const [news, setNews] = useState("");
  if (!value.children?.length)
    return (
      <p className="value-line">
        <PartText part={value} />
      </p>
    );
  const toggle = (key: string): void => {
    const next = new Set(expanded);
    if (!next.delete(key)) next.add(key);
    setExpanded(next);
  };
  return (
    <div className="value-output">
      <Tree
        className="value-tree"
        aria-label={`${t("value.label")}: ${value.preview}`}
        expandedKeys={expanded}
        onExpandedChange={(keys) => setExpanded(keys as Set<string>)}
      >
        <PartItem part={value} id={ROOT_KEY} parts={value.children} opened={opened} onToggle={toggle} />
      </Tree>
      <Button
        className="output-text-button value-copy"
        onPress={() => {
          copyText(jsonOf(value, { opened, expanded }));
          setNews(t("value.copied"));
        }}
      >
        {t("value.copy")}
      </Button>
      <span role="status" className="value-news">
        {news}
      </span>
    </div>
  );
}

/** No part's row has this key: a name in it would be written with %. */
const NOTE = "<note>";

function PartItem(props: {
  readonly part: InspectedPart;
  readonly id: string;
  readonly parts?: readonly InspectedPart[] | undefined;
  readonly opened: OpenedParts;
  readonly onToggle: (key: string) => void;
}): JSX.Element {
  const { part, id, opened, onToggle } = props;
  // A row counts as one that opens when there is a row in it: the note stands there before anything was asked.
  const known = part.node === undefined ? undefined : (opened.get(id) ?? { kind: "reading" as const });
  const parts = props.parts ?? (known?.kind === "read" ? known.parts : []);
  const keys = keysUnder(id, parts);
  const isOpenable = id === ROOT_KEY || part.node !== undefined;
  return (
    <TreeItem
      id={id}
      className="value-item"
      textValue={`${part.label} ${part.preview}`.trim()}
      {...(isOpenable && { onAction: () => onToggle(id) })}
    >
      <TreeItemContent>
        {({ level }) => (
          <div className="value-row" style={{ paddingInlineStart: (level - 1) * 14 }}>
            {isOpenable ? <Chevron /> : <span className="value-chevron" />}
            <PartText part={part} />
          </div>
        )}
      </TreeItemContent>
      {parts.map((child, index) => (
        <PartItem key={keys[index]!} id={keys[index]!} part={child} opened={opened} onToggle={onToggle} />
      ))}
      {known && known.kind !== "read" && <NoteItem id={`${id}/${NOTE}`} known={known} />}
    </TreeItem>
  );
}

const Chevron = (): JSX.Element => (
  <Button slot="chevron" className="value-chevron">
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="m4.5 3 3 3-3 3" strokeWidth="1.35" />
    </svg>
  </Button>
);

/** In place of parts: that they are being read, or why they are not there. */
function NoteItem({
  id,
  known,
}: {
  readonly id: string;
  readonly known: Exclude<OpenedPart, { kind: "read" }>;
}): JSX.Element {
  const { t } = useText();
  const text = t(`value.${known.kind === "reading" ? "reading" : known.fault}`);
  return (
    <TreeItem id={id} className="value-item" textValue={text}>
      <TreeItemContent>
        {({ level }) => (
          <div className="value-row" style={{ paddingInlineStart: (level - 1) * 14 }}>
            <span className="value-chevron" />
            <span className="value-note" role="status">
              {text}
            </span>
          </div>
        )}
      </TreeItemContent>
    </TreeItem>
  );
}

const styleOf = ({ type, kind }: InspectedPart): string =>
  /^(string|number|bigint|boolean|null|undefined)$/.test(type) && kind === undefined ? ` is-${type}` : "";

function PartText({ part }: { readonly part: InspectedPart }): JSX.Element {
  const { t } = useText();
  const { label, kind, preview } = part;
  const type = kind === "getter" || kind === "entry" ? t(`value.type.${kind}`) : typeShown(part);
  const shown = previewShown(part);
  if (kind === "range") return <span className="value-range">{label}</span>;
  return (
    <>
      {label !== "" && <span className="value-label">{label}</span>}
      <span
        className={`value-preview${styleOf(part)}`}
        title={kind === "getter" ? t("value.getter") : shown === preview ? undefined : preview}
      >
        {shown}
      </span>
      {type !== null && <span className="value-type">{type}</span>}
    </>
  );
}
