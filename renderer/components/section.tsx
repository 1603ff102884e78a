import { type ReactNode, useId, useState } from "react";
import { Icon } from "./icon.tsx";

interface SectionProps {
  readonly title: string;
  /** What the section holds, as a number or a few words. */
  readonly detail?: string | number;
  readonly isOpenAtFirst?: boolean;
  readonly children: ReactNode;
}

/** A section of a side panel: a head that folds it, and what it holds. */
export const Section = ({ title, detail, isOpenAtFirst = true, children }: SectionProps) => {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const bodyId = useId();
  return (
    <section className="section" aria-label={title}>
      <h2 className="section-head">
        <button type="button" aria-expanded={isOpen} aria-controls={bodyId} onClick={() => setOpen(!isOpen)}>
          <Icon name={isOpen ? "chevronDown" : "chevronRight"} />
          <span>{title}</span>
          {detail !== undefined && <small>{detail}</small>}
        </button>
      </h2>
      <div id={bodyId} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </section>
  );
};
