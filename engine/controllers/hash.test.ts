import { expect, test } from "vitest";
import { revisionDataHash, templateHash } from "./hash.ts";

const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "nginx" }] } };

test("GEN-25: hashes contain only the ten characters that digits map to", () => {
  for (let i = 0; i < 200; i++) expect(templateHash({ i })).toMatch(/^[456789bcdf]{1,10}$/);
});

test("GEN-25: equal templates have equal hashes whatever the order of their fields", () => {
  const { metadata, spec } = template;
  expect(templateHash({ spec, metadata })).toBe(templateHash(template));
});

test("GEN-25: another image or a collision count gives another hash", () => {
  const other = { ...template, spec: { containers: [{ name: "c", image: "nginx:1.29" }] } };
  expect(new Set([templateHash(template), templateHash(other), templateHash(template, 1), revisionDataHash(template)]).size).toBe(4);
});
