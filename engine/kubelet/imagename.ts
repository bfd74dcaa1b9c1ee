// Image names as the container runtime writes them in a status: `docker.io/library/nginx:latest` (environment of the
// recordings), and the image's digest, which is made up from the name.

interface Names {
  readonly full: string;
  readonly id: string;
}
const MOST_KNOWN = 200;
const known = new Map<string, Names>();

/** What is worked out of the images asked for last: it only saves time. */
function namesOf(image: string): Names {
  let names = known.get(image);
  if (names !== undefined) return names;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(image, (names = { full: newFullImage(image), id: newImageId(image) }));
  return names;
}

/** With registry, repository path and tag. */
export function fullImage(image: string): string {
  return namesOf(image).full;
}

function newFullImage(image: string): string {
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

/** The same name always has the same digest. */
export function imageIdOf(image: string): string {
  return namesOf(image).id;
}

function newImageId(image: string): string {
  const name = withTag(image);
  const parts = Array.from({ length: 8 }, (_, part) => fnv(`${part} ${name}`).toString(16).padStart(8, "0"));
  return `sha256:${parts.join("")}`;
}

function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
