import type { JSX } from "react";
import { Button, Tree, TreeItem, TreeItemContent } from "react-aria-components";
import type { InspectedValue } from "../../kernel/contract/display.ts";
import { useText } from "./use-text.ts";

/** A value as a tree that the arrow keys open and close; one without parts is a line. */
export function ValueTree(props: { readonly value: InspectedValue }): JSX.Element {
  const { value } = props;
  const { t } = useText();
  if (!value.children?.length)
    return (
      <p className="value-line">
        <ValueText value={value} />
      </p>
    );
  return (
    <Tree className="value-tree" aria-label={value.label || t("value.label")} defaultExpandedKeys={["0"]}>
      <ValueItem value={value} path="0" />
    </Tree>
  );
}

function ValueItem(props: { readonly value: InspectedValue; readonly path: string }): JSX.Element {
  const { value, path } = props;
  return (
    <TreeItem id={path} className="value-item" textValue={`${value.label} ${value.preview}`}>
      <TreeItemContent>
        {({ hasChildItems, level }) => (
          <div className="value-row" style={{ paddingInlineStart: (level - 1) * 14 }}>
            {hasChildItems ? (
              <Button slot="chevron" className="value-chevron">
                <svg
                  width="12"
                  height="12"
                  viewBox="0 0 12 12"
                  aria-hidden="true"
                  fill="none"
                  stroke="currentColor"
                >
                  <path d="m4.5 3 3 3-3 3" strokeWidth="1.35" />
                </svg>
              </Button>
            ) : (
              <span className="value-chevron" />
            )}
            <ValueText value={value} />
          </div>
        )}
      </TreeItemContent>
      {value.children?.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a value have one order and may share a label.
        <ValueItem key={index} value={child} path={`${path}.${index}`} />
      ))}
    </TreeItem>
  );
}

function ValueText({ value }: { readonly value: InspectedValue }): JSX.Element {
  return (
    <>
      {value.label !== "" && <span className="value-label">{value.label}</span>}
      <span className={`value-preview is-${value.type.toLowerCase().replace(/[^a-z]/g, "")}`}>
        {value.preview}
      </span>
      <span className="value-type">{value.type}</span>
    </>
  );
}
