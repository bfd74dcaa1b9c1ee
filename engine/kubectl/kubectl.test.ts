import { beforeEach, describe, expect, it } from "vitest";
import { type Cluster, createCluster } from "../cluster.ts";
import { kubectl, type KubectlIo, splitCommandLine } from "./kubectl.ts";

const REPLICA_SET = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: kubia
spec:
  replicas: 2
  selector:
    matchLabels:
      app: kubia
  template:
    metadata:
      labels:
        app: kubia
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: kubia
        image: luksa/kubia
`;
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: "1"\n';

interface Outcome {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line on the cluster, letting time pass while it waits, at most that long. */
function run(cluster: Cluster, line: string, stdin?: string, files: Readonly<Record<string, string>> = {}, mostMs = 120_000): Outcome {
  const out = { stdout: "", stderr: "" };
  const io: KubectlIo = {
    handle: (request) => cluster.handle(request),
    watch: (request, sink) => cluster.watch(request, sink),
    now: () => cluster.now,
    namespace: "default",
    readFile: (path) => files[path],
    stdout: (text) => void (out.stdout += text),
    stderr: (text) => void (out.stderr += text),
  };
  const command = kubectl(splitCommandLine(line), stdin, io);
  const latestAt = cluster.now + mostMs;
  for (let step = command.next(); ; step = command.next()) {
    if (step.done) return { code: step.value, ...out };
    const wakeAt = Math.min(step.value.untilAt ?? Number.POSITIVE_INFINITY, latestAt);
    if ((cluster.nextDueAt() ?? Number.POSITIVE_INFINITY) <= wakeAt) cluster.step();
    else cluster.passTo(wakeAt);
    if (cluster.now >= latestAt) {
      command.return(0);
      return { code: undefined, ...out };
    }
  }
}

let cluster: Cluster;
beforeEach(() => {
  cluster = createCluster({ seed: 1, latency: "none" });
});
const k = (line: string, stdin?: string, files?: Readonly<Record<string, string>>, mostMs?: number): Outcome =>
  run(cluster, `kubectl ${line}`, stdin, files, mostMs);

describe("apply", () => {
  it("creates, leaves alone, and changes only what the manifest says (API-226, API-227)", () => {
    expect(k("apply -f -", REPLICA_SET).stdout).toBe("replicaset.apps/kubia created\n");
    expect(k("apply -f -", REPLICA_SET).stdout).toBe("replicaset.apps/kubia unchanged\n");
    k("scale rs kubia --replicas=4");
    k("label rs kubia team=blue");
    expect(k("apply -f -", REPLICA_SET).stdout).toBe("replicaset.apps/kubia configured\n");
    expect(k("get rs kubia -o jsonpath={.spec.replicas}/{.metadata.labels.team}").stdout).toBe("2/blue");
  });

  it("removes what an earlier manifest had (API-227)", () => {
    k("apply -f -", 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: "1", b: "2"}\n');
    k("apply -f -", CONFIG_MAP);
    expect(k("get cm c -o jsonpath={.data}").stdout).toBe('{"a":"1"}');
  });

  it("applies the documents before a bad one, and tells of the bad one", () => {
    const outcome = k("apply -f -", `${CONFIG_MAP}---\napiVersion: v1\nkind: [\n---\n${CONFIG_MAP}`);
    expect(outcome).toEqual({
      code: 1,
      stdout: "configmap/c created\n",
      stderr: "error: error parsing STDIN: error converting YAML to JSON: yaml: line 2: did not find expected node content\n",
    });
  });

  it("knows no removed API versions, but goes on with the rest (API-205, API-206)", () => {
    const outcome = k("apply -f all.yaml", undefined, {
      "all.yaml": `${REPLICA_SET.replace("apps/v1", "apps/v1beta2")}---\n${CONFIG_MAP}`,
    });
    expect(outcome.stdout).toBe("configmap/c created\n");
    expect(outcome.stderr).toBe(
      'error: resource mapping not found for name: "kubia" namespace: "" from "all.yaml": no matches for kind "ReplicaSet" in version "apps/v1beta2"\nensure CRDs are installed first\n',
    );
  });

  it("takes ten thousand documents at once", () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${i}\n`).join("---\n");
    expect(k("apply -f -", text).stdout.split("\n").length).toBe(10_001);
  }, 60_000);
});

