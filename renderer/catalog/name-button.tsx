import { useState } from "react";
import { useActions } from "../actions/actions-context.ts";
import { useShellText } from "../i18n/index.ts";

/** A name of the catalog; pressing it copies it, ready for a cell. */
export const NameButton = ({ name, shown = name }: { name: string; shown?: string }) => {
  const t = useShellText();
  const { copyText } = useActions();
  const [isCopied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="name-button"
      title={t(isCopied ? "catalog:copied" : "catalog:insert", { name })}
      onBlur={() => setCopied(false)}
      onClick={() => void copyText(name).then(() => setCopied(true))}
    >
      {shown}
    </button>
  );
};
