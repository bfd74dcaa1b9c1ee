// How far one name is from another.

/** Letters to add, drop, change or swap. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The name that is meant by a misspelt one: one or two letters off, and not by half of it. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const near = names.map((name) => ({ name, far: distance(name.toLowerCase(), word.toLowerCase()) })).sort((a, b) => a.far - b.far)[0];
  return near !== undefined && near.far <= 2 && near.far < word.length / 2 ? near.name : undefined;
}
