import { Component, type ReactNode } from "react";

interface OutputGuardProps {
  /** What stands in place of an output that cannot be drawn. */
  readonly message: string;
  readonly children: ReactNode;
}

/** Keeps an output that passes every check and still cannot be drawn from taking the notebook with it. */
export class OutputGuard extends Component<OutputGuardProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <p className="stored-note">{this.props.message}</p> : this.props.children;
  }
}
