// The speed slider: 0.1x to 1000x on a logarithmic scale of 100 stops, with round speeds where a hand lands. Pure.

const STEPS: readonly number[] = [0.1, 0.2, 0.5, 1, 2, 4, 8, 10, 20, 50, 100, 200, 500, 1000];

export function stopOf(speed: number): number {
  return Math.round(((Math.log10(speed) + 1) / 4) * 100);
}

/** The round speed nearest to a stop of the slider. */
export function speedAt(stop: number): number {
  const exact = (stop / 100) * 4 - 1;
  return STEPS.reduce((best, speed) => (Math.abs(Math.log10(speed) - exact) < Math.abs(Math.log10(best) - exact) ? speed : best));
}

export function slower(speed: number): number {
  return STEPS.findLast((step) => step < speed * 0.999) ?? STEPS[0] ?? 0.1;
}

export function faster(speed: number): number {
  return STEPS.find((step) => step > speed * 1.001) ?? STEPS.at(-1) ?? 1000;
}

export function speedText(speed: number): string {
  return speed < 1 ? speed.toFixed(1) : speed < 10 ? String(Math.round(speed * 10) / 10) : String(Math.round(speed));
}
