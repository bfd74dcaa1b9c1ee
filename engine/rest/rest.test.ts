import { describe, expect, it } from "vitest";
import type { ApiResponse, WatchEvent } from "../api/request.ts";
import { newWorld, type World } from "../testing/world.ts";
import { handle } from "./rest.ts";
import { watch } from "./watch.ts";

const CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
const REPLICA_SETS = "/apis/apps/v1/namespaces/default/replicasets";

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
}

function call(world: World, { method = "GET", path, body, type, accept }: Call): ApiResponse {
  const headers = { ...(type === undefined ? {} : { "Content-Type": type }), ...(accept === undefined ? {} : { Accept: accept }) };
  const text = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  return handle(world.server, { method, path, headers, ...text });
}

/** All that the tests read of answers; each answer has some of it. */
interface Doc {
  readonly message: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: object;
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly spec: { readonly replicas: number };
  readonly items: readonly Doc[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: object }[];
  readonly columnDefinitions: readonly unknown[] | null;
  readonly versions: readonly { readonly version: string; readonly resources: readonly Resource[] }[];
  readonly resources: readonly Resource[];
}
interface Resource {
  readonly name: string;
  readonly resource: string;
  readonly verbs: readonly string[];
}

function read<T = Doc>(response: ApiResponse): T {
  return JSON.parse(response.body as string) as T; // the test says what it expects of it
}

function seenObject(event: WatchEvent | undefined): Doc {
  return event?.object as Doc; // a Kubernetes object or Table
}

function configMap(name: string, more: object = {}): object {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, ...more }, data: { n: "1" } };
}

function replicaSet(name: string): object {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "main", image: "nginx" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name },
    spec: { replicas: 1, selector: { matchLabels: labels }, template },
  };
}

