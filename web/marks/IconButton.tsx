// A button that shows only an icon: its name is its tooltip and its accessible name.

import type { ComponentProps, ReactNode } from "react";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

export function IconButton({ label, hint, children, className = "", ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} data-hint={label} data-keys={hint} {...rest}>
      {children}
    </button>
  );
}
