import type { Connection } from "../../main/contract/publish-calls.ts";
import type { Version } from "../../serving/contract/lifecycle.ts";
import { formatInstant } from "../format/date-format.ts";
import { useShellText } from "../i18n/index.ts";
import { readerZone } from "../shell/use-locale.ts";
import { nextShare, type Refusal } from "./what-may-be-done.ts";

/** An instant as servers write it, on the reader's clock. */
export const instantText = (iso: string): string => formatInstant(Date.parse(iso) * 1_000, readerZone());

/** Milliseconds since 1970, on the reader's clock. */
export const millisecondsText = (milliseconds: number): string =>
  formatInstant(milliseconds * 1_000, readerZone());

/** The words for states, roles and refusals, in the language of the interface. */
export const useWords = () => {
  const t = useShellText();
  return {
    state: ({ state, share }: Version): string => t(`publish:state:${state}`, { share }),
    roles: (roles: Connection["roles"]): string => roles.map((role) => t(`publish:role:${role}`)).join(", "),
    refusal: (refusal: Refusal, version?: Version): string => {
      const values = version ? { share: version.share, next: nextShare(version) } : {};
      return t(`publish:refusal:${refusal}`, values);
    },
  };
};
