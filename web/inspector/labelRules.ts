// What a label's key and value may be (SEL-1 to SEL-4). Pure.

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const DNS = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export function keyProblem(key: string): boolean {
  const parts = key.split("/");
  const name = parts.pop() ?? "";
  if (parts.length > 1 || !NAME.test(name)) return true;
  const [prefix] = parts;
  return prefix !== undefined && (!DNS.test(prefix) || prefix.length > 253);
}

/** An empty value is allowed. */
export function valueProblem(value: string): boolean {
  return value !== "" && !NAME.test(value);
}
