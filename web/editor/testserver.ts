// The sandbox's own server for tests: its schema, and what kubectl says of a manifest.

import { createCluster, kubectl } from "../../engine/index.ts";
import { editorSchema, type JsonSchema, type OpenApi, type SchemaWords } from "./schema.ts";

const NO_WORDS: SchemaWords = { required: "required", default: String, listKey: String, oneOf: String, help: () => undefined };

type Cluster = ReturnType<typeof createCluster>;

export function openApiOf(cluster: Cluster): readonly OpenApi[] {
  const get = (path: string): unknown =>
    JSON.parse(String(cluster.handle({ method: "GET", path, headers: { accept: "application/json" } }).body));
  // The server's own answers.
  const { paths } = get("/openapi/v3") as { readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>> };
  return Object.values(paths).map(({ serverRelativeURL }) => get(serverRelativeURL) as OpenApi);
}

export function serverSchema(): JsonSchema {
  return editorSchema(openApiOf(createCluster({ seed: 1, nodes: 1 })), NO_WORDS);
}

/** What a fresh sandbox prints when the text is applied to it. */
export function applied(text: string): { readonly code: number; readonly stdout: string; readonly stderr: string } {
  const cluster = createCluster({ seed: 1, nodes: 1 });
  cluster.advance(1000);
  return kubectlOn(cluster, ["apply", "-f", "a.yaml"], text);
}

export function kubectlOn(cluster: Cluster, words: readonly string[], file: string): { code: number; stdout: string; stderr: string } {
  const out = { stdout: "", stderr: "" };
  const run = kubectl(["kubectl", ...words], undefined, {
    handle: (request) => cluster.handle(request),
    watch: (request, sink) => cluster.watch(request, sink),
    now: () => cluster.now,
    namespace: "default",
    readFile: () => file,
    stdout: (text) => (out.stdout += text),
    stderr: (text) => (out.stderr += text),
  });
  for (;;) {
    const step = run.next();
    if (step.done === true) return { code: step.value, ...out };
    cluster.advance(1000);
  }
}
