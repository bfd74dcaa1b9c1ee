import { describe, expect, it } from "vitest";
import { compileTemplate } from "./gotemplate.ts";
import { compactJson } from "./json.ts";
import { compileJsonPath, relaxedPath } from "./jsonpath.ts";
import { toKyaml } from "./kyaml.ts";
import { alignTabs, ColumnWriter } from "./tabwriter.ts";

const PODS = {
  kind: "List",
  items: [
    {
      metadata: { name: "back", labels: { tier: "api" } },
      spec: {
        containers: [
          { name: "a", image: "x" },
          { name: "b", image: "y" },
        ],
      },
    },
    { metadata: { name: "front", labels: { tier: "web", "a.b/c": "d" } }, spec: { containers: [{ name: "c", image: "z" }] } },
  ],
};

describe("JSONPath", () => {
  it.each([
    ["{.items[*].metadata.name}", "back front"],
    ["{.items[0].metadata}", '{"labels":{"tier":"api"},"name":"back"}'],
    ['{range .items[*]}{.metadata.name}{"\\t"}{.metadata.labels.tier}{"\\n"}{end}', "back\tapi\nfront\tweb\n"],
    ['{.items[?(@.metadata.labels.tier=="web")].metadata.name}', "front"],
    ["{.items[-1:].metadata.name}", "front"],
    ["{.items[1].metadata.labels.a\\.b/c}", "d"],
    ["{..image}", "x y z"],
    ["names: {.items[0].spec.containers[*]['name','image']}", "names: a b x y"],
    ["{.nosuch}", ""],
  ])("%s", (path, text) => {
    expect(compileJsonPath(path).text(PODS)).toBe(text);
  });

  it.each(["name", ".metadata.name", "{.metadata.name}", "{metadata.name}"])("takes %s for sorting", (path) => {
    expect(relaxedPath(path)).toMatch(/^\{\.(metadata\.)?name\}$/);
  });

  it("refuses an unclosed action in kubectl's words", () => {
    expect(() => compileJsonPath("{.metadata.name")).toThrow("error parsing jsonpath {.metadata.name, unclosed action");
    expect(() => relaxedPath("{.a")).toThrow(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  });
});

describe("Go templates", () => {
  it.each([
    ["{{range .items}}{{.metadata.name}} {{end}}", "back front "],
    ["{{len .items}}", "2"],
    ["{{.nosuch}}", "<no value>"],
    ['{{range $i, $p := .items}}{{$i}}={{$p.metadata.name}}{{"\\n"}}{{end}}', "0=back\n1=front\n"],
    ['{{with index .items 0}}{{if eq .metadata.labels.tier "api"}}yes{{else}}no{{end}}{{end}}', "yes"],
    ['{{(index .items 1).metadata.labels.tier | printf "<%s>"}}', "<web>"],
  ])("%s", (template, text) => {
    expect(compileTemplate(template)(PODS)).toBe(text);
  });
});

describe("columns", () => {
  it("are as wide as their widest cell in neighbouring lines only (API-251)", () => {
    expect(alignTabs("Name:\tx\nLabels:\ta=b\n\tc=d\nplain\nA:\t1\n")).toBe("Name:    x\nLabels:  a=b\n         c=d\nplain\nA:  1\n");
  });

  it("of a table are never narrower than before (API-221)", () => {
    const writer = new ColumnWriter();
    expect(
      writer.write([
        ["NAME", "AGE"],
        ["a", "1s"],
      ]),
    ).toBe("NAME   AGE\na      1s\n");
    expect(writer.write([["a-long-name", "2s"]])).toBe("a-long-name   2s\n");
    expect(writer.write([["a", "3s"]])).toBe("a             3s\n");
  });
});

describe("JSON and KYAML", () => {
  it("are written as Go does", () => {
    expect(compactJson({ b: 1, a: "x > y & z", 10: true, 9: [] })).toBe('{"10":true,"9":[],"a":"x \\u003e y \\u0026 z","b":1}');
    expect(toKyaml({ a: [{ b: "c" }, { d: 1 }], no: {} })).toBe('---\n{\n  a: [{\n    b: "c",\n  }, {\n    d: 1,\n  }],\n  "no": {},\n}\n');
  });
});
