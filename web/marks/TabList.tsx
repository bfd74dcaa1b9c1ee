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
        <Tabs.Trigger
          key={value}
          value={value}
          // Radix gives it the focus as a script does, which browsers show like that of a key.
          onMouseDown={(event) => event.currentTarget.focus({ focusVisible: false })}
          onClick={() => onPress?.(value)}
        >
          {face(value)}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}
