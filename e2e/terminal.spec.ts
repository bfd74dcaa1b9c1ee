import { documents, KUBIA_RC, KUBIA_RS, LIVENESS, MY_DAEMONSET, parsed, podNamed } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("apply and create find the editor's files", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  expect(await sandbox.kubectl("kubectl apply -f kubia-rs.yaml")).toBe("replicaset.apps/kubia created\n");
  expect(await sandbox.kubectl("kubectl apply -f kubia-rs.yaml")).toBe("replicaset.apps/kubia unchanged\n");
  expect(await sandbox.kubectl("kubectl create -f kubia-rs.yaml")).toBe(
    'Error from server (AlreadyExists): error when creating "kubia-rs.yaml": replicasets.apps "kubia" already exists\n',
  );
  expect(await sandbox.kubectl("kubectl apply -f nosuch.yaml")).toBe('error: the path "nosuch.yaml" does not exist\n');
  await sandbox.reaches("kubia", 3);
});

test("get: wide, yaml, json, name, selectors, columns, namespaces", async ({ sandbox }) => {
  await sandbox.open();
  const name = await sandbox.aPod("kubia-");
  expect(await sandbox.kubectl("kubectl get pods")).toMatch(
    /^NAME +READY +STATUS +RESTARTS +AGE\n(kubia-\w{5} +1\/1 +Running +0 +\d+s\n){3}$/,
  );
  expect(await sandbox.kubectl("k get po -o wide")).toMatch(
    /NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\n(kubia-\w{5} .* 10\.[\d.]+ +node-\d +<none> +<none>\n){3}$/,
  );
  expect(await sandbox.kubectl("kubectl get rs kubia -o yaml")).toContain(
    "  replicas: 3\n  selector:\n    matchLabels:\n      app: kubia\n",
  );
  expect(JSON.parse(await sandbox.kubectl(`kubectl get pod ${name} -o json`))).toMatchObject({
    kind: "Pod",
    metadata: { name, labels: { app: "kubia" } },
  });
  expect((await sandbox.kubectl("kubectl get pods -o name")).trim().split("\n")).toEqual(
    (await sandbox.podNames("kubia-")).map((one) => `pod/${one}`),
  );
  expect(await sandbox.kubectl("kubectl get pods -l app=other")).toBe("No resources found in default namespace.\n");
  expect((await sandbox.kubectl("kubectl get pods -l 'app in (kubia,web)' -o name")).trim().split("\n")).toHaveLength(3);
  expect(await sandbox.kubectl("kubectl get pods -L app")).toMatch(/AGE +APP\nkubia-.* kubia\n/);
  expect(await sandbox.kubectl("kubectl get pods --show-labels")).toMatch(/LABELS\nkubia-.* app=kubia\n/);
  expect(await sandbox.kubectl("kubectl get pods -A")).toMatch(/^NAMESPACE +NAME .*\ndefault +kubia-/);
  expect(await sandbox.kubectl("kubectl get pods -n kube-public")).toBe("No resources found in kube-public namespace.\n");
  expect(await sandbox.kubectl("kubectl get nodes")).toMatch(/^NAME +STATUS +ROLES +AGE +VERSION\nnode-1 +Ready +<none> +\d+s +v1\.\d+/);
  expect(await sandbox.kubectl("kubectl get rs")).toMatch(/^NAME +DESIRED +CURRENT +READY +AGE\nkubia +3 +3 +3 +\d+s\n$/);
  expect(await sandbox.kubectl("kubectl api-versions")).toMatch(/^apps\/v1$/m);
});

test("watches until it is interrupted", async ({ sandbox }) => {
  await sandbox.open();
  const [pod = ""] = await sandbox.podNames("kubia-");
  const run = await sandbox.begin("kubectl get pods -w");
  await expect(run).toContainText("Running");
  await sandbox.menu(sandbox.pod(pod), "Delete pod");
  await sandbox.pass(8);
  await expect(run).toContainText(new RegExp(`${pod} +1/1 +Terminating`));
  await expect(run).toContainText("ContainerCreating");
  await expect(sandbox.prompt).not.toBeEditable();
  await sandbox.prompt.press("Control+c");
  await expect(sandbox.prompt).toBeEditable();
  await expect(run).toContainText("^C");
});

