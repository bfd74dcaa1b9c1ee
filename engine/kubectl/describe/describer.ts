// Which description belongs to which kind, and what a description may ask the server for.

import type { Event } from "../../api/types.generated.ts";
import type { Obj } from "../client.ts";
import { StatusError } from "../errors.ts";
import { itemsOf } from "../printers/output.ts";
import type { Resource } from "../resources.ts";
import type { Session } from "../session.ts";
import { Sheet } from "./sheet.ts";

/** The object under description and its surroundings. */
export interface Subject {
  readonly session: Session;
  readonly resource: Resource;
  readonly object: Obj;
  readonly sheet: Sheet;
  /** Absent when events are not to be shown. */
  readonly events: readonly Event[] | undefined;
}

export type Describe = (subject: Subject) => void;

/** The object as its own type: the server vouches for its shape. */
export function typed<T>(object: Obj): T {
  return object as unknown as T;
}

/** A list of other objects; none when the server does not have them. */
export function listOf<T>(session: Session, path: string, query: Readonly<Record<string, string>> = {}): readonly T[] {
  try {
    return itemsOf(session.client.get(path, query)).map((item) => typed<T>(item));
  } catch (error) {
    if (error instanceof StatusError) return [];
    throw error;
  }
}

/** The events about an object (API-256). */
export function eventsAbout(session: Session, object: Obj, uid = object.metadata?.uid ?? ""): readonly Event[] {
  const { name = "", namespace } = object.metadata ?? {};
  const selector = [
    `involvedObject.name=${name}`,
    ...(namespace ? [`involvedObject.namespace=${namespace}`] : []),
    ...(uid ? [`involvedObject.uid=${uid}`] : []),
  ];
  const path = namespace ? `/api/v1/namespaces/${namespace}/events` : "/api/v1/events";
  return listOf<Event>(session, path, { fieldSelector: selector.join(",") });
}
