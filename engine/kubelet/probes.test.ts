import { describe, expect, it } from "vitest";
import type { Container, Event, Probe } from "../api/types.generated.ts";
import { TestNode } from "../testing/kubeletnode.ts";

const hop = (path: string, location: string, body = ""): object => ({ path, status: 302, location, body });

/** A server with something on every port that a probe can meet. */
const SERVER = {
  names: ["app"],
  process: "server",
  preloaded: true,
  onSigterm: "exit",
  ports: [
    {
      port: 80,
      http: [
        { path: "/", status: 200 },
        { path: "/teapot", status: 418 },
        { path: "/low", status: 199 },
        { path: "/edge", status: 399, location: "http://elsewhere/", body: "edge" },
        { path: "/four", status: 400 },
        { path: "/slow", status: 200, delaySeconds: 2 },
        { path: "/barely", status: 200, delaySeconds: 0.9 },
        { path: "/secret", status: 200, needsHeader: "X-Key: open" },
        { path: "/plain-agent", status: 200, needsHeader: "User-Agent: kube-probe/1.36" },
        { path: "/any", status: 200, needsHeader: "Accept: */*" },
        { path: "/hosted", status: 200, needsHeader: "Host: shop.example" },
        hop("/local", "/"),
        hop("/relative", "teapot"),
        hop("/away", "http://shop.example/", "gone away"),
        hop("/loop", "/loop"),
        hop("/broken", "/teapot"),
        hop("/nowhere", "/missing"),
        hop("/slow-hop", "/slow"),
      ],
    },
    { port: 443, tls: true, http: [{ path: "*", status: 200 }] },
    { port: 6379, tcpOnly: true },
    { port: 5000, grpc: "SERVING" },
    { port: 5001, grpc: "NOT_SERVING" },
    { port: 5002, grpc: "UNIMPLEMENTED" },
  ],
};

const BASE = { name: "c", image: "app", imagePullPolicy: "IfNotPresent" };

/** One readiness probe a second: whether the pod becomes ready, and the first event of a probe. */
function probed(
  probe: Omit<Partial<Probe>, "httpGet" | "grpc"> & { httpGet?: object; grpc?: object },
  container: Partial<Container> = {},
): { ready: boolean; text: string } {
  const node = new TestNode();
  node.world.create("Image", { metadata: { name: "app" }, spec: SERVER });
  node.pod({ containers: [{ ...BASE, ...container, readinessProbe: { periodSeconds: 1, ...probe } }] });
  node.world.advance(12_000);
  const ready = node.get().status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
  const event = node.world.list("Event").find(({ reason = "" }: Event) => reason === "Unhealthy" || reason === "ProbeWarning");
  const { podIP = "?" } = node.get().status;
  return { ready, text: `${event === undefined ? "" : `${event.reason}: `}${event?.message ?? ""}`.replaceAll(podIP, "IP") };
}

const failed = (output: string): string => `Unhealthy: Readiness probe failed: ${output}`;
const status = (code: number): string => failed(`HTTP probe failed with statuscode: ${code}`);
const get = (path: string, more: object = {}): { httpGet: object } => ({ httpGet: { path, port: 80, ...more } });

