// What must hold, or it is our bug. Nobody in the engine catches it: the shell stops the cluster and offers the session.

export class AssertionError extends Error {}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}
