/** One thing in which the second recording differs from the first. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}
export interface Comparison {
  readonly name: string;
  readonly passed: number;
  readonly made: number;
  readonly excused: number;
  readonly differences: readonly Difference[];
}
/** Compares two folders that hold recordings of one scenario. */
export function compare(expected: string, actual: string): Comparison;
