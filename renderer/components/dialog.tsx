import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string;
  readonly isTitleHidden?: boolean;
  onClose(): void;
}

/** A dialog over the window; Escape and a click outside close it. */
export const Dialog = ({ title, children, footer, className, isTitleHidden, onClose }: DialogProps) => (
  <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={(isOpen) => isOpen || onClose()}>
    <Modal className={`dialog ${className ?? ""}`}>
      <AriaDialog className="dialog-body" {...(isTitleHidden ? { "aria-label": title } : {})}>
        {!isTitleHidden && (
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
        )}
        <div className="dialog-content">{children}</div>
        {footer && <div className="dialog-footer">{footer}</div>}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);
