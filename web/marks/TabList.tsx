// The tabs of a panel. Which panel they belong to says the `Tabs.Root` around both.

import { Tabs } from "radix-ui";
import type { ReactNode } from "react";

interface TabListProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly className?: string;
  /** What stands on a tab. */
  readonly face: (value: Value) => ReactNode;
  /** Also when the tab was chosen already. */
  readonly onPress?: (value: Value) => void;
}

export function TabList<Value extends string>({ label, values, className = "tabs", face, onPress }: TabListProps<Value>) {
  return (
    <Tabs.List className={className} aria-label={label}>
      {values.map((value) => (
        <Tabs.Trigger key={value} value={value} onClick={() => onPress?.(value)}>
          {face(value)}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}
