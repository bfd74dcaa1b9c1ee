import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteLength, firstBytes, lastBytes } from "./utf8.ts";

describe("a text cut to so many bytes", () => {
  it.each<[string, number, string, string]>([
    ["abcdef", 10, "abcdef", "abcdef"],
    ["abcdef", 4, "abcd", "cdef"],
    ["äöü", 4, "äö", "öü"],
    ["äöü", 3, "ä\ufffd", "\ufffdü"],
    ["a€b", 3, "a\ufffd\ufffd", "\ufffd\ufffdb"],
    ["😀😀", 4, "😀", "😀"],
    ["", 0, "", ""],
  ])("%s, %i", (text, most, first, last) => {
    expect([firstBytes(text, most), lastBytes(text, most)]).toEqual([first, last]);
  });

  it("is whole where it fits, and else has as many of its bytes as fit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.nat(120), (text, most) => {
        for (const cut of [firstBytes(text, most), lastBytes(text, most)]) {
          if (byteLength(text) <= most) expect(cut).toBe(text);
          else expect(byteLength(cut.replaceAll("\ufffd", ""))).toBeLessThanOrEqual(most);
        }
      }),
      { seed: 1 },
    );
  });
});
