// Image names as a container runtime reads them: `nginx`, `docker.io/library/nginx:latest` and `nginx:latest` are one image.

export interface ImageName {
  /** `docker.io/library/nginx`. */
  readonly repository: string;
  /** As people write it: `nginx`, `luksa/kubia`, `registry.k8s.io/pause`. */
  readonly familiar: string;
  readonly tag: string;
  /** `docker.io/library/nginx:latest`. */
  readonly full: string;
}

const PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

const MOST_KNOWN = 200;
const known = new Map<string, ReturnType<typeof parse>>();

/** The parsed name, or what is wrong with it. Those asked for last are remembered: it only saves time. */
export function parseImageName(image: string): ReturnType<typeof parse> {
  let name = known.get(image);
  if (name !== undefined) return name;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(image, (name = parse(image)));
  return name;
}

function parse(image: string): ImageName | { readonly error: string } {
  const at = image.indexOf("@");
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const rest = at < 0 ? image : image.slice(0, at);
  const colon = rest.lastIndexOf(":");
  const hasTag = colon > rest.lastIndexOf("/");
  const tag = hasTag ? rest.slice(colon + 1) : "latest";
  const name = hasTag ? rest.slice(0, colon) : rest;
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const hasHost = /[.:]/.test(first) || first === "localhost";
  const host = !hasHost || first === "index.docker.io" ? "docker.io" : first;
  const path = hasHost ? name.slice(slash + 1) : name;
  const remote = host === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  if (/[A-Z]/.test(remote)) return { error: `invalid reference format: repository name (${remote.replace(/:.*$/, "")}) must be lowercase` };
  const wellFormed = remote.split("/").every((part) => PART.test(part)) && TAG.test(tag) && (digest === undefined || DIGEST.test(digest));
  if (!wellFormed) return { error: "invalid reference format" };
  const repository = `${host}/${remote}`;
  const familiar = repository.replace(/^docker\.io\/(library\/)?/, "");
  return { repository, familiar, tag, full: digest === undefined ? `${repository}:${tag}` : `${repository}@${digest}` };
}
