// kubectl create configmap and secret: data from literals, files and environment files (API-224).

import { CommandError } from "../errors.ts";
import { flag } from "../flags.ts";
import type { Command, Session } from "../session.ts";
import { generate, GENERATOR_FLAGS, nameArgument, requireFlag } from "./generate.ts";

const DATA_FLAGS = [
  ...GENERATOR_FLAGS,
  flag("from-literal", "array"),
  flag("from-file", "array"),
  flag("from-env-file", "array"),
  flag("append-hash", "bool"),
];

export const configmap: Command = {
  name: "configmap",
  aliases: ["cm"],
  short: "Create a config map from a local file, directory or literal value",
  usage: "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]",
  flags: DATA_FLAGS,
  run(session) {
    const name = nameArgument(session);
    const data = dataOf(session);
    generate(
      session,
      { apiVersion: "v1", ...(Object.keys(data).length > 0 ? { data } : {}), kind: "ConfigMap", metadata: { name } },
      "failed to create configmap: ",
    );
  },
};

const generic: Command = {
  name: "generic",
  short: "Create a secret from a local file, directory, or literal value",
  usage: "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none] [options]",
  flags: [...DATA_FLAGS, flag("type")],
  run(session) {
    const name = nameArgument(session);
    const type = session.flags.text("type");
    createSecret(session, name, dataOf(session), type);
  },
};

const tls: Command = {
  name: "tls",
  short: "Create a TLS secret",
  usage: "NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none] [options]",
  flags: [...GENERATOR_FLAGS, flag("cert"), flag("key"), flag("append-hash", "bool")],
  run(session) {
    const name = nameArgument(session);
    const data = { "tls.crt": readFile(session, requireFlag(session, "cert")), "tls.key": readFile(session, requireFlag(session, "key")) };
    createSecret(session, name, data, "kubernetes.io/tls");
  },
};

export const secret: Command = {
  name: "secret",
  short: "Create a secret using a specified subcommand",
  usage: "(docker-registry | generic | tls) [options]",
  commands: [generic, tls],
};

function createSecret(session: Session, name: string, text: Readonly<Record<string, string>>, type: string | undefined): void {
  const data = Object.fromEntries(Object.entries(text).map(([key, value]) => [key, toBase64(value)]));
  const object = {
    apiVersion: "v1",
    ...(Object.keys(data).length > 0 ? { data } : {}),
    kind: "Secret",
    metadata: { name },
    ...(type === undefined ? {} : { type }),
  };
  generate(session, object, "failed to create secret ");
}

function dataOf(session: Session): Readonly<Record<string, string>> {
  const data: Record<string, string> = {};
  const add = (key: string, value: string): void => {
    if (key in data) throw new CommandError(`cannot add key "${key}", another key by that name already exists in Data for ConfigMap`);
    if (!/^[-._a-zA-Z0-9]+$/.test(key))
      throw new CommandError(
        `"${key}" is not a valid key name for a ConfigMap: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
      );
    data[key] = value;
  };
  const { flags } = session;
  if (flags.has("from-env-file") && (flags.has("from-file") || flags.has("from-literal"))) {
    throw new CommandError("from-env-file cannot be combined with from-file or from-literal");
  }
  for (const source of flags.list("from-file")) for (const [key, value] of fromFile(session, source)) add(key, value);
  for (const literal of flags.list("from-literal")) {
    const equals = literal.indexOf("=");
    if (equals <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    add(literal.slice(0, equals), literal.slice(equals + 1));
  }
  for (const path of flags.list("from-env-file")) for (const [key, value] of fromEnvFile(readFile(session, path))) add(key, value);
  return data;
}

function fromFile(session: Session, source: string): readonly (readonly [string, string])[] {
  const equals = source.indexOf("=");
  const path = equals < 0 ? source : source.slice(equals + 1);
  const directory = equals < 0 ? session.io.listFiles?.(path) : undefined;
  if (directory)
    return directory
      .filter((name) => !name.endsWith("/"))
      .map((name) => [name, readFile(session, `${path.replace(/\/$/, "")}/${name}`)] as const);
  return [[equals < 0 ? path.slice(path.lastIndexOf("/") + 1) : source.slice(0, equals), readFile(session, path)]];
}

function readFile(session: Session, path: string): string {
  const text = session.io.readFile?.(path);
  if (text === undefined) throw new CommandError(`error reading ${path}: no such file or directory`);
  return text;
}

function fromEnvFile(text: string): readonly (readonly [string, string])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.trimStart();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const equals = trimmed.indexOf("=");
    return [[equals < 0 ? trimmed : trimmed.slice(0, equals), equals < 0 ? "" : trimmed.slice(equals + 1)] as const];
  });
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 of the text's UTF-8 bytes; the engine has no btoa. */
export function toBase64(text: string): string {
  const bytes = [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|(.)/g)].map((match) =>
    match[1] === undefined ? (match[2] ?? "").charCodeAt(0) : Number.parseInt(match[1], 16),
  );
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += ALPHABET[bits >> 18] ?? "";
    out += ALPHABET[(bits >> 12) & 63] ?? "";
    out += b === undefined ? "=" : (ALPHABET[(bits >> 6) & 63] ?? "");
    out += c === undefined ? "=" : (ALPHABET[bits & 63] ?? "");
  }
  return out;
}
