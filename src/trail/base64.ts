const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 with padding. Written out because `btoa` is not there on every engine. @see RFC 4648 section 4 */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let k = 0; k < bytes.length; k += 3) {
    const three = (bytes[k]! << 16) | ((bytes[k + 1] ?? 0) << 8) | (bytes[k + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(three >> shift) & 63]!).join('');
    const left = bytes.length - k;
    text += left > 2 ? digits : digits.slice(0, left + 1).padEnd(4, '=');
  }
  return text;
}

/** The bytes of a standard base64 text; undefined for any other spelling: without padding, with spaces, with stray bits at the end. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const digits = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  return toBase64(bytes) === text ? bytes : undefined;
}
