// The examples one after another, as somebody meets them who never starts again: what earlier ones left may not bar the way.

import { describe, expect, it } from "vitest";
import { EXAMPLES, type ExampleId, exampleOf } from "./examples.ts";
import { GOALS } from "./goals.ts";
import { Play } from "./testPlay.ts";
import { WAYS } from "./ways.ts";

const all = (id: ExampleId, play: Play): readonly boolean[] => GOALS[id].map(({ check }) => check(play.view).met);
const notes = (id: ExampleId, play: Play): readonly unknown[] => GOALS[id].map(({ check }) => check(play.view).note);

/** What the card asks for besides, because of what is there already. */
function heed(id: ExampleId, play: Play): void {
  for (const { check } of GOALS[id]) {
    const note = check(play.view).note;
    if (note?.text === "lessons.note.rival") play.line(`kubectl delete ${String(note.values["rival"]).replace("/", " ")}`);
    if (note?.text === "lessons.note.inTheWay") play.line(`kubectl delete pod ${note.values["pod"]}`);
  }
}

describe("one example after another", () => {
  const orders = [EXAMPLES.map(({ id }) => id), EXAMPLES.map(({ id }) => id).toReversed()];
  it.each(orders)("each can be met in the cluster that the others left, from %s on", (...ids) => {
    const play = new Play("replicaset", "first");
    for (const id of ids) {
      play.turnTo(id, WAYS[id].of);
      const [apply = "", ...rest] = WAYS[id].steps;
      play.do([apply, 20]);
      for (let i = 0; i < 3; i++) heed(id, play);
      play.do([10, ...rest]);
      expect(all(id, play), id).toEqual(GOALS[id].map(() => true));
    }
  });

  it("says that rs/kubia may take the pod that rc/kubia is to take back, until it is deleted", () => {
    const play = new Play("replicationcontroller", "first").do(["kubectl apply -f kubia-rc.yaml", 20]);
    const rival = { text: "lessons.note.rival", values: { rival: "rs/kubia", labels: "app=kubia" } };
    expect(notes("replicationcontroller", play)[1]).toEqual(rival);
    play.do(["kubectl delete rs kubia", 10]);
    expect(notes("replicationcontroller", play)[1]).not.toEqual(rival);
  });

  it("says that the pod of another example is in the way of one that is to be put right", () => {
    const play = new Play("liveness", "empty").do(["kubectl apply -f liveness-pod.yaml", 20]);
    play.turnTo("wrongIndent");
    play.do(["kubectl apply -f liveness-as-printed.yaml"]);
    expect(notes("wrongIndent", play)[1]).toEqual({ text: "lessons.note.inTheWay", values: { pod: "liveness-pod" } });
    play.do(["kubectl delete pod liveness-pod", "mend", "kubectl apply -f liveness-as-printed.yaml", 5]);
    expect(all("wrongIndent", play)).toEqual([true, true, true]);
  });

  it("sees a pod without an owner also where its first owner was another than the one that let go of it", () => {
    const play = new Play("rsNotIn", "empty");
    play.file("first.yaml", exampleOf("rsDoesNotExist").files[0]?.text ?? "");
    play.do(["kubectl apply -f first.yaml", 20, "kubectl label pod $1 app=web --overwrite", 5]);
    play.do(["kubectl apply -f kubia-notin.yaml", 20, "kubectl label pod $1 env=prod", 20]);
    expect(all("rsNotIn", play)[0]).toBe(true);
  });
});