test("says why a command waits while the clock stands, and that nobody types inside a container", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(podNamed("one"))] });
  await sandbox.begin("kubectl delete pod one");
  await expect(sandbox.prompt).toHaveAttribute("placeholder", /^The clock stands/);
  await sandbox.run();
  await expect(sandbox.prompt).toHaveAttribute("placeholder", /^(Running|$)/);
  await expect(sandbox.prompt).toBeEditable({ timeout: 60_000 });
  await sandbox.apply(podNamed("two"));
  await expect(sandbox.podsIn("Running")).toHaveCount(1, { timeout: 60_000 });
  const run = await sandbox.begin("kubectl exec -it two -- sh");
  await expect(run).toContainText("put the whole command on one line");
});

test("describes pods, controllers and nodes", async ({ sandbox }) => {
  await sandbox.open({ objects: [parsed(LIVENESS), parsed(KUBIA_RC), parsed(KUBIA_RS.replaceAll("kubia", "web")), parsed(MY_DAEMONSET)] });
  const pod = await sandbox.kubectl("kubectl describe pod liveness-pod");
  expect(pod).toContain("    Liveness:       http-get http://:80/health delay=5s timeout=1s period=10s #success=1 #failure=3\n");
  expect(pod).toMatch(/Normal +Scheduled +\d+s +default-scheduler +Successfully assigned default\/liveness-pod to node-\d/);
  const rc = await sandbox.kubectl("kubectl describe rc kubia");
  expect(rc).toContain("Selector:     app=kubia\n");
  expect(rc).toContain("Replicas:     3 current / 3 desired\nPods Status:  3 Running / 0 Waiting / 0 Succeeded / 0 Failed\n");
  expect(rc).toMatch(/Normal +SuccessfulCreate +\d+s +replication-controller +Created pod: kubia-/);
  expect(await sandbox.kubectl("kubectl describe rs/web")).toMatch(/replicaset-controller +Created pod: web-/);
  expect(await sandbox.kubectl("kubectl describe ds my-daemonset")).toContain("Desired Number of Nodes Scheduled: 3\n");
  const node = await sandbox.kubectl("kubectl describe node node-1");
  expect(node).toMatch(/^Name: +node-1\n/);
  expect(node).toContain("Non-terminated Pods:");
  expect(await sandbox.kubectl("kubectl describe pod nosuch")).toBe('Error from server (NotFound): pods "nosuch" not found\n');
  expect(await sandbox.kubectl("kubectl events --for pod/liveness-pod")).toMatch(
    /LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n[\s\S]*Scheduled/,
  );
});

test("labels, scales, logs", async ({ sandbox }) => {
  await sandbox.open();
  const pod = await sandbox.aPod("kubia-");
  expect(await sandbox.kubectl(`kubectl label pod ${pod} type=special`)).toBe(`pod/${pod} labeled\n`);
  expect(await sandbox.kubectl(`kubectl label pod ${pod} app=foo`)).toBe(
    "error: 'app' already has a value (kubia), and --overwrite is false\n",
  );
  expect(await sandbox.kubectl(`kubectl label pod ${pod} type-`)).toBe(`pod/${pod} unlabeled\n`);
  expect(await sandbox.kubectl(`kubectl label pod ${pod} app=foo --overwrite`)).toBe(`pod/${pod} labeled\n`);
  expect(await sandbox.kubectl("kubectl label node node-1 disk=ssd")).toBe("node/node-1 labeled\n");
  await sandbox.pass(4);
  await expect(sandbox.ownerless).toHaveCount(1);
  await expect(sandbox.nodeLabel("node-1", "disk=ssd")).toBeVisible();
  expect(await sandbox.kubectl("kubectl scale rs kubia --replicas=5")).toBe("replicaset.apps/kubia scaled\n");
  await sandbox.reaches("kubia", 5);
  expect(await sandbox.kubectl(`kubectl logs ${pod}`)).toBe("Kubia server starting...\n");
  expect(await sandbox.kubectl("kubectl logs nosuch")).toBe(
    'error: error from server (NotFound): pods "nosuch" not found in namespace "default"\n',
  );
});

