import { Component, type ReactNode } from "react";

interface FaultGuardProps {
  /** What stands in place of a part that cannot be drawn: why, and a way to try once more. */
  readonly fallback: (reason: string, retry: () => void) => ReactNode;
  /** What the part is drawn from: with another value it is tried again by itself. */
  readonly of?: unknown;
  readonly children: ReactNode;
}

interface FaultGuardState {
  readonly reason: string | null;
  readonly of: unknown;
}

const MAX_REASON = 500;

/** What an error says; anything may be thrown, also what has no text. */
export const reasonOf = (error: unknown): string => {
  try {
    const text = error instanceof Error ? error.message || error.name : String(error);
    return text.slice(0, MAX_REASON);
  } catch {
    return "?";
  }
};

/** Keeps an error in the drawing of one part from taking everything around it along. */
export class FaultGuard extends Component<FaultGuardProps, FaultGuardState> {
  override state: FaultGuardState = { reason: null, of: this.props.of };

  static getDerivedStateFromError(error: unknown): Partial<FaultGuardState> {
    return { reason: reasonOf(error) };
  }

  static getDerivedStateFromProps({ of }: FaultGuardProps, state: FaultGuardState): FaultGuardState | null {
    return Object.is(of, state.of) ? null : { reason: null, of };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    return reason === null
      ? this.props.children
      : this.props.fallback(reason, () => this.setState({ reason: null }));
  }
}
