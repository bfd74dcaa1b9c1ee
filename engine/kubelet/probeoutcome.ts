// How one attempt of a probe ends.

/** `Error` does not count (KL-125). */
export interface ProbeOutcome {
  readonly result: "Success" | "Failure" | "Error";
  readonly output: string;
  readonly delayMs: number;
  readonly warning?: true;
}

/** Shared by all attempts that succeed at once. */
export const GOOD: ProbeOutcome = Object.freeze({ result: "Success", output: "", delayMs: 0 });

export const failure = (output: string, delayMs: number): ProbeOutcome => ({ result: "Failure", output, delayMs });
export const mistake = (output: string): ProbeOutcome => ({ result: "Error", output, delayMs: 0 });
