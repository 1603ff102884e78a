import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import type { Settings as SettingsValue } from "../../main/contract/app-contract.ts";
import { useActions, useApp } from "../actions/actions-context.ts";
import { changeSettings } from "../actions/start-app.ts";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { useShellText } from "../i18n/index.ts";

const choices = {
  language: ["en", "ko"],
  theme: ["system", "light", "dark", "hc", "hc-light"],
  gain: ["intl", "kr", "cvd"],
  density: ["compact", "roomy"],
} as const satisfies { [K in Exclude<keyof SettingsValue, "kernelMemoryMb">]: readonly SettingsValue[K][] };

const memoryLimitsGb = [1, 2, 3, 6, 12] as const;

/** What one can set; each choice takes effect at once. */
export const Settings = ({ onClose }: { onClose(): void }) => {
  const t = useShellText();
  const context = useActions();
  const settings = useApp((state) => state.settings);
  return (
    <Dialog
      title={t("settings:title")}
      className="settings"
      footer={<Button onPress={onClose}>{t("settings:close")}</Button>}
      onClose={onClose}
    >
      {(Object.keys(choices) as (keyof typeof choices)[]).map((name) => (
        <RadioGroup
          key={name}
          className="setting"
          value={settings[name]}
          onChange={(value) => void changeSettings(context, { [name]: value })}
        >
          <Label>{t(`settings:${name}`)}</Label>
          <div className="setting-options">
            {choices[name].map((value) => (
              <Radio key={value} value={value} className="setting-option">
                {t(`${name}:${value}` as Parameters<typeof t>[0])}
              </Radio>
            ))}
          </div>
        </RadioGroup>
      ))}
      <RadioGroup
        className="setting"
        value={String(settings.kernelMemoryMb)}
        onChange={(value) => void changeSettings(context, { kernelMemoryMb: Number(value) })}
      >
        <Label>{t("settings:kernelMemory")}</Label>
        <div className="setting-options">
          {memoryLimitsGb.map((limit) => (
            <Radio key={limit} value={String(limit * 1_024)} className="setting-option">
              {`${limit} GB`}
            </Radio>
          ))}
        </div>
      </RadioGroup>
    </Dialog>
  );
};
