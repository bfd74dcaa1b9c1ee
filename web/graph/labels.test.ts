import { describe, expect, it } from "vitest";
import { labelsByMatter, selectorKeys } from "./labels.ts";
import { byUid, newControllerRow } from "./testRows.ts";

describe("labelsByMatter", () => {
  const controllers = byUid(
    newControllerRow("ReplicaSet", "web"),
    newControllerRow("ReplicaSet", "dev", { requirements: [{ key: "env", operator: "Exists", values: [] }] }),
  );

  it("shows what selectors look at before all others, each in its own order", () => {
    expect(selectorKeys(controllers)).toBe("app,env");
    expect(labelsByMatter({ tier: "front", env: "dev", app: "web", zz: "1" }, selectorKeys(controllers)).map(([key]) => key)).toEqual([
      "env",
      "app",
      "tier",
      "zz",
    ]);
  });
});
