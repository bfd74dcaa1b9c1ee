import { expect, test } from "vitest";
import type { Image } from "../api/kinds.ts";
import { ImageCatalogue } from "./catalogue.ts";
import { KNOWN_IMAGES } from "./knownimages.ts";
import { parseImageName } from "./imagename.ts";

const image = (spec: Image["spec"]): Image => ({
  apiVersion: "sim.podyard.dev/v1",
  kind: "Image",
  metadata: { name: "i", uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-05T09:00:00Z" },
  spec,
});

test("every known image has a name that people write and none is listed twice", () => {
  const names = KNOWN_IMAGES.flatMap((spec) => spec.names);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(parseImageName(name)).toMatchObject({ familiar: name });
});

test("an Image object comes before the known image, for one tag or for all", () => {
  const catalogue = new ImageCatalogue("catalogue", () => [
    image({ names: ["nginx"], onSigterm: "ignore" }),
    image({ names: ["shop:2"], startSeconds: 9 }),
  ]);
  expect(catalogue.find("docker.io/library/nginx:1.25")).toMatchObject({ onSigterm: "ignore" });
  expect(catalogue.find("shop:2")).toMatchObject({ startSeconds: 9 });
  expect(catalogue.find("shop:1")).toBeUndefined();
  expect(catalogue.find("redis")).toMatchObject({ process: "server" });
});

test("the open registry has every well-formed name", () => {
  const catalogue = new ImageCatalogue("open");
  expect(catalogue.find("ghcr.io/me/app@sha256:" + "a".repeat(64))).toMatchObject({ process: "server" });
  expect(catalogue.find("Not Well")).toBeUndefined();
});
