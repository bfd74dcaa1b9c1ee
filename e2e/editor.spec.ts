import { documents, KUBIA_RS, LIVENESS, podNamed } from "./manifests.ts";
import { expect, test } from "./test.ts";

test("several documents: created, configured, unchanged", async ({ sandbox }) => {
  await sandbox.open();
  const text = documents(podNamed("one"), KUBIA_RS.replaceAll("kubia", "web"));
  expect(await sandbox.apply(text)).toEqual(["pod/one created", "replicaset.apps/web created"]);
  expect(await sandbox.applyOpen()).toEqual(["pod/one unchanged", "replicaset.apps/web unchanged"]);
  await sandbox.rewrite(text.replace("replicas: 3", "replicas: 4"));
  expect(await sandbox.applyOpen()).toEqual(["pod/one unchanged", "replicaset.apps/web configured"]);
  await sandbox.reaches("web", 4);
});

test("a syntax error, a schema error and a refusal are told apart, each at its line", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.write(LIVENESS.replace("  name: liveness-pod", "  name: liveness-pod\n    labels: {}"));
  await expect(sandbox.problems).toHaveText([/^Syntax.*Wrong indent.*5:\d+Move labels to the left$/s]);

  await sandbox.rewrite(LIVENESS.replace("image: nginx", "imagee: nginx"));
  await expect(sandbox.problems).toHaveText([/^Schema.*imagee.*8:5Write image$/s]);
  await expect(sandbox.editor.locator(".problem-line")).toHaveCount(1);

  await sandbox.rewrite(KUBIA_RS.replace("replicas: 3", "replicas: 2").replaceAll("      app: kubia", "      app: other"));
  await sandbox.applyOpen();
  await expect(sandbox.problems).toHaveText([/^Refused.*field is immutable.*7:3$/s]);
  await expect(sandbox.controller("kubia")).toHaveAccessibleName("rs/kubia, 3 of 3 ready");
  // A row goes to its line, and the mark leaves when the line changes.
  await sandbox.problems.getByRole("button").click();
  await expect(sandbox.text).toBeFocused();
});

test("a refused document leaves the cluster alone, and the others are applied", async ({ sandbox }) => {
  await sandbox.open();
  const lines = await sandbox.apply(documents(podNamed("before"), podNamed("Not_A_Name"), podNamed("after")));
  expect(lines).toEqual(["pod/before created", "pod/after created"]);
  await expect(sandbox.problems).toHaveText([
    /^Refused.*metadata\.name: Invalid value: "Not_A_Name".*a lowercase RFC 1123 subdomain.*13:3$/s,
  ]);
  await expect(sandbox.pods()).toHaveCount(5);
  await sandbox.reaches("kubia", 3);
});

test("completes fields and says what they are", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.write("apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  termin");
  await sandbox.page.keyboard.press("Control+Space");
  const list = sandbox.page.locator(".suggest-widget.visible");
  await expect(list).toContainText("terminationGracePeriodSeconds");
  await sandbox.page.keyboard.press("Enter");
  await expect(sandbox.editor.locator(".view-lines")).toContainText("terminationGracePeriodSeconds:");
  await sandbox.page.keyboard.press("Escape");
  await sandbox.editor.locator(".view-line").getByText("terminationGracePeriodSeconds").hover();
  await expect(sandbox.page.locator(".monaco-hover:visible").first()).toContainText(/SIGTERM|seconds|grace/i);
});

test("quick fixes mend a manifest, by pointer and by keyboard", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.openExample("template under selector");
  await sandbox.quickFix("Move template to spec").click();
  await expect(sandbox.text).toBeFocused();
  const left = sandbox.problems.filter({ hasText: "It belongs to an item of containers" });
  await expect(sandbox.problems).toHaveCount(1);
  await sandbox.problemsRest();
  await left.getByRole("button").first().press("Enter");
  await sandbox.page.keyboard.press("Control+.");
  await expect(sandbox.page.locator(".action-widget").first()).toContainText("Move image to containers");
  await sandbox.page.keyboard.press("Enter");
  await expect(sandbox.problems).toHaveCount(0);
  expect(await sandbox.applyOpen()).toEqual(["daemonset.apps/ssd-monitor created"]);

  // What only the server would refuse is told while typing; a version that is gone brings its selector along.
  await sandbox.write(
    KUBIA_RS.replace("apps/v1", "extensions/v1beta1")
      .replace(/  selector:\n.*\n.*\n/, "")
      .replace("name: kubia", "name: old"),
  );
  await expect(sandbox.quickFix("Use apps/v1 and add the selector")).toBeVisible();
  await sandbox.problemsRest();
  await sandbox.quickFix("Use apps/v1 and add the selector").press("Enter");
  await expect(sandbox.problems).toHaveCount(0);
  expect(await sandbox.applyOpen()).toEqual(["replicaset.apps/old created"]);
  await sandbox.rewrite(KUBIA_RS.replace("name: kubia", "name: other").replace("      app: kubia", "      app: other"));
  await expect(sandbox.problems).toHaveText([/^Schema.*do not match selector/]);
  await sandbox.quickFix("Change the template's labels").click();
  await sandbox.page.keyboard.press("Control+z");
  await expect(sandbox.problems).toHaveCount(1);
  await sandbox.quickFix("Change the selector").click();
  await expect(sandbox.problems).toHaveCount(0);
});

