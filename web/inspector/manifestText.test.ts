import { expect, it } from "vitest";
import { manifestText } from "./manifestText.ts";

it("keeps what a person would have written and drops what the cluster adds", () => {
  const yaml = `apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: "2026-01-01T00:00:00Z"
  generateName: kubia-
  labels:
    app: kubia
  name: kubia-a
  ownerReferences:
  - apiVersion: v1
    kind: ReplicationController
    name: kubia
  resourceVersion: "12"
  uid: abc
spec:
  containers:
  - image: luksa/kubia
    name: kubia
status:
  conditions:
  - status: "True"
    type: Ready
  phase: Running
`;
  expect(manifestText(yaml)).toBe(`apiVersion: v1
kind: Pod
metadata:
  labels:
    app: kubia
  name: kubia-a
spec:
  containers:
  - image: luksa/kubia
    name: kubia
`);
});