describe("get", () => {
  it("prints tables with kubectl's columns, and kinds in front of names when there are several (API-221)", () => {
    k("apply -f -", CONFIG_MAP);
    expect(k("get cm c,x").stderr).toBe('Error from server (NotFound): configmaps "c,x" not found\n');
    expect(k("get cm c").stdout).toBe("NAME   DATA   AGE\nc      1      0s\n");
    expect(k("get -f -", CONFIG_MAP).stdout).toBe("NAME   DATA   AGE\nc      1      0s\n");
    k("create ns blue");
    expect(k("get cm/c ns/blue").stdout).toBe(
      "NAME          DATA   AGE\nconfigmap/c   1      0s\n\nNAME             STATUS   AGE\nnamespace/blue   Active   0s\n",
    );
  });

  it.each([
    ["get nosuch", 'error: the server doesn\'t have a resource type "nosuch"\n'],
    ["get pods", "No resources found in default namespace.\n"],
    ["get nodes -l no=such", "No resources found\n"],
    ["get pods --foo", "error: unknown flag: --foo\nSee 'kubectl get --help' for usage.\n"],
    ["nosuchcommand", 'error: unknown command "nosuchcommand" for "kubectl"\n'],
    ["gett pods", 'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tget\n\tset\n'],
    ["get rs/a b", expect.stringContaining("there is no need to specify a resource type as a separate argument")],
    ["get pod x -l a=b", "error: name cannot be provided when a selector is specified\n"],
    ["get pod x -A", "error: a resource cannot be retrieved by name across all namespaces\n"],
    ["delete pod/x -A", "error: a resource cannot be retrieved by name across all namespaces\n"],
    ["get pods --show-labels -o yaml", "error: --show-labels option cannot be used with yaml printer\n"],
    ["get pods --output-watch-events", "error: --output-watch-events option can only be used with --watch or --watch-only\n"],
    [
      "logs svc/kubernetes",
      "error: cannot get the logs from *v1.Service: invalid service 'kubernetes': Service is defined without a selector\n",
    ],
    [
      "exec svc/kubernetes -- ls",
      "error: cannot attach to *v1.Service: invalid service 'kubernetes': Service is defined without a selector\n",
    ],
    ["logs cm/kube-root-ca.crt", "error: cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n"],
    ["get node/x -A", 'Error from server (NotFound): nodes "x" not found\n'],
  ])("%s says so", (line, stderr) => {
    expect(k(line).stderr).toEqual(stderr);
  });

  it("prints a row for every change while it watches (API-222)", () => {
    const { stdout } = k("get rs -w --request-timeout=5s", undefined, undefined, 10_000);
    expect(stdout).toBe("");
    k("apply -f -", CONFIG_MAP);
    k("apply -f -", REPLICA_SET);
    const watched = k("get rs -w --request-timeout=30s", undefined, undefined, 40_000);
    expect(watched.code).toBe(0);
    expect(watched.stdout).toMatch(/^NAME {4}DESIRED {3}CURRENT {3}READY {3}AGE\nkubia/);
    expect(watched.stdout.trimEnd().split("\n").at(-1)).toMatch(/^kubia {3}2 {9}2 {9}2 {7}\d+s$/);
  });
});