test("deletes: waits for the end, with grace, by force, by selector, all, each cascade", async ({ sandbox }) => {
  await sandbox.open({
    objects: [
      ...["one", "two", "three", "four"].map((name) => ({ ...parsed(podNamed(name)), metadata: { name, labels: { app: name } } })),
      ...["rsa", "rsb", "rsc"].map((name) => parsed(KUBIA_RS.replaceAll(": kubia", `: ${name}`).replace("replicas: 3", "replicas: 2"))),
    ],
    running: true,
    speed: 10,
  });
  expect(await sandbox.kubectl("kubectl delete pod one")).toBe('pod "one" deleted from default namespace\n');
  await expect(sandbox.pod("one")).toHaveCount(0);
  expect(await sandbox.kubectl("kubectl delete pod two --grace-period=0 --force")).toContain(
    'pod "two" force deleted from default namespace\n',
  );
  expect(await sandbox.kubectl("kubectl delete pods -l app=three --grace-period=5")).toBe('pod "three" deleted from default namespace\n');
  expect(await sandbox.kubectl("kubectl delete rs rsa --cascade=orphan")).toBe('replicaset.apps "rsa" deleted from default namespace\n');
  await expect(sandbox.ownerless).toHaveCount(3);
  expect(await sandbox.kubectl("kubectl delete rs rsb --cascade=foreground")).toBe(
    'replicaset.apps "rsb" deleted from default namespace\n',
  );
  await expect(sandbox.pods("rsb-")).toHaveCount(0);
  expect(await sandbox.kubectl("kubectl delete rs/rsc --cascade=background")).toBe(
    'replicaset.apps "rsc" deleted from default namespace\n',
  );
  await expect(sandbox.pods("rsc-")).toHaveCount(0, { timeout: 20_000 });
  expect((await sandbox.kubectl("kubectl delete pods --all")).trim().split("\n")).toHaveLength(3);
  await expect(sandbox.pods()).toHaveCount(0);
  expect(await sandbox.kubectl("kubectl delete pods")).toBe("error: resource(s) were provided, but no name was specified\n");
  expect(await sandbox.kubectl("kubectl delete pod one")).toBe('Error from server (NotFound): pods "one" not found\n');
});

test("what it does not know it answers as kubectl does", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  expect(await sandbox.kubectl("kubectl nosuchcommand")).toContain('error: unknown command "nosuchcommand" for "kubectl"');
  expect(await sandbox.kubectl("kubectl get pods --nosuch")).toBe("error: unknown flag: --nosuch\nSee 'kubectl get --help' for usage.\n");
  expect(await sandbox.kubectl("kubectl get nosuch")).toBe('error: the server doesn\'t have a resource type "nosuch"\n');
  expect(await sandbox.kubectl("kubectl get pods -o nosuch")).toContain(
    'error: unable to match a printer suitable for the output format "nosuch"',
  );
  expect(await sandbox.kubectl("rm -rf /")).toBe("rm: command not found\n");
  expect(await sandbox.kubectl("kubectl get pods > out.txt")).toContain("syntax error");
});

test("a text behind <<EOF is applied, and earlier lines come back", async ({ sandbox }) => {
  await sandbox.open({ objects: [] });
  await sandbox.showTerminal();
  for (const line of ["kubectl apply -f - <<EOF", ...documents(podNamed("typed")).trimEnd().split("\n")]) {
    await sandbox.prompt.fill(line);
    await sandbox.prompt.press("Enter");
  }
  await expect(sandbox.pods()).toHaveCount(0);
  await sandbox.prompt.fill("EOF");
  await sandbox.prompt.press("Enter");
  await expect(sandbox.page.getByTestId("terminal-output")).toContainText("pod/typed created");
  await expect(sandbox.pod("typed")).toBeVisible();
  await sandbox.kubectl("kubectl get pods");
  await sandbox.prompt.press("ArrowUp");
  await expect(sandbox.prompt).toHaveValue("kubectl get pods");
  await sandbox.prompt.fill("kubectl get po ty");
  await sandbox.prompt.press("Tab");
  await expect(sandbox.prompt).toHaveValue("kubectl get po typed ");
});
