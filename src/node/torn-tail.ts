import { hash } from 'node:crypto';

/** The end of the bytes was met: so far they are what a writer writes. */
class End extends Error {}
class Wrong extends Error {}

/**
 * Whether bytes are the beginning of a line but not a whole one with its LF: what stands there when a writer was stopped. A line whose
 * LF was changed into another byte is none.
 */
export function isTorn(bytes: Buffer, head: string, between: string): boolean {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true }); // the last character may be cut
  } catch {
    return false;
  }
  let at = 0;
  const next = (): string => {
    if (at === text.length) throw new End();
    return text[at++]!;
  };
  const expect = (word: string): void => {
    for (const character of word) if (next() !== character) throw new Wrong();
  };
  const hex = (count: number): void => {
    for (let i = 0; i < count; i++) if (!/[0-9a-f]/.test(next())) throw new Wrong();
  };
  const string = (): void => {
    for (let c = next(); c !== '"'; c = next()) {
      if (c < ' ') throw new Wrong();
      if (c !== '\\') continue;
      const escape = next();
      if (escape === 'u') hex(4);
      else if (!'"\\bfnrt'.includes(escape)) throw new Wrong();
    }
  };
  const value = (depth: number): void => {
    const c = next();
    if (depth > 64) throw new Wrong();
    if (c === '"') string();
    else if (c === 't') expect('rue');
    else if (c === 'f') expect('alse');
    else if (c === 'n') expect('ull');
    else if (c === '[' || c === '{') {
      const close = c === '[' ? ']' : '}';
      if (text[at] === close) at++;
      else {
        do {
          if (c === '{') {
            expect('"');
            string();
            expect(':');
          }
          value(depth + 1);
        } while (separator(close));
      }
    } else if (/[-0-9]/.test(c)) {
      const start = at - 1;
      while (at < text.length && /[-+.eE0-9]/.test(text[at]!)) at++;
      if (at < text.length && String(Number(text.slice(start, at))) !== text.slice(start, at)) throw new Wrong();
    } else throw new Wrong();
  };
  const separator = (close: string): boolean => {
    const c = next();
    if (c !== ',' && c !== close) throw new Wrong();
    return c === ',';
  };
  try {
    expect(head);
    const from = at;
    value(0);
    const to = at;
    expect(between);
    const digits = at;
    hex(64);
    if (hash('sha256', `\0${text.slice(from, to)}`) !== text.slice(digits, at)) return false;
    expect('"}');
    return at === text.length && Buffer.byteLength(text) === bytes.length; // whole but for its LF
  } catch (thrown) {
    return thrown instanceof End;
  }
}
