// The tokens' contrast, computed from the style sheets: every theme, every text and mark on every surface it stands on.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Tokens = Readonly<Record<string, string>>;

function tokensOf(file: string, selector: string): Tokens {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  const from = text.indexOf(`${selector} {`);
  const block = text.slice(from, text.indexOf("\n}", from));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? "", value ?? ""]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const light = tokensOf("./tokens.css", ":root");
const dark = { ...light, ...tokensOf("./tokens.css", '[data-theme="dark"]') };
const more = tokensOf("./contrast.css", '[data-contrast="more"]');
const THEMES: readonly (readonly [string, Tokens, text: number, mark: number])[] = [
  ["light", light, 4.5, 3],
  ["dark", dark, 4.5, 3],
  ["high contrast, light", { ...light, ...more }, 7, 4.5],
  ["high contrast, dark", { ...dark, ...more, ...tokensOf("./contrast.css", '[data-contrast="more"][data-theme="dark"]') }, 7, 4.5],
];

describe.each(THEMES)("%s", (_, tokens, text, mark) => {
  const value = (name: string): string => tokens[name] ?? "";
  const pairs = (fronts: readonly string[], backs: readonly string[]): readonly (readonly [string, string])[] =>
    fronts.flatMap((front) => backs.map((back) => [front, back] as const));

  it.each(pairs(["ink", "ink-2", "ink-3"], ["panel", "ground", "raised"]))("text %s on %s", (front, back) =>
    expect(contrast(value(front), value(back))).toBeGreaterThanOrEqual(text),
  );

  it.each([
    ...pairs(["good", "waiting", "bad", "leaving", "done", "not-now"], ["panel"]),
    ...["waiting", "bad", "leaving", "done", "not-now"].map((hue) => [hue, `${hue}-tint`] as const),
  ])("the words of a state, %s on %s", (front, back) => expect(contrast(value(front), value(back))).toBeGreaterThanOrEqual(text));

  it.each(pairs(["line-3", "good", "waiting", "bad", "leaving", "done"], ["panel", "ground"]))("the mark %s on %s", (front, back) =>
    expect(contrast(value(front), value(back))).toBeGreaterThanOrEqual(mark),
  );

  it.each([1, 2, 3, 4, 5])("the edge of identity %i, and its letter", (n) => {
    expect(contrast(value(`id-${n}-line`), value("panel"))).toBeGreaterThanOrEqual(mark - 0.02);
    expect(contrast(value("ink"), value(`id-${n}`))).toBeGreaterThanOrEqual(7);
  });
});
