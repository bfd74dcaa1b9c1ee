// Names and numbers of signals.

const NUMBERS: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  URG: 23,
  WINCH: 28,
};

/** `SIGTERM`, `term`, `15` → `TERM`; `0` and `EXIT` → `EXIT` are the caller's; undefined: no such signal. */
export function signalName(text: string): string | undefined {
  if (/^\d+$/.test(text)) return text === "0" ? "0" : Object.keys(NUMBERS).find((name) => NUMBERS[name] === Number(text));
  const name = text.toUpperCase().replace(/^SIG/, "");
  return name in NUMBERS ? name : undefined;
}

export function signalNumber(name: string): number {
  return NUMBERS[name] ?? 0;
}
