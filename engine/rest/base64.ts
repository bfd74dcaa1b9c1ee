// Base64url of plain text, for continue tokens (API-65).

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

export function encodeBase64Url(text: string): string {
  let out = "";
  for (let i = 0; i < text.length; i += 3) {
    const bits = (text.charCodeAt(i) << 16) | ((text.charCodeAt(i + 1) || 0) << 8) | (text.charCodeAt(i + 2) || 0);
    for (let k = 0; k < Math.min(4, text.length - i + 1); k++) out += DIGITS[(bits >> (18 - 6 * k)) & 63];
  }
  return out;
}

/** The text behind a token; digits that are none are skipped. */
export function decodeBase64Url(token: string): string {
  let out = "";
  let bits = 0;
  let count = 0;
  for (const digit of token) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += String.fromCharCode((bits >> count) & 255);
    }
  }
  return out;
}