test("a file is seen beside what the cluster has, and put in order", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.write(KUBIA_RS.replace("replicas: 3", "replicas:   5"));
  await expect(sandbox.fileState).toContainText("Edited");
  await sandbox.editor.getByRole("button", { name: "Compare" }).click();
  const diff = sandbox.editor.locator(".editor-diff");
  await expect(diff.locator(".view-lines .char-delete, .view-lines.line-delete").first()).toBeVisible();
  await expect(diff).toContainText(/replicas:\s+3/);
  await expect(diff).toContainText(/replicas:\s+5/);
  // By keys: out again, in order, applied.
  await expect(sandbox.text).toBeFocused();
  await sandbox.page.keyboard.press("Alt+d");
  await expect(diff).toHaveCount(0);
  await sandbox.text.focus();
  await sandbox.page.keyboard.press("Shift+Alt+f");
  await expect(sandbox.editor.locator(".view-line").nth(5)).toHaveText(/replicas:\s5/);
  await sandbox.page.keyboard.press("ControlOrMeta+Enter");
  await expect(sandbox.applied).toContainText("replicaset.apps/kubia configured");
  await expect(sandbox.fileState).toContainText("Same as the cluster");

  // From elsewhere on the page, too.
  await sandbox.controller("kubia").focus();
  await sandbox.page.keyboard.press("Alt+d");
  await expect(diff).toHaveCount(1);
  await expect(sandbox.text).toBeFocused();
  await sandbox.page.keyboard.press("Alt+d");
  await expect(diff).toHaveCount(0);

  await sandbox.rewrite("a: 1\n  b: 2\n");
  await sandbox.page.keyboard.press("Shift+Alt+f");
  await expect(sandbox.editorNote).toContainText("Only a text that is YAML can be formatted.");
});

test("what Apply would do is seen before it is done", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.write(KUBIA_RS.replace("replicas: 3", "replicas: 5"));
  const preview = sandbox.editor.getByRole("button", { name: "Preview" });
  await preview.click();
  await expect(sandbox.previewSay).toHaveText("Apply would create 2 pods.");
  await expect(preview).toHaveAttribute("aria-pressed", "true");
  await expect(sandbox.page.getByText("appears here").first()).toBeVisible();
  await expect(sandbox.previewBanner).toContainText(/rs\/kubia creates 2 pods\. Settles in \d+\.\d s\./);
  await sandbox.text.focus();
  await sandbox.page.keyboard.press("Escape");
  await expect(sandbox.previewSay).toHaveText("");
  await expect(sandbox.previewBanner).toHaveCount(0);
  await expect(sandbox.controller("kubia")).toHaveAccessibleName("rs/kubia, 3 of 3 ready");

  await sandbox.rewrite(KUBIA_RS.replace("replicas: 3", "replicas: 1"));
  await sandbox.page.keyboard.press("Alt+Enter");
  await expect(sandbox.previewSay).toHaveText("Apply would delete 2 pods.");
  await expect(sandbox.previewBanner).toContainText("rs/kubia deletes 2 pods.");
  await sandbox.previewBanner.getByRole("button", { name: "Close preview" }).click();
  await expect(sandbox.previewSay).toHaveText("");
  await sandbox.text.focus();
  await sandbox.page.keyboard.press("Alt+Enter");
  await expect(sandbox.previewSay).toHaveText("Apply would delete 2 pods.");
  expect((await sandbox.applyOpen())[0]).toBe("replicaset.apps/kubia configured");
  await expect(sandbox.previewSay).toHaveText("");

  await sandbox.rewrite(podNamed("Not_A_Name"));
  await sandbox.page.keyboard.press("Alt+Enter");
  await expect(sandbox.problems).toHaveText([/^Refused.*metadata\.name: Invalid value/]);
});