describe("paths and methods", () => {
  const world = newWorld({});
  it.each<[string, string, number, string]>([
    ["GET", "/api/v1/namespaces/default/nosuch", 404, "the server could not find the requested resource"],
    ["GET", "/apis/apps/v1beta1/deployments", 404, "the server could not find the requested resource"],
    ["GET", "/apis/nosuch/v1/things", 404, "404 page not found\n"],
    ["GET", `${CONFIG_MAPS}/alpha/status`, 404, "the server could not find the requested resource"],
    ["GET", `${CONFIG_MAPS}/alpha`, 404, 'configmaps "alpha" not found'],
    ["GET", `${REPLICA_SETS}/x/scale`, 404, 'replicasets.apps "x" not found'],
    ["PUT", CONFIG_MAPS, 405, "the server does not allow this method on the requested resource"],
    ["POST", "/api/v1/configmaps", 405, "the server does not allow this method on the requested resource"],
    ["DELETE", "/api/v1/namespaces", 405, "the server does not allow this method on the requested resource"],
    ["POST", "/version", 405, "the server does not allow this method on the requested resource"],
    ["GET", `${CONFIG_MAPS}?limit=abc`, 400, 'strconv.ParseInt: parsing "abc": invalid syntax'],
    ["GET", `${CONFIG_MAPS}?labelSelector=a%20in%20b`, 400, "unable to parse requirement: found 'b' expected: '('"],
    [
      "GET",
      `${CONFIG_MAPS}?fieldSelector=foo%3Dbar`,
      400,
      '"foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ["GET", "/api/v1/pods?fieldSelector=spec.foo%3Dbar", 400, "field label not supported: spec.foo"],
  ])("%s %s is answered by %i (API-4, API-31)", (method, path, status, message) => {
    const response = call(world, { method, path });
    expect(response.status).toBe(status);
    expect(response.headers["content-type"] === "application/json" ? read(response).message : response.body).toBe(message);
  });

  it("finds every announced resource, and announces it in both forms alike (API-7 to API-11)", () => {
    const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    for (const root of ["/api", "/apis"]) {
      for (const group of read(call(world, { path: root, accept })).items) {
        for (const { version, resources } of group.versions) {
          const base = group.metadata.name === undefined ? `/api/${version}` : `/apis/${group.metadata.name}/${version}`;
          const plain = read(call(world, { path: base })).resources.filter(({ name }) => !name.includes("/"));
          expect(plain.map(({ name }) => name)).toEqual(resources.map(({ resource }) => resource));
          for (const { resource, verbs } of resources) {
            if (verbs.includes("list")) expect([resource, call(world, { path: `${base}/${resource}` }).status]).toEqual([resource, 200]);
          }
        }
      }
    }
  });

  it("describes its kinds in OpenAPI as kubectl looks for them (API-17, API-19)", () => {
    const { paths } = read<{ paths: Record<string, { serverRelativeURL: string }> }>(call(world, { path: "/openapi/v3" }));
    for (const { serverRelativeURL } of Object.values(paths)) expect(call(world, { path: serverRelativeURL }).status).toBe(200);
    expect(read<object>(call(world, { path: "/openapi/v3/apis/apps/v1" }))).toMatchObject({
      components: {
        schemas: { "io.k8s.api.core.v1.PodSpec": { properties: { containers: { "x-kubernetes-patch-merge-key": "name" } } } },
      },
      paths: {
        "/apis/apps/v1/namespaces/{namespace}/deployments/{name}": {
          patch: { parameters: expect.arrayContaining([expect.objectContaining({ name: "fieldValidation" })]) as unknown },
        },
      },
    });
  });
});

describe("writing", () => {
  it("refuses unknown fields strictly, warns of them by default, and ignores them when asked (API-176 to API-178)", () => {
    const world = newWorld({});
    const body = { ...configMap("a"), Data: {}, foo: 1 };
    const strict = call(world, { method: "POST", path: `${CONFIG_MAPS}?fieldValidation=Strict`, body });
    expect(read(strict).message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "Data", unknown field "foo"',
    );
    expect(call(world, { method: "POST", path: `${CONFIG_MAPS}?fieldValidation=Ignore`, body }).headers["warning"]).toBeUndefined();
    const warned = call(world, { method: "POST", path: CONFIG_MAPS, body: { ...body, metadata: { name: "b" } } });
    expect([warned.status, warned.headers["warning"]]).toEqual([201, '299 - "unknown field \\"Data\\"", 299 - "unknown field \\"foo\\""']);
  });

  it("takes YAML and tells where a key is doubled (API-177)", () => {
    const world = newWorld({});
    const body = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n";
    const response = call(world, { method: "POST", path: CONFIG_MAPS, body, type: "application/yaml" });
    expect([read(response).metadata.name, response.headers["warning"]]).toEqual(["b", '299 - "line 5: key \\"name\\" already set in map"']);
  });

  it.each<[unknown, string]>([
    [
      "hello",
      "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value (68656c6c6f)",
    ],
    [
      { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } },
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
    ],
    [configMap("a", { namespace: "elsewhere" }), "the namespace of the provided object does not match the namespace sent on the request"],
    [configMap("a", { resourceVersion: "1" }), "resourceVersion should not be set on objects to be created"],
  ])("refuses the body %j (API-33 to API-35)", (body, message) => {
    expect(read(call(newWorld({}), { method: "POST", path: CONFIG_MAPS, body })).message).toBe(message);
  });

  it("changes nothing in a dry run (API-52)", () => {
    const world = newWorld({});
    const revision = world.server.store.revision;
    const response = call(world, { method: "POST", path: `${CONFIG_MAPS}?dryRun=All`, body: configMap("a") });
    expect([response.status, read(response).metadata.resourceVersion]).toEqual([201, undefined]);
    expect([call(world, { path: `${CONFIG_MAPS}/a` }).status, world.server.store.revision]).toEqual([404, revision]);
  });

  it("replaces only with the stored revision or none (API-48)", () => {
    const world = newWorld({});
    const first = read(call(world, { method: "POST", path: CONFIG_MAPS, body: configMap("a") }));
    const put = (resourceVersion: string, n: string): number =>
      call(world, { method: "PUT", path: `${CONFIG_MAPS}/a`, body: { ...configMap("a", { resourceVersion }), data: { n } } }).status;
    expect([
      put(first.metadata.resourceVersion, "2"),
      put(first.metadata.resourceVersion, "3"),
      put("", "4"),
      put("0", "5"),
      put("abc", "6"),
    ]).toEqual([200, 409, 200, 200, 500]);
  });

  it("creates by PUT only what a server creates so (API-3)", () => {
    const world = newWorld({});
    const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name: "l", resourceVersion: "1" }, spec: {} };
    expect(call(world, { method: "PUT", path: "/apis/coordination.k8s.io/v1/namespaces/default/leases/l", body: lease }).status).not.toBe(
      404,
    );
    expect(call(world, { method: "PUT", path: `${CONFIG_MAPS}/a`, body: configMap("a") }).status).toBe(404);
  });

  it.each<[string, unknown, number, object]>([
    ["application/merge-patch+json", { metadata: { labels: { a: "1" } } }, 200, { metadata: { labels: { a: "1" } } }],
    ["application/json-patch+json", [{ op: "replace", path: "/spec/replicas", value: 3 }], 200, { spec: { replicas: 3 } }],
    [
      "application/json-patch+json",
      [{ op: "test", path: "/spec/replicas", value: 9 }],
      422,
      { message: "the server rejected our request due to an error in our request" },
    ],
    [
      "application/json-patch+json",
      { op: "add" },
      400,
      { message: "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp" },
    ],
    [
      "application/strategic-merge-patch+json",
      { spec: { template: { spec: { containers: [{ image: "x" }] } } } },
      500,
      { message: "map: map[image:x] does not contain declared merge key: name" },
    ],
    [
      "application/merge-patch+json",
      { metadata: { name: "z" } },
      400,
      { message: "the name of the object (z) does not match the name on the URL (web)" },
    ],
    ["text/plain", {}, 415, { message: "415: Unsupported Media Type" }],
  ])("patches by %s with %j (API-82 to API-91)", (type, body, status, answer) => {
    const world = newWorld({});
    call(world, { method: "POST", path: REPLICA_SETS, body: replicaSet("web") });
    const response = call(world, { method: "PATCH", path: `${REPLICA_SETS}/web`, type, body });
    expect(response.status).toBe(status);
    expect(read(response)).toMatchObject(answer);
  });

  it("scales through the subresource (API-185)", () => {
    const world = newWorld({});
    call(world, { method: "POST", path: REPLICA_SETS, body: replicaSet("web") });
    const body = { spec: { replicas: 4 } };
    const response = call(world, { method: "PATCH", path: `${REPLICA_SETS}/web/scale`, type: "application/merge-patch+json", body });
    expect(read(response)).toMatchObject({ kind: "Scale", spec: { replicas: 4 }, status: { replicas: 0, selector: "app=web" } });
    expect(read(call(world, { path: `${REPLICA_SETS}/web` })).spec.replicas).toBe(4);
  });
});

