import { bug } from '../errors/index.js';

/** Text that is already HTML. Only `html` makes it, so data can never pass for it. */
export class Markup {
  readonly #text: string;
  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  /** @internal `html` alone calls it. */
  static of(text: string): Markup {
    return new Markup(text);
  }
}

/** What may stand in a hole: text is escaped, markup kept, a list joined, nothing left out. */
export type Renderable = string | number | Markup | null | undefined | false | readonly Renderable[];

type Hole = 'text' | 'attribute';
const holes = new WeakMap<TemplateStringsArray, readonly Hole[]>();

/**
 * Markup from a template: every text in a hole is escaped. Holes stand in text or in a double-quoted attribute and nowhere else;
 * an attribute that can load, run or style something takes none, but for a link within the page (`href="#${id}"`).
 */
export function html(strings: TemplateStringsArray, ...values: readonly Renderable[]): Markup {
  let kinds = holes.get(strings);
  if (!kinds) holes.set(strings, (kinds = holesOf(strings)));
  let text = strings[0]!;
  for (let k = 0; k < values.length; k++) text += (kinds[k] === 'text' ? inText(values[k]) : inAttribute(values[k])) + strings[k + 1]!;
  return Markup.of(text);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
// C0 but tab and line feed, DEL, C1, halves of a surrogate pair: no document may hold them, and no reader should meet them
const UNREADABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\ud800-\udfff]/gu;

/** Text that means itself in HTML text and in a double-quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(UNREADABLE, '\ufffd').replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

function inText(value: Renderable): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'object') return value.map(inText).join('');
  return escapeHtml(String(value));
}

function inAttribute(value: Renderable): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw bug('markup in an attribute');
  return escapeHtml(String(value));
}

const ACTIVE = /^(?:on.*|style|src|srcdoc|srcset|action|formaction|data|href|xlink:href)$/i;

/** Where the holes of a template stand; a template that offers any other place is our bug, found when it is first used. */
function holesOf(strings: readonly string[]): readonly Hole[] {
  let inTag = false;
  let attribute: string | undefined; // what stands between its name and here
  return strings.map((part, k): Hole => {
    let at = 0;
    for (; at < part.length; at++) {
      const character = part.charAt(at);
      if (attribute !== undefined) attribute = character === '"' ? undefined : attribute + character;
      else if (inTag && character === '"') attribute = `${/([^\s=<"]+)=$/.exec(part.slice(0, at))?.[1] ?? ''}=`;
      else if (character === '<') inTag = true;
      else if (character === '>') inTag = false;
    }
    if (k === strings.length - 1) {
      if (inTag || attribute !== undefined) throw bug('a template that ends inside a tag');
      return 'text';
    }
    if (attribute === undefined) {
      if (inTag || /<(?:script|style|!--)[^>]*>?[^<]*$/i.test(part)) throw bug('a hole outside of text and attributes');
      return 'text';
    }
    const [name = '', value = ''] = [attribute.slice(0, attribute.indexOf('=')), attribute.slice(attribute.indexOf('=') + 1)];
    if (name === '' || (ACTIVE.test(name) && !(name === 'href' && value.startsWith('#')))) throw bug('a hole in an attribute that can act');
    return 'attribute';
  });
}
