// Questions about a pod that nobody owns and whose probe may fail.

import type { Deed } from "../worker/protocol.ts";
import type { PodRow } from "../worker/rows.ts";
import { type Asked, coded, type QuestionView, worded } from "./asked.ts";
import type { GoalView } from "./goals.ts";
import { statusAfter } from "./measures.ts";

const CONTAINER = /^kubelet\.(probe-failed|restart|backoff|exited|started|removed)$/;
const MINUTE = 60_000;
const LIVENESS_FILE = "liveness-pod.yaml";

/** For a pod that is not there yet and whose file is open. */
function applyPod(view: QuestionView, forMs: number): Deed | undefined {
  const text = view.files[LIVENESS_FILE];
  if (text === undefined || podNamed(view, "liveness-pod") !== undefined) return undefined;
  return { line: `kubectl apply -f ${LIVENESS_FILE}`, files: { [LIVENESS_FILE]: text }, forMs };
}

export function exitCode(view: QuestionView): Asked | undefined {
  const deed = applyPod(view, 90_000);
  return (
    deed && {
      text: { text: "practice.ask.exitCode", values: { file: LIVENESS_FILE, forMs: deed.forMs } },
      deed,
      choices: [
        coded("0", "practice.choice.exit0"),
        coded("137", "practice.choice.exit137"),
        coded("143", "practice.choice.exit143"),
        worded("none", "practice.choice.noExit"),
      ],
      measure: ({ pods }) => String(pods.find(({ name }) => name === "liveness-pod")?.exitCode ?? "none"),
      tells: CONTAINER,
      about: { kind: "Pod", name: "liveness-pod" },
    }
  );
}

export function statusLater(view: QuestionView): Asked | undefined {
  const deed = applyPod(view, 380_000);
  return (
    deed && {
      text: { text: "practice.ask.statusLater", values: { file: LIVENESS_FILE, forMs: deed.forMs } },
      deed,
      choices: ["Running", "Completed", "Error", "CrashLoopBackOff"].map((status) => coded(status)),
      measure: statusAfter("liveness-pod"),
      tells: CONTAINER,
      about: { kind: "Pod", name: "liveness-pod" },
    }
  );
}

export function barePodDeleted(view: QuestionView): Asked | undefined {
  const pod = podNamed(view, "liveness-pod");
  if (pod === undefined || pod.graceEndAt !== undefined) return undefined;
  return {
    text: { text: "practice.ask.barePodDeleted", values: { pod: pod.name, forMs: MINUTE } },
    deed: { line: `kubectl delete pod ${pod.name}`, files: {}, forMs: MINUTE },
    choices: [
      worded("none", "practice.choice.nothing"),
      worded("new", "practice.choice.another"),
      worded("leaving", "practice.choice.terminating"),
    ],
    measure: ({ pods }) => {
      const found = pods.find(({ name }) => name === pod.name);
      if (found === undefined) return "none";
      return found.uid === pod.uid ? "leaving" : "new";
    },
    tells: CONTAINER,
    about: { kind: "Pod", name: pod.name },
  };
}

function podNamed({ pods }: GoalView, name: string): PodRow | undefined {
  return [...pods.values()].find((pod) => pod.name === name);
}
