// The difference of two texts as the API server prints it: unified, three lines of context, no file names. The matching is
// that of Go's difflib (after Python's): the longest common block first, lines that occur very often only extend a block.

type Opcode = readonly [tag: "equal" | "replace" | "delete" | "insert", aFrom: number, aTo: number, bFrom: number, bTo: number];
type Block = readonly [a: number, b: number, size: number];

const CONTEXT = 3;
const POPULAR_FROM = 200; // lines

export function unifiedDiff(before: string, after: string): string {
  const a = before.split("\n");
  const b = after.split("\n");
  let text = "";
  for (const group of grouped(opcodes(a, b))) {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) continue;
    text += `@@ -${range(first[1], last[2])} +${range(first[3], last[4])} @@\n`;
    for (const [tag, aFrom, aTo, bFrom, bTo] of group) {
      if (tag === "equal") text += prefixed(" ", a, aFrom, aTo);
      else text += prefixed("-", a, aFrom, aTo) + prefixed("+", b, bFrom, bTo);
    }
  }
  return text;
}

function prefixed(sign: string, lines: readonly string[], from: number, to: number): string {
  return lines
    .slice(from, to)
    .map((line) => `${sign}${line}\n`)
    .join("");
}

function range(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return `${from + 1}`;
  return `${length === 0 ? from : from + 1},${length}`;
}

function opcodes(a: readonly string[], b: readonly string[]): readonly Opcode[] {
  const codes: Opcode[] = [];
  let i = 0;
  let j = 0;
  for (const [aAt, bAt, size] of matchingBlocks(a, b)) {
    if (i < aAt && j < bAt) codes.push(["replace", i, aAt, j, bAt]);
    else if (i < aAt) codes.push(["delete", i, aAt, j, bAt]);
    else if (j < bAt) codes.push(["insert", i, aAt, j, bAt]);
    i = aAt + size;
    j = bAt + size;
    if (size > 0) codes.push(["equal", aAt, i, bAt, j]);
  }
  return codes;
}

function matchingBlocks(a: readonly string[], b: readonly string[]): readonly Block[] {
  const places = placesOf(b);
  const blocks: Block[] = [];
  const search = (aLow: number, aHigh: number, bLow: number, bHigh: number): void => {
    const [i, j, size] = longestMatch(a, b, places, aLow, aHigh, bLow, bHigh);
    if (size === 0) return;
    if (aLow < i && bLow < j) search(aLow, i, bLow, j);
    blocks.push([i, j, size]);
    if (i + size < aHigh && j + size < bHigh) search(i + size, aHigh, j + size, bHigh);
  };
  search(0, a.length, 0, b.length);
  return [...joined(blocks), [a.length, b.length, 0]];
}

function joined(blocks: readonly Block[]): readonly Block[] {
  const result: Block[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (last !== undefined && last[0] + last[2] === block[0] && last[1] + last[2] === block[1]) {
      result[result.length - 1] = [last[0], last[1], last[2] + block[2]];
    } else result.push(block);
  }
  return result;
}

function placesOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  lines.forEach((line, i) => {
    const known = places.get(line);
    if (known) known.push(i);
    else places.set(line, [i]);
  });
  const most = Math.floor(lines.length / 100) + 1;
  if (lines.length >= POPULAR_FROM) for (const [line, at] of places) if (at.length > most) places.delete(line);
  return places;
}

function longestMatch(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  aLow: number,
  aHigh: number,
  bLow: number,
  bHigh: number,
): Block {
  let [bestA, bestB, size] = [aLow, bLow, 0];
  let lengths = new Map<number, number>();
  for (let i = aLow; i < aHigh; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? "") ?? []) {
      if (j < bLow || j >= bHigh) continue;
      const length = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, length);
      if (length > size) [bestA, bestB, size] = [i - length + 1, j - length + 1, length];
    }
    lengths = next;
  }
  while (bestA > aLow && bestB > bLow && a[bestA - 1] === b[bestB - 1]) [bestA, bestB, size] = [bestA - 1, bestB - 1, size + 1];
  while (bestA + size < aHigh && bestB + size < bHigh && a[bestA + size] === b[bestB + size]) size++;
  return [bestA, bestB, size];
}

/** Cuts long equal stretches down to the context, and the changes into groups there. */
function grouped(codes: readonly Opcode[]): readonly (readonly Opcode[])[] {
  const groups: Opcode[][] = [];
  let group: Opcode[] = [];
  codes.forEach((code, at) => {
    const [tag, aFrom, aTo, bFrom, bTo] = code;
    if (tag !== "equal") return void group.push(code);
    const isFirst = at === 0;
    const isLast = at === codes.length - 1;
    if (isFirst) return void group.push(["equal", Math.max(aFrom, aTo - CONTEXT), aTo, Math.max(bFrom, bTo - CONTEXT), bTo]);
    const end: Opcode = ["equal", aFrom, Math.min(aTo, aFrom + CONTEXT), bFrom, Math.min(bTo, bFrom + CONTEXT)];
    if (isLast) return void group.push(end);
    if (aTo - aFrom <= 2 * CONTEXT) return void group.push(code);
    groups.push([...group, end]);
    group = [["equal", aTo - CONTEXT, aTo, bTo - CONTEXT, bTo]];
  });
  if (group.some(([tag]) => tag !== "equal")) groups.push(group);
  return groups;
}