describe("addresses and ports of Services", () => {
  const refused = (spec: object): string => {
    const path = "/api/v1/namespaces/default/services";
    const service = (name: string, more: object): object => ({ apiVersion: "v1", kind: "Service", metadata: { name }, spec: more });
    const world = newWorld({});
    const taken = { type: "NodePort", clusterIP: "10.96.0.10", ports: [{ port: 80, nodePort: 30080 }] };
    call(world, { method: "POST", path, body: service("taken", taken) });
    return read(call(world, { method: "POST", path, body: service("web", spec) })).message;
  };

  it.each<[string, object, string]>([
    [
      "an address that is none (API-170)",
      { clusterIP: "foo", ports: [{ port: 80 }] },
      'spec.clusterIPs[0]: Invalid value: "foo": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    ],
    [
      "an address that is taken (API-170)",
      { clusterIP: "10.96.0.10", ports: [{ port: 80 }] },
      'spec.clusterIPs: Invalid value: ["10.96.0.10"]: failed to allocate IP 10.96.0.10: provided IP is already allocated',
    ],
    [
      "a port out of the range (API-169)",
      { type: "NodePort", ports: [{ port: 80, nodePort: 80 }] },
      "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
    ],
    [
      "a port that is taken (API-169)",
      { type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] },
      "spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated",
    ],
  ])("refuses %s", (_what, spec, fault) => {
    expect(refused(spec)).toBe(`Service "web" is invalid: ${fault}`);
  });
});

