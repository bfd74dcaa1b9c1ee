import { describe, expect, it } from "vitest";
import { filterOf, filterProblem } from "./filter.ts";

const pod = { name: "kubia-x7k2p", labels: { app: "kubia", env: "prod" } };

describe("the filter", () => {
  it.each([
    ["app=kubia", true],
    ["app==kubia,env=prod", true],
    ["app=kubia,env!=prod", false],
    ["env in (prod,debug)", true],
    ["env notin (prod)", false],
    ["disk notin (ssd)", true],
    ["!disk", true],
    ["!env", false],
    ["env", true],
    ["x7k2p", true],
    ["web", false],
  ])("%s keeps the pod: %s", (text, kept) => expect(filterOf(text)?.(pod)).toBe(kept));

  it("asks for nothing while it is empty", () => expect(filterOf("  ")).toBeUndefined());

  it("keeps everything while it cannot be read, and says why", () => {
    expect(filterOf("env in (prod")).toBeUndefined();
    expect(filterProblem("env in (prod")).toMatch(/unable to parse|found/);
    expect(filterProblem("env in (prod)")).toBeUndefined();
  });
});
