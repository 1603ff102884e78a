import type { Strategy } from "../../../serving/contract/lifecycle.ts";
import { useShellText } from "../../i18n/index.ts";
import { Traffic } from "./traffic.tsx";
import { VersionTable } from "./version-table.tsx";

/** A strategy on its way to traffic, and what an operator may do about it. */
export const DeploymentsView = ({ strategy }: { strategy: Strategy }) => {
  const t = useShellText();
  return (
    <section className="browse-detail desk-detail" aria-label={strategy.id}>
      <h2 className="browse-title">{strategy.id}</h2>
      <Traffic strategy={strategy} />
      <h3>{t("publish:versions", { strategy: strategy.id })}</h3>
      <VersionTable strategy={strategy} />
    </section>
  );
};
