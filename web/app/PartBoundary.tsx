// A part of the screen that fails says so in its own place; the cluster and the other parts go on.

import { Component, type ReactNode } from "react";
import { translate } from "../i18n/setup.ts";

interface State {
  readonly failed: string | undefined;
}

export class PartBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { failed: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.failed === undefined) return this.props.children;
    return (
      <p className="quiet-note" role="alert">
        {translate("app.partFailed")}{" "}
        <button type="button" className="link" onClick={() => this.setState({ failed: undefined })}>
          {translate("app.again")}
        </button>
        <br />
        <code>{this.state.failed}</code>
      </p>
    );
  }
}