describe("listing", () => {
  it("gives pages of one moment, whatever happens between them (API-65)", () => {
    const world = newWorld({});
    const make = (name: string): ApiResponse =>
      call(world, { method: "POST", path: CONFIG_MAPS, body: configMap(name, { labels: { set: "item" } }) });
    for (const name of ["d", "b", "a", "c", "e"]) make(name);
    const names: string[] = [];
    let token = "";
    const remaining: unknown[] = [];
    do {
      const page = read(call(world, { path: `${CONFIG_MAPS}?limit=2${token === "" ? "" : `&continue=${token}`}` }));
      names.push(...page.items.map((item) => item.metadata.name));
      remaining.push(page.metadata.remainingItemCount);
      token = page.metadata.continue ?? "";
      if (names.length === 2) {
        call(world, { method: "DELETE", path: `${CONFIG_MAPS}/c` });
        make("bb");
      }
    } while (token !== "");
    expect(names.filter((name) => name.length < 3)).toEqual(["a", "b", "c", "d", "e"]);
    expect(remaining.at(-1)).toBeUndefined();
    expect(read(call(world, { path: `${CONFIG_MAPS}?labelSelector=set` })).items.map((item) => item.metadata.name)).toEqual([
      "a",
      "b",
      "bb",
      "d",
      "e",
    ]);
  });

  it("leaves apiVersion and kind out of items (API-64)", () => {
    const world = newWorld({});
    call(world, { method: "POST", path: CONFIG_MAPS, body: configMap("a") });
    expect(Object.keys(read(call(world, { path: CONFIG_MAPS })).items[0] ?? {})).toEqual(["metadata", "data"]);
  });

  it("answers with a Table when asked, with what includeObject wants (API-98)", () => {
    const world = newWorld({});
    call(world, { method: "POST", path: REPLICA_SETS, body: replicaSet("web") });
    world.advance(5000);
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    const table = read(call(world, { path: REPLICA_SETS, accept }));
    expect(table.rows.map((row) => row.cells)).toEqual([["web", 1, 0, 0, "5s", "main", "nginx", "app=web"]]);
    expect(Object.keys(table.rows[0]?.object ?? {})).toEqual(["kind", "apiVersion", "metadata"]);
    expect(read(call(world, { path: `${REPLICA_SETS}?includeObject=Object`, accept })).rows[0]?.object).toMatchObject({
      kind: "ReplicaSet",
      spec: { replicas: 1 },
    });
    expect(read(call(world, { path: `${REPLICA_SETS}?includeObject=None`, accept })).rows[0]?.object).toBeNull();
  });
});

