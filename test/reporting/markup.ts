/** A tag of a document with the names and values of its attributes; a tiny reader for the tests, apart from what writes. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Read {
  readonly tags: readonly Tag[];
  /** The text between the tags, references resolved. */
  readonly text: string;
}

const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

export function unescape(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => REFERENCES[name]!);
}

/** Reads strictly: whatever is not plain tags with double-quoted attributes and escaped text throws. */
export function readMarkup(source: string): Read {
  const tags: Tag[] = [];
  const texts: string[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < source.length) {
    const start = source.indexOf('<', at);
    const text = source.slice(at, start < 0 ? undefined : start);
    const inStyle = open[open.length - 1] === 'style';
    if (!inStyle && /[>"]|&(?!(amp|lt|gt|quot|#39);)/.test(text.replace(/"/g, '') + (/>/.test(text) ? '>' : ''))) throw new Error(`raw text: ${text.slice(0, 80)}`);
    if (!inStyle) texts.push(unescape(text));
    if (start < 0) break;
    const tag = /^<(\/?)([a-z!][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/.exec(source.slice(start));
    if (!tag) throw new Error(`no tag: ${source.slice(start, start + 80)}`);
    const [whole, closing, name = '', list = ''] = tag;
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      tags.push({ name, attributes: Object.fromEntries([...list.matchAll(/([a-zA-Z:-]+)(?:="([^"]*)")?/g)].map((a) => [a[1]!, unescape(a[2] ?? '')])) });
      if (!tag[4] && !['!doctype', 'meta', 'br'].includes(name)) open.push(name);
    }
    at = start + whole.length;
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(' ')}`);
  return { tags, text: texts.join('') };
}
