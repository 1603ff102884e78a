import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useShellText } from "../i18n/index.ts";
import { CheckStep } from "./check-step.tsx";
import { FileStep } from "./file-step.tsx";
import { KnownStep } from "./known-step.tsx";
import { MapStep } from "./map-step.tsx";
import { RunStep } from "./run-step.tsx";
import { StepRail } from "./step-rail.tsx";
import { useWizard } from "./use-wizard.ts";
import { WizardFooter } from "./wizard-footer.tsx";

const pages = { file: FileStep, map: MapStep, known: KnownStep, check: CheckStep, import: RunStep } as const;

/**
 * Takes files into the store in five steps. A click outside does not close it, Escape does; what was done is kept and
 * shown again when it is opened next.
 */
export const ImportDialog = ({ onClose }: { onClose(): void }) => {
  const t = useShellText();
  const { step, busy } = useWizard();
  const isFixed = busy === "importing" || busy === "undoing";
  const Page = pages[step];
  return (
    <ModalOverlay
      className="scrim"
      isOpen
      isKeyboardDismissDisabled={isFixed}
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <Modal className="dialog import-dialog">
        <AriaDialog className="import-body" data-import-step={step} data-import-busy={busy ?? undefined}>
          <div className="import-side">
            <Heading slot="title" className="import-title">
              {t("import:title")}
            </Heading>
            <StepRail />
          </div>
          <div className="import-main">
            <Page key={step} />
            <WizardFooter onClose={onClose} />
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
};