test("files begin with a kind, by typing and from the menu", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.write("Daemon");
  await sandbox.page.keyboard.press("Control+Space");
  const list = sandbox.page.locator(".suggest-widget.visible");
  await expect(list).toContainText("a new DaemonSet");
  await sandbox.page.keyboard.press("Enter");
  await sandbox.page.keyboard.insertText("everywhere");
  await expect(sandbox.problems).toHaveCount(0);
  expect(await sandbox.applyOpen()).toEqual(["daemonset.apps/everywhere created"]);

  await sandbox.editor.getByRole("button", { name: "Begin with a kind" }).click();
  await sandbox.page.getByRole("menuitem", { name: "CronJob", exact: true }).click();
  await expect(sandbox.editor.getByRole("tab", { name: "cronjob.yaml" })).toHaveAttribute("aria-selected", "true");
  expect(await sandbox.applyOpen()).toEqual(["cronjob.batch/every-minute created"]);
});

test("completes from what the cluster has", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  const list = sandbox.page.locator(".suggest-widget.visible");
  const begun = KUBIA_RS.replace("name: kubia", "name: more");
  await sandbox.write(begun.slice(0, begun.indexOf("app: kubia")));
  await sandbox.page.keyboard.press("Control+Space");
  await expect(list).toContainText("app: kubia");
  await sandbox.page.keyboard.press("Enter");
  await expect(sandbox.editor.locator(".view-lines")).toContainText(/app:\skubia/);
  await sandbox.rewrite(
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  nodeName: node-2\n  containers:\n  - name: a\n    image: luksa/kubia-un",
  );
  await sandbox.page.keyboard.press("Control+Space");
  await expect(list).toContainText("luksa/kubia-unhealthy");
  await expect(list).toContainText("answers 500 after 5 requests");
  await sandbox.page.keyboard.press("Enter");
  expect(await sandbox.applyOpen()).toEqual(["pod/x created"]);
});

test("files dropped on the editor open in it, and what is no text is refused", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.dropFiles([
    { name: "one.yaml", text: podNamed("one") },
    {
      name: "two.json",
      text: JSON.stringify({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "two" },
        spec: { containers: [{ name: "a", image: "nginx" }] },
      }),
    },
    { name: "picture.png", text: "\0PNG" },
  ]);
  await expect(sandbox.editorNote).toHaveText("picture.png is not a text file.");
  await expect(sandbox.editor.getByRole("tab", { name: "one.yaml" })).toBeVisible();
  await expect(sandbox.editor.getByRole("tab", { name: "two.json" })).toHaveAttribute("aria-selected", "true");
  expect(await sandbox.applyOpen()).toEqual(["pod/two created"]);
});

test("the live YAML of anything opens by its name", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.page.keyboard.press("ControlOrMeta+k");
  const palette = sandbox.page.getByTestId("palette");
  await palette.getByRole("combobox").fill("service/kubernetes");
  await expect(palette.getByRole("option", { selected: true })).toContainText("Open live YAML of service/kubernetes");
  await sandbox.page.keyboard.press("Enter");
  await expect(sandbox.editor.getByRole("tab", { name: "service/kubernetes.yaml" })).toHaveAttribute("aria-selected", "true");
  await expect(sandbox.fileState).toContainText("As it is in the cluster now");
});

test("the live YAML of a pod is edited and applied", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  const pod = await sandbox.aPod("kubia-");
  await sandbox.select(sandbox.pod(pod), "YAML");
  await sandbox.inspector.getByRole("button", { name: "Edit in the editor" }).click();
  await expect(sandbox.editor.getByRole("tab", { name: `${pod}.yaml` })).toHaveAttribute("aria-selected", "true");
  await sandbox.editor.locator(".view-line").getByText("app", { exact: true }).first().dblclick();
  await sandbox.page.keyboard.press("End");
  await sandbox.page.keyboard.press("Shift+Home");
  await sandbox.page.keyboard.insertText("    app: debug");
  const lines = await sandbox.applyOpen();
  expect(lines[0]).toBe(`pod/${pod} configured`);
  expect(lines[1], "as kubectl warns of what was not made by apply").toMatch(/^Warning: .*last-applied-configuration/);
  await sandbox.pass(3);
  await expect(sandbox.ownerless).toHaveCount(1);
  await expect(sandbox.pods("kubia-")).toHaveCount(4);
});

test("the manifests that the notes printed wrong say what is wrong and where", async ({ sandbox }) => {
  await sandbox.open();
  await sandbox.monaco();
  await sandbox.openExample("Lost indent");
  await expect(sandbox.problems.filter({ hasText: "Syntax" })).toHaveText([
    /Wrong indent: this line is deeper.*8:5Move image to the left$/s,
  ]);
  await sandbox.openExample("template under selector");
  await expect(sandbox.problems.filter({ hasText: "template" }).first()).toHaveText(/^Schema.*(Unknown field|Required field) template.*$/s);
  await expect(sandbox.problems.filter({ hasText: "It belongs to spec: move it out of selector." })).toHaveText([
    /9:5Move template to spec$/,
  ]);
  await sandbox.applyOpen();
  await expect(sandbox.pods("ssd-monitor")).toHaveCount(0);
});
