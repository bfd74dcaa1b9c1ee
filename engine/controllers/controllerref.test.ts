import { describe, expect, test } from "vitest";
import type { PodParts } from "../testing/objects.ts";
import { newPod, newReplicaSet } from "../testing/objects.ts";
import type { ClaimVerdict } from "./controllerref.ts";
import { claimVerdict, withoutOwner, withOwner } from "./controllerref.ts";
import { controllerReference } from "./pods.ts";

const ours = controllerReference(newReplicaSet());
const theirs = { ...ours, uid: "another" };

describe("REF-2: a pod", () => {
  test.each<[string, PodParts, boolean, boolean, ClaimVerdict]>([
    ["of another controller is ignored even if it matches", { owner: theirs }, true, false, "ignore"],
    ["of ours that matches is kept", { owner: ours }, true, false, "keep"],
    ["of ours that matches is kept while we are being deleted", { owner: ours }, true, true, "keep"],
    ["of ours that no longer matches is released", { owner: ours }, false, false, "release"],
    ["of ours that no longer matches is left alone while we are being deleted", { owner: ours }, false, true, "ignore"],
    ["of nobody that matches is adopted", {}, true, false, "adopt"],
    ["of nobody that matches is not adopted while we are being deleted", {}, true, true, "ignore"],
    ["of nobody that is being deleted is not adopted", { isDeleting: true }, true, false, "ignore"],
    ["of nobody that does not match is ignored", {}, false, false, "ignore"],
    ["of another namespace is not adopted", { namespace: "other" }, true, false, "ignore"],
  ])("%s", (_, pod, matches, isOwnerDeleting, verdict) => {
    expect(claimVerdict(newReplicaSet({ isDeleting: isOwnerDeleting }), newPod(pod), () => matches)).toBe(verdict);
  });
});

test("GEN-24: adopting adds the controller reference and keeps other owners", () => {
  const other = { apiVersion: "v1", kind: "Node", name: "n", uid: "n" };
  const adopted = withOwner(newPod({ owner: other }), newReplicaSet());
  expect(adopted.metadata.ownerReferences).toEqual([
    other,
    { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "uid-of-web", controller: true, blockOwnerDeletion: true },
  ]);
});

test("REF-7: releasing the last owner leaves no empty list behind, and no change where there is nothing to release", () => {
  expect("ownerReferences" in withoutOwner(newPod({ owner: ours }), ours.uid).metadata).toBe(false);
  const pod = newPod({ owner: theirs });
  expect(withoutOwner(pod, ours.uid)).toBe(pod);
});