describe("watching", () => {
  function watched(
    world: World,
    path: string,
    accept?: string,
  ): { readonly events: WatchEvent[]; readonly stop: () => void; readonly seen: () => string[] } {
    const events: WatchEvent[] = [];
    const stop = watch(world.server, { method: "GET", path, ...(accept === undefined ? {} : { headers: { accept } }) }, (event) =>
      events.push(event),
    );
    const seen = (): string[] => events.map(({ type, object }) => `${type} ${(object as Doc).metadata.name ?? ""}`.trim());
    return { events, stop, seen };
  }
  const patch = (world: World, name: string, labels: object): ApiResponse =>
    call(world, { method: "PATCH", path: `${CONFIG_MAPS}/${name}`, type: "application/merge-patch+json", body: { metadata: { labels } } });

  it("shows objects that come into and leave its selection (API-74)", () => {
    const world = newWorld({});
    const { events, seen, stop } = watched(world, `${CONFIG_MAPS}?watch=1&labelSelector=pick`);
    call(world, { method: "POST", path: CONFIG_MAPS, body: configMap("a") });
    patch(world, "a", { pick: "yes" });
    patch(world, "a", { pick: "no" });
    patch(world, "a", { pick: null });
    patch(world, "a", { pick: "again" });
    call(world, { method: "DELETE", path: `${CONFIG_MAPS}/a` });
    stop();
    call(world, { method: "POST", path: CONFIG_MAPS, body: configMap("late", { labels: { pick: "x" } }) });
    expect(seen()).toEqual(["ADDED a", "MODIFIED a", "DELETED a", "ADDED a", "DELETED a"]);
    const left = seenObject(events[2]);
    expect([left.metadata.labels, Number(left.metadata.resourceVersion) > Number(seenObject(events[1]).metadata.resourceVersion)]).toEqual([
      { pick: "no" },
      true,
    ]);
  });

  it("begins with what is there, after a revision, or with a bookmark between (API-69 to API-71)", () => {
    const world = newWorld({});
    const first = read(call(world, { method: "POST", path: CONFIG_MAPS, body: configMap("a", { labels: { s: "1" } }) }));
    call(world, { method: "POST", path: CONFIG_MAPS, body: configMap("b", { labels: { s: "1" } }) });
    expect(watched(world, `${CONFIG_MAPS}?watch=1&labelSelector=s`).seen()).toEqual(["ADDED a", "ADDED b"]);
    expect(watched(world, `${CONFIG_MAPS}?watch=1&labelSelector=s&resourceVersion=${first.metadata.resourceVersion}`).seen()).toEqual([
      "ADDED b",
    ]);
    const initial = watched(
      world,
      `${CONFIG_MAPS}?watch=1&labelSelector=s&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan`,
    );
    expect(initial.seen()).toEqual(["ADDED a", "ADDED b", "BOOKMARK"]);
    expect(initial.events[2]?.object).toMatchObject({
      kind: "ConfigMap",
      metadata: { annotations: { "k8s.io/initial-events-end": "true" } },
    });
  });

  it("hands out the stored objects themselves", () => {
    const world = newWorld({});
    const { events } = watched(world, `${CONFIG_MAPS}?watch=1`);
    call(world, { method: "POST", path: CONFIG_MAPS, body: configMap("a") });
    expect(events.at(-1)?.object).toBe(world.server.store.get("ConfigMap", "default", "a"));
  });

  it("sends one-row Tables, with columns only at first (API-98)", () => {
    const world = newWorld({});
    for (const name of ["a", "b"]) call(world, { method: "POST", path: CONFIG_MAPS, body: configMap(name, { labels: { s: "1" } }) });
    const { events } = watched(world, `${CONFIG_MAPS}?watch=1&labelSelector=s`, "application/json;as=Table;v=v1;g=meta.k8s.io");
    const tables = events.map(seenObject);
    expect(tables.map((table) => [table.columnDefinitions?.length ?? null, table.rows[0]?.cells])).toEqual([
      [3, ["a", 1, "0s"]],
      [null, ["b", 1, "0s"]],
    ]);
  });

  it("ends with an error when the revision is too old, and is refused before it begins when it makes no sense (API-70, API-72)", () => {
    const world = newWorld({});
    world.server.store.state.historyStart = 5;
    expect(watched(world, `${CONFIG_MAPS}?watch=1&resourceVersion=1`).events).toMatchObject([
      { type: "ERROR", object: { code: 410, reason: "Expired", message: "too old resource version: 1 (5)" } },
    ]);
    const response = call(world, { path: `${CONFIG_MAPS}?watch=1&sendInitialEvents=true` });
    expect([response.status, read(response).message]).toEqual([
      422,
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ]);
  });
});
