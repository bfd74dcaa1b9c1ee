import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { addTexts, hasText, setUpLanguages, translate } from "./setup.ts";
import { en, ko } from "./tables.ts";

type Table = { readonly [key: string]: string | Table };

function keysOf(table: Table, path = ""): readonly string[] {
  return Object.entries(table).flatMap(([key, text]) => (typeof text === "string" ? [path + key] : keysOf(text, `${path}${key}.`)));
}

beforeAll(() => {
  setUpLanguages("en");
  addTexts(en, ko);
});

describe.each(["en", "ko"])("translate in %s", (language) => {
  beforeAll(async () => {
    await i18next.changeLanguage(language);
  });

  it("says each text as the library says it, whatever it is told to fill in", () => {
    const names = new Set(
      keysOf(en).flatMap((key) => [...i18next.getResource("en", "translation", key).matchAll(/\{\{(\w+)/g)].map(([, name]) => name)),
    );
    const words = Object.fromEntries([...names].map((name) => [name, `rs/${name}`]));
    const figures = Object.fromEntries([...names].map((name) => [name, 3]));
    const keys = keysOf(en).map((key) => key.replace(/_(one|other)$/, ""));
    const said: string[] = [];
    for (const key of keys)
      for (const values of [words, figures]) {
        if (!hasText(key)) continue;
        said.push(translate(key, values));
        expect(translate(key, values)).toBe(i18next.t(key, values));
      }
    expect(said.length).toBeGreaterThan(1000);
  });

  it("leaves to the library what it was not told to fill in", () => {
    expect(translate("graph.podOwned")).toBe(i18next.t("graph.podOwned"));
  });
});