describe("output", () => {
  it("a template alone is a Go template (API-223)", () => {
    expect(k("get pods --template={{.kind}}").stdout).toBe("List");
  });

  it("a JSONPath that does not fit shows the whole object it was applied to (API-210)", () => {
    expect(k("get pods -o jsonpath={.items[0].metadata.name}")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'error: error executing jsonpath "{.items[0].metadata.name}": Error executing template: array index out of bounds: index 0, length 0. ' +
        "Printing more information for debugging the template:\n\ttemplate was:\n\t\t{.items[0].metadata.name}\n\tobject given to jsonpath engine was:\n" +
        '\t\tmap[string]interface {}{"apiVersion":"v1", "items":[]interface {}{}, "kind":"List", "metadata":map[string]interface {}{"resourceVersion":""}}\n\n\n',
    });
  });

  it("a watch says that it does not sort (API-222)", () => {
    expect(k("get pods -w --sort-by=.metadata.name --request-timeout=1s").stderr).toBe(
      "warning: --watch requested, --sort-by will be ignored for watch events received\n",
    );
  });

  it("a watch prints the name of the object, whatever happened to it (API-221)", () => {
    k("apply -f -", CONFIG_MAP);
    const line = "get cm c -w --output-watch-events --request-timeout=1s -o";
    expect(k(`${line} name`).stdout).toBe("configmap/c\n");
    expect(k(`${line} jsonpath={.type}`).stdout).toBe("ADDED");
  });

  it("describe names the files of a downward volume (API-261)", () => {
    const items =
      "[{path: tags, fieldRef: {fieldPath: metadata.labels}}, {path: cpu, resourceFieldRef: {containerName: c, resource: limits.cpu}}]";
    k(
      "apply -f -",
      `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: c, image: nginx}]\n  volumes: [{name: d, downwardAPI: {items: ${items}}}]\n`,
    );
    expect(k("describe pod p").stdout).toContain(
      "  d:\n    Type:  DownwardAPI (a volume populated by information about the pod)\n    Items:\n      metadata.labels -> tags\n      limits.cpu -> cpu\n",
    );
  });
});

describe("expose", () => {
  it("needs a selector that is a map (API-237)", () => {
    k(
      "apply -f -",
      REPLICA_SET.replace("matchLabels:\n      app: kubia", "matchExpressions:\n    - {key: app, operator: In, values: [kubia, web]}"),
    );
    expect(k("expose rs kubia --port=80").stderr).toBe(
      "error: couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - \"[{Key:app Operator:In Values:[kubia web]}]\" to map-based selector format\n",
    );
  });
});

describe("run", () => {
  it.each([
    ["--env=A", "error: invalid env: A\n"],
    ["--env=1A=b", "error: invalid env: 1A=b\n"],
    ["--labels=app=web,env", "error: unexpected label spec: env\n"],
    ["-l app=a=b", "error: unexpected label spec: app=a=b\n"],
    ["-l =b", "error: unexpected empty label key\n"],
    ["--port=http", 'error: strconv.Atoi: parsing "http": invalid syntax\n'],
  ])("%s is refused before anything is sent (API-225)", (flags, stderr) => {
    expect(k(`run web --image=nginx ${flags}`)).toEqual({ code: 1, stdout: "", stderr });
  });
});

describe("commands that wait", () => {
  it("delete returns when the pod is gone (API-231)", () => {
    k("run web --image=nginx");
    k("wait --for=condition=Ready pod/web");
    expect(k("delete pod web").stdout).toBe('pod "web" deleted from default namespace\n');
    expect(k("get pod web").stderr).toBe('Error from server (NotFound): pods "web" not found\n');
  });

  it("wait gives up in time (API-248)", () => {
    k(
      "apply -f -",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  nodeSelector: {no: such}\n  containers: [{name: c, image: nginx}]\n",
    );
    const before = cluster.now;
    expect(k("wait --for=condition=Ready pod/p --timeout=3s")).toEqual({
      code: 1,
      stdout: "",
      stderr: "error: timed out waiting for the condition on pods/p\n",
    });
    expect(cluster.now - before).toBe(3000);
  });

  it("rollout status follows a Deployment to its end (API-239)", () => {
    k("create deployment web --image=nginx --replicas=2");
    const { code, stdout } = k("rollout status deploy/web");
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe('deployment "web" successfully rolled out');
  });

  it("drain evicts what a DaemonSet does not hold, and leaves the node cordoned (API-245)", () => {
    k("apply -f -", REPLICA_SET);
    k("wait --for=condition=Ready pod -l app=kubia");
    const outcome = k("drain node-1");
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/^node\/node-1 cordoned\n[^]*node\/node-1 drained\n$/);
    expect(k("get node node-1").stdout).toContain("Ready,SchedulingDisabled");
  });
});