describe("an httpGet probe", () => {
  const rows: readonly { says: string; probe: Parameters<typeof probed>[0]; ready?: boolean; text?: string; ports?: Container["ports"] }[] =
    [
      { says: "succeeds with 200 (KL-132)", probe: get("/") },
      { says: "asks for / when no path is given (KL-113)", probe: { httpGet: { port: 80 } } },
      { says: "puts a slash before a path that lacks one", probe: get("teapot"), text: status(418) },
      { says: "fails with 400 (KL-132)", probe: get("/four"), text: status(400) },
      { says: "fails with 199 (KL-132)", probe: get("/low"), text: status(199) },
      {
        says: "succeeds with 399, with a warning when it leads elsewhere (KL-133)",
        probe: get("/edge"),
        ready: true,
        text: "ProbeWarning: Readiness probe warning: Probe terminated redirects, Response body: edge",
      },
      { says: "fails with 404 for a path that is not there", probe: get("/missing"), text: status(404) },
      { says: "ignores the query when it looks for the path", probe: get("/?a=1") },
      { says: "follows a redirect on the same host (KL-133)", probe: get("/local") },
      { says: "follows a relative one", probe: get("/relative"), text: status(418) },
      { says: "fails where a redirect leads to a failure", probe: get("/broken"), text: status(418) },
      { says: "fails where a redirect leads nowhere", probe: get("/nowhere"), text: status(404) },
      {
        says: "does not follow a redirect to another host, and warns (KL-133)",
        probe: get("/away"),
        ready: true,
        text: "ProbeWarning: Readiness probe warning: Probe terminated redirects, Response body: gone away",
      },
      { says: "gives up after 10 redirects (KL-133)", probe: get("/loop"), text: failed('Get "/loop": stopped after 10 redirects') },
      {
        says: "times out over all redirects together",
        probe: get("/slow-hop"),
        text: failed('Get "http://IP:80/slow": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'),
      },
      {
        says: "times out after one second (KL-113, KL-135)",
        probe: get("/slow"),
        text: failed('Get "http://IP:80/slow": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'),
      },
      { says: "waits as long as it is told to", probe: { ...get("/slow"), timeoutSeconds: 3 } },
      { says: "takes an answer just in time", probe: get("/barely") },
      { says: "sends kube-probe's user agent (KL-134)", probe: get("/plain-agent") },
      {
        says: "sends another one when told to",
        probe: get("/plain-agent", { httpHeaders: [{ name: "user-agent", value: "mine" }] }),
        text: status(401),
      },
      { says: "accepts everything (KL-134)", probe: get("/any") },
      {
        says: "leaves out a header given empty (KL-134)",
        probe: get("/any", { httpHeaders: [{ name: "Accept", value: "" }] }),
        text: status(401),
      },
      { says: "sends the headers given", probe: get("/secret", { httpHeaders: [{ name: "X-Key", value: "open" }] }) },
      { says: "is refused without them", probe: get("/secret"), text: status(401) },
      { says: "sets Host by a header", probe: get("/hosted", { httpHeaders: [{ name: "Host", value: "shop.example" }] }) },
      { says: "speaks TLS when the scheme is HTTPS", probe: get("/x", { port: 443, scheme: "HTTPS" }) },
      { says: "fails with HTTP on a port with TLS", probe: get("/x", { port: 443 }), text: status(400) },
      {
        says: "fails with HTTPS on a plain port",
        probe: get("/", { scheme: "HTTPS" }),
        text: failed('Get "https://IP:80/": http: server gave HTTP response to HTTPS client'),
      },
      { says: "fails where nothing is said", probe: get("/", { port: 6379 }), text: failed('Get "http://IP:6379/": EOF') },
      {
        says: "fails where gRPC is spoken",
        probe: get("/", { port: 5000 }),
        text: failed(
          'Get "http://IP:5000/": net/http: HTTP/1.x transport connection broken: malformed HTTP response "\\x00\\x00\\x06\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x05\\x00\\x00@\\x00"',
        ),
      },
      {
        says: "fails where nobody listens (KL-135)",
        probe: get("/", { port: 81 }),
        text: failed('Get "http://IP:81/": dial tcp IP:81: connect: connection refused'),
      },
      { says: "finds a port by its name (KL-117)", probe: get("/", { port: "web" }), ports: [{ name: "web", containerPort: 80 }] },
      {
        says: "errs with a name that no port has, and does not count it (KL-117)",
        probe: get("/", { port: "nope" }),
        text: 'Unhealthy: Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "nope": invalid syntax',
      },
      {
        says: "cannot find a host that has no address (KL-134)",
        probe: get("/", { host: "shop.example" }),
        text: failed('Get "http://shop.example:80/": dial tcp: lookup shop.example on 10.96.0.10:53: no such host'),
      },
      {
        says: "means the node by localhost, not the pod",
        probe: get("/", { host: "127.0.0.1" }),
        text: failed('Get "http://127.0.0.1:80/": dial tcp 127.0.0.1:80: connect: connection refused'),
      },
    ];
  it.each(rows)("$says", ({ probe, text = "", ready = text === "", ports }) => {
    expect(probed(probe, ports === undefined ? {} : { ports })).toEqual({ ready, text });
  });
});

describe("the other handlers", () => {
  const sh = (script: string): Parameters<typeof probed>[0] => ({ exec: { command: ["sh", "-c", script] } });
  const box = { image: "busybox", command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1; done"] };
  const rows: readonly {
    says: string;
    probe: Parameters<typeof probed>[0];
    container?: Partial<Container>;
    text?: string;
    ready?: boolean;
  }[] = [
    { says: "tcpSocket succeeds when somebody listens (KL-136)", probe: { tcpSocket: { port: 6379 } } },
    {
      says: "tcpSocket fails with the dial error (KL-136)",
      probe: { tcpSocket: { port: 7000 } },
      text: failed("dial tcp IP:7000: connect: connection refused"),
    },
    {
      says: "tcpSocket takes a port's name",
      probe: { tcpSocket: { port: "db" } },
      container: { ports: [{ name: "db", containerPort: 6379 }] },
    },
    { says: "exec succeeds with exit code 0 (KL-137)", probe: sh("exit 0"), container: box },
    {
      says: "exec fails with both streams as output (KL-137)",
      probe: sh("echo out; echo err >&2; exit 3"),
      container: box,
      text: failed("out\nerr\n"),
    },
    {
      says: "exec times out (KL-7, KL-137)",
      probe: sh("sleep 5"),
      container: box,
      text: failed('command timed out: "sh -c sleep 5" timed out after 1s'),
    },
    {
      says: "exec expands plain variables alone (KL-137)",
      probe: { exec: { command: ["test", "$(WORD)", "=", "yes"] } },
      container: { ...box, env: [{ name: "WORD", value: "yes" }] },
    },
    { says: "grpc succeeds with SERVING (KL-138)", probe: { grpc: { port: 5000 } } },
    {
      says: "grpc fails with NOT_SERVING (KL-138)",
      probe: { grpc: { port: 5001 } },
      text: failed('service unhealthy (responded with "NOT_SERVING")'),
    },
    {
      says: "grpc fails without a health service (KL-138)",
      probe: { grpc: { port: 5002, service: "shop" } },
      text: failed(
        "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health",
      ),
    },
    {
      says: "grpc waits in vain where nobody listens (KL-138)",
      probe: { grpc: { port: 5009 } },
      text: failed('timeout: failed to connect service "IP:5009" within 1s: context deadline exceeded'),
    },
    {
      says: "grpc waits in vain where HTTP is spoken (KL-138)",
      probe: { grpc: { port: 80 }, timeoutSeconds: 2 },
      text: failed('timeout: failed to connect service "IP:80" within 2s: context deadline exceeded'),
    },
  ];
  it.each(rows)("$says", ({ probe, container = {}, text = "", ready = text === "" }) => {
    expect(probed(probe, container)).toEqual({ ready, text });
  });
});
