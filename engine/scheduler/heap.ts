// A binary heap over a plain array, so that it can be part of a snapshot.

type Before<T> = (a: T, b: T) => boolean;

export function pushHeap<T>(heap: T[], row: T, before: Before<T>): void {
  let i = heap.length;
  heap.push(row);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent] as T; // 0 <= parent < i
    if (!before(row, above)) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = row;
}

export function popHeap<T>(heap: T[], before: Before<T>): T | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as T, heap[child] as T)) child++;
    const below = heap[child] as T; // child < heap.length
    if (!before(below, last)) break;
    heap[i] = below;
    i = child;
  }
  heap[i] = last;
  return first;
}