describe("label", () => {
  it.each([
    ["label pod web tier=front", "pod/web labeled\n", ""],
    ["label pod web run=other", "", "error: 'run' already has a value (web), and --overwrite is false\n"],
    ["label pod web run=other --overwrite", "pod/web labeled\n", ""],
    ["label pod web run-", "pod/web unlabeled\n", ""],
    ["label pod web nosuch-", 'label "nosuch" not found.\npod/web not labeled\n', ""],
  ])("%s (API-232)", (line, stdout, stderr) => {
    k("run web --image=nginx");
    expect(k(line)).toMatchObject({ stdout, stderr });
  });
});

describe("--record", () => {
  const RECORDED = "Flag --record has been deprecated, --record will be removed in the future\n";

  it("keeps the command line for the history (API-241)", () => {
    const deployment = REPLICA_SET.replace("ReplicaSet", "Deployment");
    expect(k("create -f kubia.yaml --record", undefined, { "kubia.yaml": deployment })).toEqual({
      code: 0,
      stdout: "deployment.apps/kubia created\n",
      stderr: RECORDED,
    });
    k("rollout status deploy/kubia");
    expect(k("set image deployment kubia kubia=luksa/kubia:v2 --record -n default").stderr).toBe(RECORDED);
    k("rollout status deploy/kubia");
    expect(k("rollout history deploy kubia").stdout).toBe(
      "deployment.apps/kubia \nREVISION  CHANGE-CAUSE\n1         kubectl create --filename=kubia.yaml --record=true\n" +
        "2         kubectl set image deployment kubia kubia=luksa/kubia:v2 --record=true --namespace=default\n\n",
    );
  });

  it.each([
    ["scale rs kubia --replicas=1 --record", "kubectl scale rs kubia --replicas=1 --record=true"],
    ["label rs kubia a=b --record", "kubectl label rs kubia a=b --record=true"],
    ["patch rs kubia -p {} --record", "kubectl patch rs kubia --patch={} --record=true"],
    ["apply -f - --record", "kubectl apply --filename=- --record=true"],
    ["replace -f - --record", "kubectl replace --filename=- --record=true"],
  ])("%s", (line, cause) => {
    k("apply -f -", REPLICA_SET);
    expect(k(line, REPLICA_SET)).toMatchObject({ code: 0, stderr: RECORDED });
    expect(k("get rs kubia -o jsonpath={.metadata.annotations.kubernetes\\\\.io/change-cause}").stdout).toBe(cause);
  });
});

describe("logs", () => {
  it("follows no more than five pods at once (API-188)", () => {
    k("apply -f -", REPLICA_SET.replace("replicas: 2", "replicas: 6"));
    cluster.advance(5000);
    expect(k("logs -f -l app=kubia")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "error: you are attempting to follow 6 log streams, but maximum allowed concurrency is 5, use --max-log-requests to increase the limit\n",
    });
  });
});

describe("explain and describe of the simulation's own kinds", () => {
  it("explain lists the values that a field may have, one a line", () => {
    const { stdout } = k("explain image.spec.process");
    expect(stdout).toContain("\nFIELD: process <string>\nENUM:\n    none\n    server\n    sleep\n\nDESCRIPTION:\n");
    expect(k("explain fault.spec").stdout).toContain("  type\t<string> -required-\n  enum: Crash, DiskPressure, ");
  });

  it("describe shows what is in them", () => {
    const image = "apiVersion: sim.podyard.dev/v1\nkind: Image\nmetadata: {name: web}\nspec: {names: [web], process: server}\n";
    expect(k("apply -f -", image).code).toBe(0);
    expect(k("describe image web").stdout).toContain("Spec:\n  Names:\n    web\n  Process:  server\n");
    const fault = "apiVersion: sim.podyard.dev/v1\nkind: Fault\nmetadata: {name: f}\nspec: {type: Hang, pods: {name: web}}\n";
    expect(k("apply -f -", fault).code).toBe(0);
    expect(k("describe fault f").stdout).toContain("Spec:\n  Pods:\n    Name:  web\n  Type:    Hang\n");
  });
});

describe("help", () => {
  it("lists only commands that exist", () => {
    const { code, stdout } = k("");
    expect(code).toBe(0);
    expect(stdout).toContain("  get             Display one or many resources\n");
    for (const [, name] of stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)) expect(k(`${name} --help`).code).toBe(0);
  });
});
