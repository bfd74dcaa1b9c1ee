// The order of names: node-2 before node-10. Names of Kubernetes have letters, digits, dashes and dots; the browser's own
// collation, made for all languages, takes 50 ms to be ready.

export function naturalOrder(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [endA, endB] = [endOfDigits(a, i), endOfDigits(b, j)];
    const difference = endA > i && endB > j ? Number(a.slice(i, endA)) - Number(b.slice(j, endB)) : a.charCodeAt(i) - b.charCodeAt(j);
    if (difference !== 0) return difference;
    i = Math.max(i + 1, endA);
    j = Math.max(j + 1, endB);
  }
  return a.length - i - (b.length - j);
}

const ZERO = 48;
const NINE = 57;

function endOfDigits(text: string, from: number): number {
  let end = from;
  while (text.charCodeAt(end) >= ZERO && text.charCodeAt(end) <= NINE) end += 1;
  return end;
}
