import type { ReactNode } from "react";
import type { CellManifest, OutputManifest } from "../../kernel/contract/manifest.ts";
import { resultHash } from "../../kernel/manifest/run-manifest.ts";
import { useActions, useApp } from "../actions/actions-context.ts";
import { verifyRun } from "../actions/verify-run.ts";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { formatInstant } from "../format/date-format.ts";
import { useShellText } from "../i18n/index.ts";
import "./origin.css";

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Inputs = ({ manifest }: { manifest: CellManifest }) => {
  const t = useShellText();
  const { inputs, codeHash, closureHash, needs, snapshotId, asOf, seed, engine, orderLog, backtests } =
    manifest;
  return (
    <dl className="facts origin-facts">
      <Fact name={t("origin:resultHash")}>
        <code>{resultHash([manifest])}</code>
      </Fact>
      <Fact name={t("origin:code")}>
        <code>{codeHash}</code>
      </Fact>
      <Fact name={t("origin:closure")}>
        <code>{closureHash}</code>
      </Fact>
      {Object.keys(inputs).length > 0 && (
        <Fact name={t("origin:chosen")}>
          <code>
            {Object.entries(inputs)
              .map(([name, value]) => `${name} ${value}`)
              .join(", ")}
          </code>
        </Fact>
      )}
      <Fact name={t("origin:needs")}>
        <code>{needs.length > 0 ? needs.join(", ") : t("origin:noNeeds")}</code>
      </Fact>
      <Fact name={t("origin:snapshot")}>
        <code>{snapshotId}</code>
      </Fact>
      <Fact name={t("origin:asOf")}>{asOf === null ? t("origin:newest") : formatInstant(asOf)}</Fact>
      <Fact name={t("origin:seed")}>{seed}</Fact>
      <Fact name={t("origin:engine")}>{engine}</Fact>
      <Fact name={t("origin:orderLog")}>{orderLog}</Fact>
      {backtests.map(({ strategy, parameters, orderHash }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the backtests of one run never change their order.
        <Fact key={index} name={t("origin:backtest", { name: strategy })}>
          <code>
            {Object.entries(parameters)
              .map(([name, value]) => `${name} ${value}`)
              .join(", ")}
          </code>
          <br />
          <code>{orderHash}</code>
        </Fact>
      ))}
    </dl>
  );
};

const Output = ({ output, number }: { output: OutputManifest; number: number }) => {
  const t = useShellText();
  return (
    <section className="origin-output">
      <h3>{t("origin:output", { n: number, kind: output.kind })}</h3>
      <dl className="facts origin-facts">
        <Fact name={t("origin:outputHash")}>
          <code data-origin-hash>{output.hash}</code>
        </Fact>
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <section className="origin-parts" tabIndex={0} aria-label={t("origin:values")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("origin:place")}</th>
              <th scope="col">{t("origin:value")}</th>
            </tr>
          </thead>
          <tbody>
            {output.parts.map(({ path, value }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
              <tr key={index}>
                <td>
                  <code>{path}</code>
                </td>
                <td>
                  <code>{value}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="dim">{t("origin:kept", { n: output.parts.length })}</p>
    </section>
  );
};

interface OriginDialogProps {
  readonly tabId: string;
  readonly cellId: string;
  readonly output: number;
  onClose(): void;
}

/** All that made an output, and the values its hash stands for. */
export const OriginDialog = ({ tabId, cellId, output, onClose }: OriginDialogProps) => {
  const t = useShellText();
  const context = useActions();
  const manifest = useApp(
    ({ tabs }) => tabs.find(({ id }) => id === tabId)?.session.manifests[cellId] ?? null,
  );
  const shown = manifest?.outputs[output];
  const verify = () => {
    onClose();
    void verifyRun(context, tabId);
  };
  const footer = (
    <>
      <Button look="plain" onPress={onClose}>
        {t("origin:close")}
      </Button>
      <Button look="primary" isDisabled={manifest === null} onPress={verify}>
        {t("origin:verify")}
      </Button>
    </>
  );
  return (
    <Dialog title={`${t("origin:title")}: ${cellId}`} className="origin" footer={footer} onClose={onClose}>
      {manifest ? <Inputs manifest={manifest} /> : <p>{t("origin:none")}</p>}
      {shown && <Output output={shown} number={output + 1} />}
    </Dialog>
  );
};
