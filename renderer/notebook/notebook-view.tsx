import { memo, useSyncExternalStore } from "react";
import { useActions, useApp } from "../actions/actions-context.ts";
import { CatalogPanel } from "../catalog/catalog-panel.tsx";
import { IconButton } from "../components/button.tsx";
import { Resizer } from "../components/resizer.tsx";
import { PartGuard } from "../faults/part-guard.tsx";
import { useShellText } from "../i18n/index.ts";
import { InspectorPanel } from "../inspector/inspector-panel.tsx";
import { ProblemsPanel } from "../problems/problems-panel.tsx";
import { Notices } from "../shell/notices.tsx";
import type { Layout } from "../state/app-state.ts";
import { CellsColumn } from "./cells-column.tsx";
import { OutputAccessProvider } from "./output-access-provider.tsx";
import { Toolbar } from "./toolbar.tsx";

const INSPECTOR_FOLDS_UNDER = 1280;
const CATALOG_FOLDS_UNDER = 1024;

const useWindowWidth = (): number =>
  useSyncExternalStore(
    (listener) => {
      window.addEventListener("resize", listener);
      return () => window.removeEventListener("resize", listener);
    },
    () => window.innerWidth,
  );

/** A notebook: catalog, cells with their problems, inspector. */
export const NotebookView = memo(() => {
  const t = useShellText();
  const { store } = useActions();
  const layout = useApp((state) => state.layout);
  const width = useWindowWidth();
  const change = (part: Partial<Layout>) =>
    store.setState({ layout: { ...store.getState().layout, ...part } });
  const hasCatalog = layout.isCatalogOpen && width >= CATALOG_FOLDS_UNDER;
  const hasInspector = layout.isInspectorOpen && width >= INSPECTOR_FOLDS_UNDER;
  return (
    <div className="notebook-view">
      {hasCatalog && (
        <aside className="side-panel" style={{ width: layout.catalogWidth }} aria-label={t("region:catalog")}>
          <PartGuard>
            <CatalogPanel />
          </PartGuard>
          <Resizer
            label={t("region:resizeCatalog")}
            axis="x"
            direction={1}
            value={layout.catalogWidth}
            min={220}
            max={420}
            onChange={(catalogWidth) => change({ catalogWidth })}
          />
        </aside>
      )}
      <main className="notebook-main" aria-label={t("region:cells")}>
        <PartGuard>
          <Toolbar />
        </PartGuard>
        <Notices />
        <OutputAccessProvider>
          <CellsColumn />
        </OutputAccessProvider>
        {layout.isProblemsOpen ? (
          <>
            <Resizer
              label={t("region:resizeProblems")}
              axis="y"
              direction={-1}
              value={layout.problemsHeight}
              min={72}
              max={480}
              onChange={(problemsHeight) => change({ problemsHeight })}
            />
            <section
              className="problems-panel"
              style={{ height: layout.problemsHeight }}
              aria-label={t("region:problems")}
            >
              <PartGuard>
                <ProblemsPanel />
              </PartGuard>
            </section>
          </>
        ) : (
          <div className="problems-folded">
            <span>{t("panel:problems")}</span>
            <IconButton
              icon="chevronUp"
              label={t("problems:expand")}
              onPress={() => change({ isProblemsOpen: true })}
            />
          </div>
        )}
      </main>
      {hasInspector && (
        <aside
          className="side-panel"
          style={{ width: layout.inspectorWidth }}
          aria-label={t("region:inspector")}
        >
          <Resizer
            label={t("region:resizeInspector")}
            axis="x"
            direction={-1}
            value={layout.inspectorWidth}
            min={220}
            max={420}
            onChange={(inspectorWidth) => change({ inspectorWidth })}
          />
          <PartGuard>
            <InspectorPanel />
          </PartGuard>
        </aside>
      )}
    </div>
  );
});
