import type { Strategy, Version } from "../../../serving/contract/lifecycle.ts";
import { Banner } from "../../components/banner.tsx";
import { Button } from "../../components/button.tsx";
import { NO_VALUE } from "../../format/number-format.ts";
import { useShellText } from "../../i18n/index.ts";
import { ConfirmButton } from "../confirm-button.tsx";
import { SkewMark } from "../skew/skew-mark.tsx";
import { useChange, useConnection } from "../use-publishing.ts";
import { useWords } from "../use-words.ts";
import { retireRefusal, shadowRefusal } from "../what-may-be-done.ts";

interface VersionActionsProps {
  readonly strategy: Strategy;
  readonly version: Version;
  readonly changes: ReturnType<typeof useChange>;
}

const VersionActions = ({ strategy, version, changes }: VersionActionsProps) => {
  const t = useShellText();
  const words = useWords();
  const connection = useConnection();
  if (!connection) return null;
  const shadow = shadowRefusal(connection, strategy, version);
  const retire = retireRefusal(connection, version);
  return (
    <div className="version-actions">
      {shadow !== "not-approved" && (
        <div className="desk-action">
          <Button
            isDisabled={shadow !== null || changes.isBusy}
            onPress={() => void changes.change("deployment/shadow", strategy, { version: version.version })}
          >
            {t("publish:toShadow")}
          </Button>
          {shadow !== null && <span className="dim">{words.refusal(shadow)}</span>}
        </div>
      )}
      {retire === null && version.state !== "checked" && (
        <ConfirmButton
          isDrastic
          label={t("publish:retire")}
          sure={t("publish:retireSure", { n: version.version })}
          refusal={null}
          why={t("publish:why")}
          isBusy={changes.isBusy}
          onConfirm={(reason) =>
            void changes.change("deployment/retire", strategy, {
              version: version.version,
              reason: reason === "" ? t("publish:noReason") : reason,
            })
          }
        />
      )}
    </div>
  );
};

/** Every version of a strategy, the newest first, with what may be done with it. */
export const VersionTable = ({ strategy }: { strategy: Strategy }) => {
  const t = useShellText();
  const words = useWords();
  const changes = useChange();
  return (
    <>
      {changes.message !== "" && <Banner tone="error" text={changes.message} />}
      <table
        className="catalog-table browse-table version-table"
        aria-label={t("publish:versions", { strategy: strategy.id })}
      >
        <thead>
          <tr>
            <th>{t("publish:version")}</th>
            <th>{t("publish:versionState")}</th>
            <th>{t("publish:author")}</th>
            <th>{t("publish:approver")}</th>
            <th>{t("publish:digest")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {strategy.versions.toReversed().map((version) => (
            <tr key={version.version} data-version={version.version} data-version-state={version.state}>
              <td>{version.version}</td>
              <td className="browse-text">
                <span className="version-state">{words.state(version)}</span>
                {version.reason !== null && <span className="dim"> {version.reason}</span>}
                <SkewMark version={version} />
              </td>
              <td>{version.author}</td>
              <td>{version.approver ?? NO_VALUE}</td>
              <td>
                <code title={version.digest}>{version.digest.slice(0, 12)}</code>
              </td>
              <td>
                <VersionActions strategy={strategy} version={version} changes={changes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};
