// A delta of the scene cut into portions that a page can draw between two frames. Played one after the other they give what
// the whole delta gives. Pure.

import type { PodRow, SceneDelta } from "../worker/rows.ts";

/** Of what is only kept, and of uids that go, so many for one row that is drawn. */
const MARKS = 4;
const GONE = 2;

/** The first `most` rows, and what is left of the delta, if anything. What goes, goes first; pods come after their nodes. */
export function cut(delta: SceneDelta, most: number): readonly [portion: SceneDelta, rest: SceneDelta | undefined] {
  let room = most;
  const take = <Item>(items: readonly Item[], many: number): readonly [readonly Item[], readonly Item[]] => {
    const part = items.slice(0, Math.max(0, room) * many);
    room -= Math.ceil(part.length / many);
    return [part, items.slice(part.length)];
  };
  const [gone, goneLater] = take(delta.gone, GONE);
  const [nodes, nodesLater] = take(delta.nodes, 1);
  const [controllers, controllersLater] = take(delta.controllers, 1);
  const [pods, podsLater] = take(delta.pods, 1);
  // Lanes stand in the order in which their things were told of, so marks wait until all of them have been.
  const marks = podsLater.length > 0 ? 0 : most * MARKS;
  const later: SceneDelta = {
    ...delta,
    whole: false,
    movedTo: undefined,
    gone: goneLater,
    nodes: nodesLater,
    controllers: controllersLater,
    pods: podsLater,
    events: delta.events.slice(marks),
    bands: delta.bands.slice(marks),
    acts: delta.acts.slice(marks),
    faults: undefined,
  };
  if (isEmpty(later)) return [delta, undefined];
  const portion: SceneDelta = {
    ...delta,
    complete: false,
    gone,
    nodes,
    controllers,
    pods,
    events: delta.events.slice(0, marks),
    bands: delta.bands.slice(0, marks),
    acts: delta.acts.slice(0, marks),
  };
  return [portion, later];
}

/** So many rows at once are always one portion's worth or nearly. */
const FEW = 40;

/** A large delta with its pods node by node, so that a portion touches few of them. */
export function nodeByNode(delta: SceneDelta): SceneDelta {
  if (delta.pods.length <= FEW) return delta;
  const groups = new Map<string | undefined, PodRow[]>();
  for (const pod of delta.pods) {
    const group = groups.get(pod.node);
    if (group === undefined) groups.set(pod.node, [pod]);
    else group.push(pod);
  }
  return { ...delta, pods: [...groups.values()].flat() };
}

function isEmpty({ gone, nodes, controllers, pods, events, bands, acts }: SceneDelta): boolean {
  return [gone, nodes, controllers, pods, events, bands, acts].every(({ length }) => length === 0);
}
