import { describe, expect, test } from "vitest";
import { createCluster } from "../../engine/index.ts";
import { filledIn, KIND_SNIPPETS, PROBE_SNIPPETS } from "./snippets.ts";
import { applied } from "./testserver.ts";

/** What controllers write, not people; and what only matters between parts of the cluster. */
const WRITTEN_BY_OTHERS = ["ControllerRevision", "Endpoints", "EndpointSlice", "Event", "Lease", "PodTemplate"];

function kindsThatCanBeCreated(): readonly string[] {
  const cluster = createCluster({ seed: 1, nodes: 1 });
  const get = (path: string): unknown =>
    JSON.parse(String(cluster.handle({ method: "GET", path, headers: { accept: "application/json" } }).body));
  // Discovery, as the API defines it.
  const { groups } = get("/apis") as { readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[] };
  const paths = ["/api/v1", ...groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => `/apis/${groupVersion}`))];
  return paths.flatMap((path) => {
    const { resources } = get(path) as {
      readonly resources: readonly { readonly name: string; readonly kind: string; readonly verbs: readonly string[] }[];
    };
    return resources
      .filter(({ name, verbs }) => !name.includes("/") && verbs.includes("create") && verbs.includes("get"))
      .map(({ kind }) => kind);
  });
}

test("every kind that a person writes has a beginning", () => {
  const kinds = [...new Set(kindsThatCanBeCreated())].filter((kind) => !WRITTEN_BY_OTHERS.includes(kind));
  expect(KIND_SNIPPETS.map(({ name }) => name).toSorted()).toEqual(kinds.toSorted());
});

describe("a fresh sandbox takes what is proposed for", () => {
  test.each(KIND_SNIPPETS)("a $name", ({ name, body }) => {
    const text = filledIn(body);
    expect(text).toContain(`kind: ${name}\n`);
    expect(applied(text)).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/ created\n$/) });
  });
  test.each(PROBE_SNIPPETS)("a probe by $name", ({ name, body }) => {
    const pod = filledIn(KIND_SNIPPETS.find((one) => one.name === "Pod")?.body ?? "");
    const probe = filledIn(body).replace(/^(?=.)/gm, "    ");
    expect(probe).toContain(`${name}:`);
    expect(applied(pod + probe)).toMatchObject({ code: 0, stderr: "" });
  });
});
