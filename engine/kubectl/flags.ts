// Command-line flags by declaration, read as Go's pflag reads them: long and short, joined or apart, between or after the arguments.

import { parseGoDuration } from "./duration.ts";
import { RawError } from "./errors.ts";

export type FlagType = "bool" | "string" | "int" | "duration" | "list" | "array" | "count";

export interface FlagSpec {
  readonly name: string;
  readonly short?: string | undefined;
  /** `list` splits at commas and gathers, `array` gathers as it is. */
  readonly type: FlagType;
  /** What it is worth when given without a value (pflag's NoOptDefVal). */
  readonly bare?: string | undefined;
  readonly required?: boolean | undefined;
  readonly help?: string | undefined;
  /** A warning to print when it is used. */
  readonly deprecated?: string | undefined;
}

export function flag(name: string, type: FlagType = "string", more: Partial<Omit<FlagSpec, "name" | "type">> = {}): FlagSpec {
  return { name, type, ...more };
}

/** The values given on a command line. */
export class Flags {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #specs: ReadonlyMap<string, FlagSpec>;
  constructor(values: ReadonlyMap<string, readonly string[]>, specs: ReadonlyMap<string, FlagSpec>) {
    this.#values = values;
    this.#specs = specs;
  }
  /** Whether it was given. */
  has(name: string): boolean {
    return this.#values.has(name);
  }
  /** Names and values as they were given. */
  given(): readonly (readonly [string, string])[] {
    return [...this.#values].flatMap(([name, values]) => values.map((value) => [name, value] as const));
  }
  /** The last value given. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }
  bool(name: string, otherwise = false): boolean {
    const text = this.text(name);
    return text === undefined ? otherwise : isTrue(text);
  }
  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }
  /** Milliseconds. */
  duration(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = parseGoDuration(text);
    return typeof ms === "number" ? ms : undefined;
  }
  list(name: string): readonly string[] {
    const values = this.#values.get(name) ?? [];
    return this.#specs.get(name)?.type === "list" ? values.flatMap((value) => (value === "" ? [] : value.split(","))) : values;
  }
}

export interface ParsedLine {
  readonly flags: Flags;
  readonly args: readonly string[];
  /** How many arguments came before `--`; -1 without it. */
  readonly dashAt: number;
  readonly deprecations: readonly string[];
}

interface Reading {
  readonly argv: readonly string[];
  at: number;
  readonly command: string;
  readonly byName: ReadonlyMap<string, FlagSpec>;
  readonly byShort: ReadonlyMap<string, FlagSpec>;
  readonly values: Map<string, string[]>;
  readonly deprecations: string[];
}

/** Reads a command line. Throws in pflag's words. */
export function parseFlags(argv: readonly string[], specs: readonly FlagSpec[], command: string): ParsedLine {
  const reading: Reading = {
    argv,
    at: 0,
    command,
    byName: new Map(specs.map((spec) => [spec.name, spec])),
    byShort: new Map(specs.flatMap((spec) => (spec.short ? [[spec.short, spec] as const] : []))),
    values: new Map(),
    deprecations: [],
  };
  const args: string[] = [];
  let dashAt = -1;
  while (reading.at < argv.length) {
    const word = argv[reading.at++] ?? "";
    if (word === "--") {
      dashAt = args.length;
      args.push(...argv.slice(reading.at));
      break;
    }
    if (word.startsWith("--")) readLong(reading, word);
    else if (word.startsWith("-") && word.length > 1) readShort(reading, word);
    else args.push(word);
  }
  return { flags: new Flags(reading.values, reading.byName), args, dashAt, deprecations: reading.deprecations };
}

/** Flags that must be given, once everything else was read. */
export function checkRequired(flags: Flags, specs: readonly FlagSpec[]): void {
  const missing = specs.filter((spec) => spec.required && !flags.has(spec.name)).map((spec) => `"${spec.name}"`);
  if (missing.length > 0) throw new RawError(`error: required flag(s) ${missing.join(", ")} not set`);
}

function fail(reading: Reading, message: string): never {
  throw new RawError(`error: ${message}\nSee '${reading.command} --help' for usage.`);
}

function readLong(reading: Reading, word: string): void {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const spec = reading.byName.get(name);
  if (!spec) fail(reading, `unknown flag: --${name}`);
  if (equals >= 0) return put(reading, spec, word.slice(equals + 1));
  const bare = bareValue(spec);
  if (bare !== undefined) return put(reading, spec, bare);
  if (reading.at >= reading.argv.length) fail(reading, `flag needs an argument: --${name}`);
  put(reading, spec, reading.argv[reading.at++] ?? "");
}

function readShort(reading: Reading, word: string): void {
  let letters = word.slice(1);
  while (letters !== "") {
    const letter = letters[0] ?? "";
    const spec = reading.byShort.get(letter);
    if (!spec) fail(reading, `unknown shorthand flag: '${letter}' in -${letters}`);
    const rest = letters.slice(1);
    if (rest.startsWith("=")) return put(reading, spec, rest.slice(1));
    const bare = bareValue(spec);
    if (bare !== undefined) {
      put(reading, spec, bare);
      letters = rest;
      continue;
    }
    if (rest !== "") return put(reading, spec, rest);
    if (reading.at >= reading.argv.length) fail(reading, `flag needs an argument: '${letter}' in -${letters}`);
    return put(reading, spec, reading.argv[reading.at++] ?? "");
  }
}

function bareValue(spec: FlagSpec): string | undefined {
  return spec.bare ?? (spec.type === "bool" ? "true" : spec.type === "count" ? "+1" : undefined);
}

function put(reading: Reading, spec: FlagSpec, value: string): void {
  const wrong = faultOf(spec, value);
  if (wrong !== undefined) {
    const shown = spec.short ? `-${spec.short}, --${spec.name}` : `--${spec.name}`;
    fail(reading, `invalid argument "${value}" for "${shown}" flag: ${wrong}`);
  }
  if (spec.deprecated && !reading.values.has(spec.name))
    reading.deprecations.push(`Flag --${spec.name} has been deprecated, ${spec.deprecated}`);
  const values = reading.values.get(spec.name);
  if (values) values.push(value);
  else reading.values.set(spec.name, [value]);
}

function faultOf(spec: FlagSpec, value: string): string | undefined {
  if (spec.type === "int" && !/^[-+]?\d+$/.test(value)) return `strconv.ParseInt: parsing "${value}": invalid syntax`;
  if (spec.type === "bool" && !/^(1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(value))
    return `strconv.ParseBool: parsing "${value}": invalid syntax`;
  if (spec.type === "duration") {
    const parsed = parseGoDuration(value);
    if (typeof parsed === "string") return parsed;
  }
  return undefined;
}

function isTrue(text: string): boolean {
  return /^(1|t|T|true|TRUE|True)$/.test(text);
}
