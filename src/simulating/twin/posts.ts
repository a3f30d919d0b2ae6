import { canonicalJson } from '../../canonical/index.js';
import { compareTexts } from '../../model/ids.js';
import type { Position, Requirement, Round, Value } from '../../model/round.js';
import { attributeOf, type Policy } from '../../policy/index.js';
import { below, stream } from '../../stats/streams.js';

/** How the names of a round are replaced. */
export interface Renamed {
  readonly unit: ReadonlyMap<string, string>;
  readonly position: ReadonlyMap<string, string>;
  /** Words that the policy knows stay; every other one becomes `word-3`, the same everywhere. */
  word(text: string): string;
  value(value: Value, attribute: string): Value;
}

/**
 * New names for units, posts and words. Units and posts are numbered in the order of their ids, words by lot. The shape of the organisation stays, and with it anybody who knows it can tell which
 * post is which: the twin is safe if that is known.
 */
export function rename(round: Round, policy: Policy, seed: number): Renamed {
  const lawful = new Set<string>();
  collect(policy, lawful);
  const said = new Set<string>();
  const isWords = (attribute: string): boolean => ['text', 'set', 'spells'].includes(attributeOf(policy, attribute)?.type ?? '');
  const hear = (value: Value | undefined, attribute: string): void => {
    if (value !== undefined && isWords(attribute)) for (const word of typeof value === 'string' ? [value] : (value as readonly string[])) if (!lawful.has(word)) said.add(word);
  };
  for (const p of round.positions) {
    for (const [name, value] of Object.entries(p.attributes ?? {})) hear(value, name);
    for (const r of p.requires ?? []) hear(r.value, r.attribute);
  }
  for (const p of round.people) for (const item of [...p.evidence, ...(p.spells ?? [])]) hear(item.value, item.attribute);
  const words = [...said].sort(compareTexts);
  const lot = stream(seed, 'twin/words');
  for (let k = words.length - 1; k > 0; k--) {
    const other = below(k + 1, lot);
    [words[k], words[other]] = [words[other]!, words[k]!];
  }
  const wordOf = new Map(words.map((word, k) => [word, `word-${k + 1}`]));
  const word = (text: string): string => wordOf.get(text) ?? text;
  return {
    unit: new Map(round.units.map((u, k) => [u.id, lawful.has(u.id) ? u.id : numbered('U', k + 1, round.units.length, lawful)])), // limits name units
    position: new Map(round.positions.map((p, k) => [p.id, numbered('J', k + 1, round.positions.length)])),
    word,
    value: (value, attribute) => (!isWords(attribute) ? value : typeof value === 'string' ? word(value) : (value as readonly string[]).map(word)),
  };
}

/** Units and posts under their new names; no text of the old ones is left. */
export function renamedPosts(round: Round, names: Renamed): Pick<Round, 'units' | 'positions'> {
  const unit = (id: string): string => names.unit.get(id)!;
  return {
    units: round.units.map((u, k) => ({ id: unit(u.id), name: `unit ${k + 1}`, ...(u.parent !== undefined && { parent: unit(u.parent) }) })),
    positions: round.positions.map((p, k): Position => {
      const { id, unit: where, superior, mustFill, attributes, requires, ...rest } = p;
      return {
        ...rest,
        id: names.position.get(id)!,
        title: `post ${k + 1}`,
        unit: unit(where),
        ...(superior !== undefined && { superior: names.position.get(superior)! }),
        ...(mustFill && { mustFill: { reason: 'must be filled in the round that this is a twin of' } }),
        ...(attributes && { attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, names.value(value, name)])) }),
        ...(requires && { requires: requires.map((r): Requirement => ({ attribute: r.attribute, is: r.is, value: names.value(r.value, r.attribute) })).sort((a, b) => compareTexts(canonicalJson(a), canonicalJson(b))) }),
      };
    }),
  };
}

/** `P-0007`: an id with as many digits as the last of `count` needs, at least four; lengthened where it is taken. */
export function numbered(letter: string, k: number, count: number, taken?: ReadonlySet<string>): string {
  let id = `${letter}-${String(k).padStart(Math.max(4, String(count).length), '0')}`;
  while (taken?.has(id)) id += '.';
  return id;
}

/** Every text of a policy, the names of its keys left out. */
function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, into);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) collect(item, into);
}
