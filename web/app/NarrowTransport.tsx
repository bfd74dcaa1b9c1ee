// The clock of a narrow screen, and of an embedded page: its speeds are a list.

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { speedText } from "../timeline/speed.ts";
import { ClockText, PlayButton, StepButton } from "../timeline/Transport.tsx";
import { cluster } from "../worker/client.ts";

const SPEEDS = [0.1, 0.5, 1, 2, 4, 10, 50, 100, 1000];

export function NarrowTransport({ children }: { readonly children?: ReactNode }) {
  const t = useT();
  const speed = useStore(clockStore, (clock) => clock.speed);
  return (
    <footer className="narrow-transport">
      <PlayButton />
      <StepButton />
      <ClockText />
      <span className="grow" />
      <label className="select">
        <select value={speed} aria-label={t("timeline.speed")} onChange={(event) => cluster.setSpeed(Number(event.target.value))}>
          {[...new Set([...SPEEDS, speed])]
            .sort((a, b) => a - b)
            .map((value) => (
              <option key={value} value={value}>{`${speedText(value)}×`}</option>
            ))}
        </select>
        <ChevronDown size={14} aria-hidden />
      </label>
      {children}
    </footer>
  );
}
