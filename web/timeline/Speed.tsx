// How fast the simulated clock goes, on a logarithmic scale. A key goes to the next round speed.

import { Slider } from "radix-ui";
import type { KeyboardEvent } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { cluster } from "../worker/client.ts";
import { faster, slower, speedAt, speedText, stopOf } from "./speed.ts";

const ENDS = ["0.1", "1", "10", "100", "1000"];
const FASTER = new Set(["ArrowRight", "ArrowUp"]);
const SLOWER = new Set(["ArrowLeft", "ArrowDown"]);

export function Speed() {
  const t = useT();
  const speed = useStore(clockStore, (clock) => clock.speed);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!FASTER.has(event.key) && !SLOWER.has(event.key)) return;
    event.preventDefault();
    cluster.setSpeed(FASTER.has(event.key) ? faster(speed) : slower(speed));
  };
  return (
    <div className="speed">
      <Slider.Root
        className="speed-slider"
        data-testid="speed"
        max={100}
        value={[stopOf(speed)]}
        onValueChange={([stop = 0]) => cluster.setSpeed(speedAt(stop))}
        onKeyDown={onKeyDown}
      >
        <Slider.Track className="speed-track">
          <Slider.Range className="speed-fill" />
          {ENDS.map((end, i) => (
            <i key={end} className="speed-stop" style={{ left: `${i * 25}%` }} />
          ))}
        </Slider.Track>
        <Slider.Thumb className="speed-thumb" aria-label={t("timeline.speed")} aria-valuetext={`${speedText(speed)}×`} />
      </Slider.Root>
      <span className="speed-ends" aria-hidden="true">
        {ENDS.map((end, i) => (
          <i key={end} style={{ left: `${i * 25}%` }}>
            {end}
          </i>
        ))}
      </span>
      <b>{speedText(speed)}×</b>
    </div>
  );
}
