// A place of 1,000 people with 12 attributes of 5 values, families of ordinary posts, and a tailor who writes demands that only one person meets.
import type { Case } from '../../src/auditing/case.js';
import type { PastEvidence, PastPosition, PastRequirement } from '../../src/auditing/past.js';
import type { Study } from '../../src/auditing/study.js';
import { caseOf, considered, studyOf } from '../auditing/support/study.js';

export interface Place {
  readonly people: number;
  readonly attributes: number;
  readonly values: number;
  readonly families: number;
  /** Ordinary and tailored posts of a family. */
  readonly ordinary: number;
  readonly tailored: number;
  /** Demands that a tailor may use. */
  readonly conditions: number;
  /** Demands of the family that he keeps beside them: those of its six things that the target has. */
  readonly kept: number;
  /** Of 100 ordinary posts, those that ask for one thing nobody else in the family need ask, and those that ask for four of the family's six things. */
  readonly special: number;
  readonly technical: number;
  /** Of 100 ordinary posts, those that rightly ask for a thing that four people have and nobody else in the family asks. */
  readonly rare: number;
  /** Of 100 data, those that are not on record. */
  readonly missing: number;
}

export const PLACE: Place = { people: 1000, attributes: 12, values: 5, families: 40, ordinary: 25, tailored: 5, conditions: 4, kept: 0, special: 20, technical: 10, rare: 0, missing: 0 };

export interface Tailored {
  readonly study: Study;
  readonly tailored: ReadonlySet<string>;
  /** Targets whom the conditions single out. */
  readonly alone: number;
}

type Condition = readonly [attribute: number, value: number];

export function tailoredPosts(random: () => number, place: Place = PLACE): Tailored {
  const int = (below: number): number => Math.floor(random() * below);
  const people = Array.from({ length: place.people }, () => Array.from({ length: place.attributes }, () => int(place.values)));
  if (place.rare > 0) people.forEach((values, k) => values.push(k < 4 ? 1 : 0));
  const pool = (conditions: readonly Condition[]): number[] => people.flatMap((values, k) => (conditions.every(([a, v]) => values[a] === v) ? [k] : []));
  const some = <T>(list: readonly T[], count: number): T[] => {
    const left = [...list];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(int(left.length), 1)[0]!);
  };
  const attributes = Array.from({ length: place.attributes }, (_, a) => a);
  const id = (kind: string, k: number): string => `${kind}-${String(k).padStart(4, '0')}`;

  const positions: PastPosition[] = [];
  const requirements: PastRequirement[] = [];
  const cases: Case[] = [];
  const tailored = new Set<string>();
  let alone = 0;
  const post = (family: number, conditions: readonly Condition[], chosen: number): string => {
    const position = id('post', positions.length);
    positions.push({ id: position, family: id('family', family) });
    for (const [a, v] of conditions) requirements.push({ position, attribute: `a${a}`, is: '=', value: `v${v}` });
    const decision = id('decision', positions.length - 1);
    cases.push(caseOf({ id: decision, position, people: [considered({ person: id('person', chosen), chosen: true })] }));
    return decision;
  };
  for (let family = 0; family < place.families; family++) {
    const profile = some(attributes, 6).map((a): Condition => [a, int(place.values)]);
    for (let k = 0; k < place.ordinary;) {
      const roll = int(100);
      const asked = some(profile, roll < place.technical ? 4 : 1 + int(3));
      const free = attributes.filter((a) => asked.every(([other]) => other !== a));
      const conditions: Condition[] = roll >= 100 - place.special ? [...asked, [some(free, 1)[0]!, int(place.values)] as const] : asked;
      if (place.rare > 0 && int(100) < place.rare) conditions.splice(0, 9, [place.attributes, 1]);
      const able = pool(conditions);
      if (able.length === 0) continue; // nobody could be chosen: the post is written anew
      post(family, conditions, able[int(able.length)]!);
      k += 1;
    }
    for (let k = 0; k < place.tailored; k++) {
      const target = int(place.people);
      const kept = profile.filter(([a, v]) => people[target]![a] === v).slice(0, place.kept);
      const conditions = tailor(people, target, kept, place.conditions);
      if (pool(conditions).length === 1) alone += 1;
      tailored.add(post(family, conditions, target));
    }
  }
  const evidence = people.flatMap((values, k) => values.flatMap((v, a): PastEvidence[] => (int(100) < place.missing ? [] : [{ person: id('person', k), attribute: `a${a}`, value: `v${v}`, date: '2025-01-01' }])));
  return { study: studyOf({ cases, past: { positions, requirements, evidence, people: people.map((_, k) => ({ id: id('person', k) })) } }), tailored, alone };
}

/** Greedy: each condition the one of the target's own values that leaves the fewest. */
function tailor(people: readonly (readonly number[])[], target: number, kept: readonly Condition[], conditions: number): readonly Condition[] {
  let left = people.filter((values) => kept.every(([a, v]) => values[a] === v));
  const taken: Condition[] = [...kept];
  while (left.length > 1 && taken.length < kept.length + conditions) {
    const best = people[target]!
      .map((v, a) => ({ a, v, left: left.filter((values) => values[a] === v) }))
      .filter(({ a }) => taken.every(([other]) => other !== a))
      .reduce((x, y) => (y.left.length < x.left.length ? y : x));
    taken.push([best.a, best.v]);
    left = best.left;
  }
  return taken;
}

/** Shares of tailored and of ordinary posts that are flagged, with their counts. */
export function flagged({ study, tailored }: Tailored, sign: (study: Study) => { readonly findings: readonly { readonly decision: string | null }[] }): { readonly found: number; readonly of: number; readonly false: number; readonly ordinary: number } {
  const told = new Set(sign(study).findings.map((f) => f.decision));
  const ordinary = study.cases.filter((c) => !tailored.has(c.id));
  return { found: [...tailored].filter((id) => told.has(id)).length, of: tailored.size, false: ordinary.filter((c) => told.has(c.id)).length, ordinary: ordinary.length };
}
