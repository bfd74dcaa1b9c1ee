// Why something was written: data made at the moment of the decision, never text rebuilt afterwards. The inspector's
// "why", the timeline and the tests read this one stream.

import type { ObjectRef } from "../api/object.ts";

/** What a rule looked at and compared: names and numbers that the sentence of the rule is filled with. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** What the writer says of its write. `rule` names the sentence in the message tables and, where there is one, the fact. */
export interface Because {
  /** `replicaset.replace`, `kubelet.restart`, `user.request`: the key of the sentence. */
  readonly rule: string;
  readonly saw?: Facts | undefined;
  readonly wanted?: Facts | undefined;
  /** The id of the cause that set this off; without it the clock (a timer) or a person did. */
  readonly trigger?: number | undefined;
}

/** A recorded cause. Following `trigger` from any of them ends at a person's request, a fault or the clock. */
export interface Cause extends Because {
  readonly id: number;
  /** Simulated, ms since the epoch. */
  readonly at: number;
  /** Who decided: `replicaset-controller`, `kubelet node-2`, `kubectl`. */
  readonly by: string;
  readonly verb: "create" | "update" | "patch" | "delete";
  /** What was written. */
  readonly object: ObjectRef;
  /** The resourceVersion that the write made. */
  readonly revision: number;
  /** The id of the cause of the object's write before; 0 when there is none. */
  readonly before: number;
}

/** Causes kept in all, and told of one object. */
const KEPT = 10_000;
const MOST_PER_OBJECT = 40;

export interface CauseLogState {
  nextId: number;
  byId: Map<number, Cause>;
  /** The id of an object's last cause: the others follow through `before`. */
  byUid: Map<string, number>;
}

export function newCauseLogState(): CauseLogState {
  return { nextId: 1, byId: new Map(), byUid: new Map() };
}

export class CauseLog {
  state: CauseLogState;
  constructor(state: CauseLogState) {
    this.state = state;
  }

  record(because: Because, write: Omit<Cause, "id" | "before" | keyof Because>, uid: string): number {
    const s = this.state;
    const id = s.nextId++;
    const { rule, saw, wanted, trigger } = because;
    const { at, by, verb, object, revision } = write;
    const before = s.byUid.get(uid) ?? 0;
    s.byId.set(id, Object.freeze({ id, at, by, verb, object, revision, rule, saw, wanted, trigger, before }));
    s.byUid.set(uid, id);
    if (s.byId.size > KEPT) this.#forgetOldest();
    return id;
  }

  /** How the last write of an object names it: its writes share one value. */
  refOf(uid: string): ObjectRef | undefined {
    const last = this.state.byUid.get(uid);
    return last === undefined ? undefined : this.state.byId.get(last)?.object;
  }

  get(id: number): Cause | undefined {
    return this.state.byId.get(id);
  }

  /** The causes of an object's writes, oldest first: the last ones, and the one that began it while it is kept. */
  of(uid: string): readonly Cause[] {
    const found: Cause[] = [];
    let cause = this.state.byId.get(this.state.byUid.get(uid) ?? 0);
    while (cause !== undefined && found.length < MOST_PER_OBJECT) {
      found.push(cause);
      cause = this.state.byId.get(cause.before);
    }
    const first = this.#firstFrom(cause);
    if (first !== undefined) found[found.length - 1] = first;
    return found.reverse();
  }

  #firstFrom(cause: Cause | undefined): Cause | undefined {
    let first = cause;
    for (let next = cause; next !== undefined; next = this.state.byId.get(next.before)) first = next;
    return first;
  }

  #forgetOldest(): void {
    const s = this.state;
    // Ids are consecutive. To ask the map for its first entry would be slow: it steps over the holes of all that were deleted.
    const id = s.nextId - s.byId.size;
    const uid = s.byId.get(id)?.object.uid;
    s.byId.delete(id);
    if (uid !== undefined && s.byUid.get(uid) === id) s.byUid.delete(uid);
  }
}
