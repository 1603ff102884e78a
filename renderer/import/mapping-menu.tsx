import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { useActions } from "../actions/actions-context.ts";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { Menu } from "../components/menu.tsx";
import { TextField } from "../components/text-field.tsx";
import { useShellText } from "../i18n/index.ts";
import { chooseMapping, saveMapping } from "./import-actions.ts";
import { useWizard } from "./use-wizard.ts";
import { currentMapping } from "./wizard-state.ts";

/** Taking over a mapping that was made before, and keeping the present one for the next file. */
export const MappingMenu = () => {
  const t = useShellText();
  const context = useActions();
  const state = useWizard();
  const { mappings, draft } = state;
  const [name, setName] = useState<string | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  if (name !== null) {
    const save = () =>
      void saveMapping(context, name.trim()).then((isSaved) => {
        if (isSaved) setSaved(name.trim());
        setName(null);
      });
    return (
      <form
        className="save-mapping"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") save();
        }}
      >
        <TextField label={t("import:map:saveName")} isLabelHidden value={name} onChange={setName} />
        <Button isDisabled={name.trim() === ""} onPress={save}>
          {t("import:map:save")}
        </Button>
      </form>
    );
  }
  return (
    <>
      {saved !== null && (
        <span className="dim" role="status">
          {t("import:map:saved", { name: saved })}
        </span>
      )}
      {mappings.length > 0 && (
        <Menu
          label={t("import:map:load")}
          trigger={
            <AriaButton className="button button-outline">
              <span>{t("import:map:load")}</span>
              <Icon name="chevronDown" />
            </AriaButton>
          }
          entries={mappings.map(({ mapping, isReadyMade }) => ({
            id: mapping.name,
            title: isReadyMade ? `${mapping.name} (${t("import:file:readyMade")})` : mapping.name,
          }))}
          onChoose={(chosen) => {
            const listed = mappings.find(({ mapping }) => mapping.name === chosen);
            if (listed) void chooseMapping(context, listed);
          }}
        />
      )}
      <Button
        icon="save"
        isDisabled={currentMapping(state) === null}
        onPress={() => setName(draft?.name || state.files[0]?.name.replace(/\.[^.]*$/, "") || "")}
      >
        {t("import:map:save")}
      </Button>
    </>
  );
};
