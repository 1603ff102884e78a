import { useActions, useTab } from "../actions/actions-context.ts";
import { IconButton } from "../components/button.tsx";
import { useShellText } from "../i18n/index.ts";

/** Beside an output: asks where it comes from. Shown while the pointer or the focus is there. */
export const OriginButton = ({ cellId, output }: { cellId: string; output: number }) => {
  const t = useShellText();
  const { store } = useActions();
  const tabId = useTab(({ id }) => id);
  return (
    <IconButton
      icon="info"
      className="origin-button"
      label={t("command:cell.origin")}
      onPress={() => store.setState({ overlay: { kind: "origin", tabId, cellId, output } })}
    />
  );
};
