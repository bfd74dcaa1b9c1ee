// Images whose real selves learners know, as data.

import type { ImagePort, ImageSpec } from "../api/kinds.ts";

const MiB = 1024 * 1024;

const everyPath = (port: number, body: string): ImagePort => ({ port, http: [{ path: "*", status: 200, body }] });

const NGINX_PAGE =
  "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n";

/** A node application that sets no handler: as process 1 it never hears SIGTERM. */
const kubia: Pick<ImageSpec, "process" | "programs" | "onSigterm" | "log" | "memory"> = {
  process: "server",
  programs: ["node", "npm"],
  onSigterm: "default",
  log: ["Kubia server starting..."],
  memory: { startBytes: 20 * MiB },
};

const server = (names: string[], ports: ImagePort[], more: Partial<ImageSpec> = {}): ImageSpec => ({
  names,
  process: "server",
  onSigterm: "exit",
  ports,
  ...more,
});

/** An image that holds programs and a shell, but no process of its own. */
const tools = (names: string[], sizeBytes: number): ImageSpec => ({ names, process: "none", sizeBytes });

export const KNOWN_IMAGES: readonly ImageSpec[] = [
  server(
    ["nginx", "nginxinc/nginx-unprivileged"],
    [
      {
        port: 80,
        http: [
          { path: "/", status: 200, body: NGINX_PAGE },
          { path: "/index.html", status: 200, body: NGINX_PAGE },
        ],
      },
    ],
    {
      programs: ["nginx", "nginx-debug", "/docker-entrypoint.sh"],
      sizeBytes: 72_324_501,
      // What each pull took in the study notes, also the later ones.
      pullSeconds: 5.5,
      memory: { startBytes: 8 * MiB },
      log: ["/docker-entrypoint.sh: Configuration complete; ready for start up"],
    },
  ),
  server(["httpd"], [{ port: 80, http: [{ path: "/", status: 200, body: "<html><body><h1>It works!</h1></body></html>\n" }] }], {
    programs: ["httpd-foreground", "httpd"],
    sizeBytes: 45_000_000,
    memory: { startBytes: 10 * MiB },
  }),
  { names: ["luksa/kubia"], ...kubia, sizeBytes: 263_000_000, ports: [everyPath(8080, "You've hit {hostname}\n")] },
  { names: ["khk9346/kubia"], ...kubia, sizeBytes: 263_000_000, ports: [everyPath(8080, "You've hit {hostname}\n")] },
  {
    names: ["luksa/kubia-unhealthy", "khk9346/kubia-unhealthy"],
    ...kubia,
    sizeBytes: 263_000_000,
    ports: [{ ...everyPath(8080, "You've hit {hostname}\n"), failAfterRequests: 5 }],
  },
  {
    names: ["luksa/ssd-monitor", "khk9346/ssd-monitor"],
    process: "sleep",
    onSigterm: "default",
    sizeBytes: 1_400_000,
    memory: { startBytes: MiB },
    log: ["SSD OK"],
    logEverySeconds: 5,
  },
  server(["redis", "bitnami/redis"], [{ port: 6379, tcpOnly: true }], {
    programs: ["redis-server", "docker-entrypoint.sh"],
    sizeBytes: 53_000_000,
    log: ["* Ready to accept connections tcp"],
  }),
  server(["memcached"], [{ port: 11211, tcpOnly: true }], { programs: ["memcached", "docker-entrypoint.sh"], sizeBytes: 33_000_000 }),
  server(["postgres"], [{ port: 5432, tcpOnly: true }], {
    programs: ["postgres", "docker-entrypoint.sh"],
    sizeBytes: 152_000_000,
    startSeconds: 2,
    log: ["LOG:  database system is ready to accept connections"],
  }),
  server(["mysql", "mariadb"], [{ port: 3306, tcpOnly: true }], {
    programs: ["mysqld", "mariadbd", "docker-entrypoint.sh"],
    sizeBytes: 233_000_000,
    startSeconds: 8,
    log: ["mysqld: ready for connections."],
  }),
  server(["mongo"], [{ port: 27017, tcpOnly: true }], {
    programs: ["mongod", "docker-entrypoint.sh"],
    sizeBytes: 295_000_000,
    startSeconds: 2,
  }),
  server(["registry.k8s.io/e2e-test-images/agnhost", "k8s.gcr.io/serve_hostname"], [everyPath(9376, "{hostname}\n")], {
    programs: ["/agnhost"],
    sizeBytes: 53_000_000,
  }),
  server(["hashicorp/http-echo"], [everyPath(5678, "hello-world\n")], { programs: ["/http-echo"], sizeBytes: 3_000_000, bare: true }),
  server(["traefik/whoami"], [everyPath(80, "Hostname: {hostname}\n")], { programs: ["/whoami"], sizeBytes: 3_000_000, bare: true }),
  server(["nginxdemos/hello"], [everyPath(80, "Server name: {hostname}\n")], { programs: ["nginx"], sizeBytes: 20_000_000 }),
  server(["gcr.io/google-samples/hello-app"], [everyPath(8080, "Hello, world!\nVersion: 1.0.0\nHostname: {hostname}\n")], {
    programs: ["./hello-app"],
    sizeBytes: 12_000_000,
    bare: true,
  }),
  {
    names: ["registry.k8s.io/pause", "k8s.gcr.io/pause", "pause"],
    process: "sleep",
    onSigterm: "exit",
    exitCodeOnSigterm: 0,
    programs: ["/pause"],
    sizeBytes: 320_000,
    preloaded: true,
    bare: true,
  },
  {
    names: ["hello-world"],
    process: "server",
    exitAfterSeconds: 0,
    exitCode: 0,
    programs: ["/hello"],
    sizeBytes: 3_000,
    bare: true,
    log: ["", "Hello from Docker!", "This message shows that your installation appears to be working correctly.", ""],
  },
  tools(["busybox"], 2_156_513),
  tools(["alpine"], 3_640_000),
  tools(["ubuntu"], 29_700_000),
  tools(["debian"], 48_500_000),
  tools(["centos", "rockylinux", "fedora", "bash"], 60_000_000),
  { ...tools(["curlimages/curl"], 9_000_000), entrypoint: ["curl"] },
  { ...tools(["polinux/stress", "progrium/stress"], 4_000_000), entrypoint: ["stress"] },
  // The Job of the Kubernetes documentation: it works out digits of pi for some seconds, writes them and ends.
  {
    names: ["perl"],
    process: "none",
    programs: ["perl"],
    exitAfterSeconds: 5,
    exitCode: 0,
    sizeBytes: 335_000_000,
    log: ["3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679"],
  },
];

/** Whether nobody but this list describes the image. */
export function isKnownImage(spec: ImageSpec): boolean {
  return KNOWN_IMAGES.includes(spec);
}
