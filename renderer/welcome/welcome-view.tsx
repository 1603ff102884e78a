import { useActions, useApp } from "../actions/actions-context.ts";
import { openNotebook } from "../actions/notebook-files.ts";
import { Icon } from "../components/icon.tsx";
import { useShellText } from "../i18n/index.ts";
import { Notices } from "../shell/notices.tsx";
import { useLocale } from "../shell/use-locale.ts";
import { SamplePreview } from "./sample-preview.tsx";
import { WelcomeSide } from "./welcome-side.tsx";

const Gallery = () => {
  const t = useShellText();
  const locale = useLocale();
  const context = useActions();
  const samples = useApp((state) => state.info?.samples ?? []);
  return (
    <ul className="gallery" aria-label={t("welcome:gallery")}>
      {samples.map(({ id, title, summary, mics }) => (
        <li key={id}>
          <button
            type="button"
            className="sample-card"
            onClick={() => void openNotebook(context, { sampleId: id })}
          >
            <SamplePreview sampleId={id} />
            <span className="sample-text">
              <strong>{title[locale]}</strong>
              <span>{summary[locale]}</span>
              <span className="sample-foot">
                <span>{mics.length === 1 ? mics[0] : t("welcome:marketsMany", { n: mics.length })}</span>
                <span className="sample-open">
                  {t("welcome:openSample")} <Icon name="arrowRight" />
                </span>
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};

export const WelcomeView = () => {
  const t = useShellText();
  return (
    <div className="welcome">
      <WelcomeSide />
      <main className="welcome-main">
        <Notices />
        <div className="welcome-scroll">
          <div className="welcome-head">
            <h1>{t("welcome:title")}</h1>
            <p>{t("welcome:neverRuns")}</p>
          </div>
          <Gallery />
          <p className="welcome-note">{t("welcome:note")}</p>
        </div>
      </main>
    </div>
  );
};
