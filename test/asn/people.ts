import { factsOf, gatesOf, type GateRule } from '../../src/eligibility/index.js';
import { judge, type Judgement } from '../../src/explaining/judgement.js';
import { overlay, parseRound, seal, type Policy, type Round, type SealedPolicy } from '../../src/index.js';
import type { Overlay } from '../../src/policy/index.js';
import { commitment, NONCE } from '../support/toy.js';

/** The lottery of a round, as an overlay: packs come without one. */
export const lottery: Overlay = { format: 'meritra/overlay/0', id: 'with-lottery', title: { en: 'with the lottery of the test' }, ties: { commitments: [{ party: 'panel', hash: commitment('panel', NONCE) }] } };

/** A pack with its overlays and a lottery, sealed. */
export const sealed = (...[pack, ...patches]: readonly [Policy, ...Overlay[]]): SealedPolicy => seal([...patches, lottery].reduce(overlay, pack));

type Value = Round['people'][number]['evidence'][number]['value'];
/** Value, first and last day; or value and months. */
export type Stretch = readonly [value: string, from: string, to?: string] | readonly [value: string, months: number];

/** A person and a post in few words; what is not said stands in the round as nothing. */
export interface Case {
  /** Level and track of the seat held; null for none. */
  readonly seat?: readonly [level: string, track?: string] | null;
  readonly since?: string;
  readonly born?: string;
  readonly has?: Readonly<Record<string, Value>>;
  readonly spells?: Readonly<Record<string, readonly Stretch[]>>;
  /** Attributes whose record somebody confirmed to be complete. */
  readonly checked?: readonly string[];
  /** The day they were confirmed; else the day of the round. */
  readonly checkedOn?: string;
  /** Level and track of the post. */
  readonly to?: readonly [level: string, track?: string];
  readonly post?: Readonly<Record<string, NonNullable<Value>>>;
  readonly asOf?: string;
}

export function roundOf({ seat = null, since, born, has = {}, spells = {}, checked = [], checkedOn, to = ['JPT_PRATAMA', 'JPT'], post = {}, asOf = '2026-11-21' }: Case): Round {
  const position = (id: string, [level, track]: readonly [string, string?], attributes: Case['post'] = {}) => ({ id, title: `Post ${id}`, unit: 'U1', level, ...(track ? { track } : {}), attributes: attributes as Record<string, NonNullable<Value>> });
  return {
    format: 'meritra/round/0',
    id: 'R-1',
    asOf,
    scope: { positions: 'all', people: 'all' },
    sources: [{ id: 'S1', title: 'Register', date: '2024-01-01' }],
    units: [{ id: 'U1', name: 'Unit one' }],
    positions: [...(seat ? [position('J0', seat)] : []), position('J1', to, post)],
    people: [
      {
        id: 'P1' as Round['people'][number]['id'],
        ...(seat ? { seat: 'J0' as Round['positions'][number]['id'] } : {}),
        ...(since ? { since } : {}),
        ...(born ? { born } : {}),
        evidence: Object.entries(has).map(([attribute, value]) => ({ attribute, value, source: 'S1' })),
        ...(Object.keys(spells).length > 0
          ? {
              spells: Object.entries(spells).flatMap(([attribute, list]) =>
                list.map(([value, from, end]) => ({ attribute, value, ...(typeof from === 'number' ? { months: from } : { from }), ...(end ? { to: end } : {}), source: 'S1' })),
              ),
            }
          : {}),
        ...(checked.length > 0 ? { checked: checked.map((attribute) => ({ attribute, source: 'S1', date: checkedOn ?? asOf })) } : {}),
      },
    ],
    relations: [],
    pins: [],
    waivers: [],
    actors: [],
    reveals: [{ party: 'panel', nonce: NONCE }],
  } as unknown as Round;
}

/** What every gate says of the person of a case and the post he is looked at for, through the door. */
export function verdicts(policy: SealedPolicy, of: Case, only?: string): readonly Judgement[] {
  const { round } = parseRound(roundOf(of), policy);
  const facts = factsOf(round, policy.policy);
  const pair = { person: facts.people[0]!, position: facts.positions.at(-1)!, round: facts.round };
  return gates(policy.policy).filter((g) => only === undefined || g.id === only).map((rule) => judge(rule, pair, policy.policy, round.asOf, false));
}

export function verdict(policy: SealedPolicy, gate: string, of: Case): Judgement {
  return verdicts(policy, of, gate)[0]!;
}

const ready = new WeakMap<Policy, readonly GateRule[]>();
function gates(policy: Policy): readonly GateRule[] {
  if (!ready.has(policy)) ready.set(policy, gatesOf(policy));
  return ready.get(policy)!;
}
