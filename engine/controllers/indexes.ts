// Sets of completion indexes as Jobs write them: `1,3-5,7`, two neighbours as `1,2` (JOB-26). Pure.

/** The indexes of such a text below `completions`, ascending. */
export function parseIndexes(text: string | undefined, completions: number): number[] {
  const indexes: number[] = [];
  for (const part of (text ?? "").split(",").filter(Boolean)) {
    const [first = "", last = first] = part.split("-");
    for (let i = Number(first); i <= Number(last) && i < completions; i++) indexes.push(i);
  }
  return indexes;
}

export function formatIndexes(indexes: Iterable<number>): string {
  const sorted = [...new Set(indexes)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length;) {
    let end = i;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    parts.push(end === i ? `${sorted[i]}` : `${sorted[i]}${end === i + 1 ? "," : "-"}${sorted[end]}`);
    i = end + 1;
  }
  return parts.join(",");
}
