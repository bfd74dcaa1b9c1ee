// Image names as the container runtime writes them in a status: `docker.io/library/nginx:latest` (environment of the
// recordings), and the image's digest, which is made up from the name.

/** With registry, repository path and tag. */
export function fullImage(image: string): string {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  const hasRegistry = first.includes(".") || first.includes(":") || first === "localhost";
  const path = hasRegistry ? image : slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
  return withTag(path);
}

/** An image without tag or digest is looked up as `:latest` (KL-53). */
export function withTag(image: string): string {
  if (image.includes("@")) return image;
  return image.lastIndexOf(":") > image.lastIndexOf("/") ? image : `${image}:latest`;
}

/** The same name always has the same digest. Those asked for last are remembered: it only saves time. */
export function imageIdOf(image: string): string {
  let id = known.get(image);
  if (id !== undefined) return id;
  if (known.size >= MOST_KNOWN) known.clear();
  const name = withTag(image);
  const parts = Array.from({ length: 8 }, (_, part) => fnv(`${part} ${name}`).toString(16).padStart(8, "0"));
  id = `sha256:${parts.join("")}`;
  known.set(image, id);
  return id;
}

const MOST_KNOWN = 200;
const known = new Map<string, string>();

function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
