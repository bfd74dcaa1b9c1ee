// What kubectl or a container printed. Long lines are scrolled to: also by keys.

import type { ReactNode } from "react";
import type { Ref } from "../store/selection.ts";

export function PlainText({ of, children }: { readonly of: Ref; readonly children: ReactNode }) {
  return (
    <pre className="plain-text" tabIndex={0} aria-label={of.name} translate="no">
      {children}
    </pre>
  );
}
