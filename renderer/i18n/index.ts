import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { editor as editorEn } from "./en/editor.ts";
import { outputs as outputsEn } from "./en/outputs.ts";
import { shell as shellEn } from "./en/shell.ts";
import { editor as editorKo } from "./ko/editor.ts";
import { outputs as outputsKo } from "./ko/outputs.ts";
import { shell as shellKo } from "./ko/shell.ts";
import { withParticles } from "./particles.ts";

export { useTranslation };

export const resources = {
  en: { shell: shellEn, outputs: outputsEn, editor: editorEn },
  ko: { shell: shellKo, outputs: outputsKo, editor: editorKo },
} as const;

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}:${Leaves<T[K]>}` }[keyof T &
  string];

/** A key of the shell's strings, as `area:name`; a wrong one does not compile. */
export type ShellKey = Leaves<typeof shellEn>;
export type Translate = (key: ShellKey, values?: Readonly<Record<string, string | number>>) => string;

export const i18n = i18next;

/** Starts the one i18next instance. Everything is bundled, so it is ready when this returns. */
export const startI18n = (language: "en" | "ko"): void => {
  const particles = { type: "postProcessor" as const, name: "particles", process: withParticles };
  void i18next
    .use(initReactI18next)
    .use(particles)
    .init({
      postProcess: "particles",
      resources,
      lng: language,
      fallbackLng: "en",
      ns: ["shell", "outputs", "editor"],
      defaultNS: "shell",
      initAsync: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
};

// Command ids hold dots, so the shell's keys part at ":" while the other areas part at ".".
const separators = { keySeparator: ":", nsSeparator: "|" } as const;

/** Sentences without values, by language: a run asks for some hundred of them, and looking one up is slow. */
const plainSentences = new Map<string, Map<ShellKey, string>>();

/** The shell's strings in the present language. */
export const useShellText = (): Translate => {
  const { t, i18n: used } = useTranslation("shell");
  const tell: Translate = (key, values) => String(t(key as never, { ...values, ...separators } as never));
  let known = plainSentences.get(used.language);
  if (!known) {
    known = new Map();
    plainSentences.set(used.language, known);
  }
  const sentences = known;
  return (key, values) => {
    if (values) return tell(key, values);
    const sentence = sentences.get(key) ?? tell(key);
    sentences.set(key, sentence);
    return sentence;
  };
};
