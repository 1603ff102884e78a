import { type ReactNode, useEffect, useRef } from "react";
import { Banner } from "../components/banner.tsx";
import { useWizard } from "./use-wizard.ts";

interface WizardPageProps {
  readonly title: string;
  readonly text: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One step: its heading takes the focus when the step is reached, so that it is read out first. */
export const WizardPage = ({ title, text, actions, children }: WizardPageProps) => {
  const { message } = useWizard();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="import-page">
      <div className="import-head">
        <div>
          <h2 ref={heading} tabIndex={-1} className="import-heading">
            {title}
          </h2>
          <p className="import-text">{text}</p>
        </div>
        {actions && <div className="import-actions">{actions}</div>}
      </div>
      {message !== null && <Banner tone="error" text={message} />}
      {children}
    </div>
  );
};
