import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatLabelSelector,
  formatSelector,
  matchesSelector,
  type Operator,
  parseSelector,
  type Requirement,
  selectorOf,
  SelectorError,
} from "./selector.ts";

const KEYS = ["a", "b", "in", "x.io/c"];
const VALUES = ["", "1", "2", "10", "v", "notin"];
const anyLabels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES));
const anyRequirement: fc.Arbitrary<Requirement> = fc
  .record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom<Operator>("=", "==", "!=", "in", "notin", "exists", "!", "gt", "lt"),
    values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 3 }),
    number: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ key, operator, values, number }) => {
    if (operator === "exists" || operator === "!") return { key, operator, values: [] };
    if (operator === "gt" || operator === "lt") return { key, operator, values: [String(number)] };
    return { key, operator, values: operator === "in" || operator === "notin" ? values.sort() : values.slice(0, 1) };
  });

/** The rules SEL-10 to SEL-13 read one by one. */
function holds({ key, operator, values }: Requirement, labels: Record<string, string>): boolean {
  const has = Object.keys(labels).includes(key);
  const value = labels[key] ?? "";
  const isListed = values.some((listed) => listed === value);
  if (operator === "exists") return has;
  if (operator === "!") return !has;
  if (operator === "!=" || operator === "notin") return !has || !isListed;
  if (operator === "gt" || operator === "lt") {
    if (!has || !/^\d+$/.test(value)) return false;
    return operator === "gt" ? Number(value) > Number(values[0]) : Number(value) < Number(values[0]);
  }
  return has && isListed;
}

describe("label selectors", () => {
  it("match exactly when every requirement holds (SEL-10 to SEL-14)", () => {
    fc.assert(
      fc.property(fc.array(anyRequirement, { maxLength: 4 }), anyLabels, (selector, labels) => {
        expect(matchesSelector(selector, labels)).toBe(selector.every((requirement) => holds(requirement, labels)));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it("mean the same after being printed and read again (SEL-17)", () => {
    fc.assert(
      fc.property(fc.array(anyRequirement, { maxLength: 4 }), anyLabels, (selector, labels) => {
        const again = parseSelector(formatSelector(selector));
        expect(matchesSelector(again, labels)).toBe(matchesSelector(selector, labels));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it.each([
    ["k in ()", "k in ()"],
    ["k in (a,,b)", "k in (,a,b)"],
    ["k in (a,a,)", "k in (,a)"],
    ["notin=in", "notin=in"],
    ["a in (x,in,notin)", "a in (in,notin,x)"],
    ["  z = 1 ,\t!a, b>1", "!a,b>1,z=1"],
    ["", ""],
  ])("reads %j as %j (SEL-20 to SEL-23)", (text, printed) => {
    expect(formatSelector(parseSelector(text))).toBe(printed);
  });

  it.each([
    ["app in web", "unable to parse requirement: found 'web' expected: '('"],
    ["app in (web", "unable to parse requirement: found '', expected: ',' or ')'"],
    ["app foo bar", "unable to parse requirement: found 'foo', expected: in, notin, =, ==, !=, gt, lt"],
    ["app===web", "unable to parse requirement: found '=', expected: identifier"],
    [
      "version>abc",
      "unable to parse requirement: values[0]: Invalid value: \"abc\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    ["x==a==b", "found '==', expected: ',' or 'end of string'"],
    ["!x=a", "found '=', expected: ',' or 'end of string'"],
    ["x,,y", "found ',', expected: identifier after ','"],
    [",x", "found ',', expected: !, identifier, or 'end of string'"],
    ["a notin(", "unable to parse requirement: found '', expected: ',', ')' or identifier"],
  ])("refuses %j (SEL-24, SEL-25)", (text, message) => {
    expect(() => parseSelector(text)).toThrow(new SelectorError(message));
  });

  it("selects nothing without a selector and everything with an empty one (SEL-15)", () => {
    expect(selectorOf(undefined)).toBeUndefined();
    expect(selectorOf({})).toEqual([]);
    expect(matchesSelector([], undefined)).toBe(true);
  });

  it("is not confused by label keys that objects inherit", () => {
    expect(matchesSelector(parseSelector("!constructor"), {})).toBe(true);
    expect(matchesSelector(parseSelector("toString"), {})).toBe(false);
  });

  it("prints selectors of objects for people (SEL-27)", () => {
    const selector = {
      matchLabels: { b: "2", a: "1" },
      matchExpressions: [{ key: "c", operator: "NotIn", values: ["y", "x"] }],
    };
    expect(formatLabelSelector(selector)).toBe("a=1,b=2,c notin (x,y)");
    expect(formatLabelSelector(undefined)).toBe("<none>");
    expect(formatLabelSelector({ matchExpressions: [{ key: "c", operator: "Near" }] })).toBe("<error>");
  });
});
