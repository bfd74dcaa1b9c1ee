// The registry: which images there are and how their containers behave. Images made by the learner (Image objects) come
// before the ones known here; the registry `open` has every well-formed name, as a quiet server on the declared ports.

import type { Image, ImageSpec } from "../api/kinds.ts";
import type { ImageSource } from "./contract.ts";
import { parseImageName } from "./imagename.ts";
import { KNOWN_IMAGES } from "./knownimages.ts";

/** How an image that nobody has described behaves. Whatever command it is given is taken for its own program. */
const QUIET_SERVER: ImageSpec = freeze({ names: [], process: "server", programs: ["*"], onSigterm: "exit" });

const known = new Map<string, ImageSpec>(KNOWN_IMAGES.flatMap((spec) => spec.names.map((name) => [name, freeze(spec)] as const)));

export class ImageCatalogue implements ImageSource {
  readonly #registry: "open" | "catalogue";
  readonly #objects: () => Iterable<{ readonly kind: string }>;

  constructor(registry: "open" | "catalogue", objects: () => Iterable<{ readonly kind: string }> = () => []) {
    this.#registry = registry;
    this.#objects = objects;
  }

  find(image: string): ImageSpec | undefined {
    const name = parseImageName(image);
    if ("error" in name) return undefined;
    for (const object of this.#objects()) {
      const { spec } = object as Image; // the list of Image objects, as the store types it
      if (spec.names.some((own) => own === name.familiar || own === `${name.familiar}:${name.tag}` || familiar(own) === name.familiar))
        return spec;
    }
    return known.get(name.familiar) ?? (this.#registry === "open" ? QUIET_SERVER : undefined);
  }
}

function familiar(name: string): string | undefined {
  const parsed = parseImageName(name);
  return "error" in parsed || name.lastIndexOf(":") > name.lastIndexOf("/") ? undefined : parsed.familiar;
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) freeze(item);
    Object.freeze(value);
  }
  return value;
}
