import { describe, expect, it } from 'vitest';
import { diff, overlay, parseRound, seal, type MeritError, type Policy } from '../../src/index.js';
import { packChangesText } from '../../src/reporting/index.js';
import { toyPolicy, toyPost, toyRound } from '../support/toy.js';

type Limit = NonNullable<Policy['limits']>[number];
const own = { own: 'a test' };
const label = { en: 'a limit', id: 'suatu batas' };
const cap: Limit = { id: 'cap', label, citation: own, kind: 'moves', max: 3 };
const chain: Limit = { id: 'chain', label, citation: own, kind: 'chain', max: 2 };
const withLimits = (...limits: unknown[]) => toyPolicy((p) => (p.limits = limits as Limit[]));

function issues(run: () => unknown): readonly string[] {
  try {
    run();
    return [];
  } catch (error) {
    return (error as MeritError).issues.map((i) => `${i.code} ${i.path}`);
  }
}

describe('limits of a policy', () => {
  it.each<[string, unknown[], string[]]>([
    ['none at all', [], ['E_VALUE_MISSING /limits']],
    ['an unknown kind', [{ ...cap, kind: 'wish' }], ['E_TYPE /limits/0/kind']],
    ['a most below nothing', [{ ...cap, max: -1 }], ['E_NUM_RANGE /limits/0/max']],
    ['a most that is not whole', [{ ...cap, max: 1.5 }], ['E_NUM_INT /limits/0/max']],
    ['a chain of 13 moves', [{ ...chain, max: 13 }], ['E_NUM_RANGE /limits/0/max']],
    ['no source', [{ id: 'cap', label, kind: 'moves', max: 3 }], ['E_VALUE_MISSING /limits/0/citation']],
    ['a mark that is not on the scale', [{ ...cap, citation: { source: 'x', confidence: 'Q' } }], ['E_CITATION /limits/0/citation/confidence']],
    ['one name twice', [cap, cap], ['E_ID_DUPLICATE /limits/1/id']],
    ['the name of a gate', [{ ...cap, id: 'cleared' }], ['E_ID_DUPLICATE /limits/0/id']],
    ['a unit twice', [{ id: 'd', label, citation: own, kind: 'donor', units: ['U1', 'U1'], maxLeaving: 1 }], ['E_ID_DUPLICATE /limits/0/units/1']],
    ['neither least nor most', [{ id: 'u', label, citation: own, kind: 'unit', units: 'each' }], ['E_VALUE_MISSING /limits/0']],
    ['a least above the most', [{ id: 'u', label, citation: own, kind: 'unit', units: 'each', min: 2, max: 1 }], ['E_NUM_RANGE /limits/0/max']],
    ['who that is no truth', [{ id: 'u', label, citation: own, kind: 'unit', units: 'each', max: 1, who: { op: 'person', attribute: 'exam' } }], ['E_RULE /limits/0/who']],
    ['who that reads the post', [{ id: 'u', label, citation: own, kind: 'unit', units: 'each', max: 1, who: { op: 'compare', left: { op: 'level', of: 'position' }, is: '>', right: { op: 'const', value: 0 } } }], ['E_RULE /limits/0/who']],
    ['a cost without end', [{ id: 'b', label, citation: own, kind: 'budget', max: 5, cost: { op: 'person', attribute: 'senior' } }], ['E_NUM_RANGE /limits/0/cost']],
    ['a cost below nothing', [{ id: 'b', label, citation: own, kind: 'budget', max: 5, cost: { op: 'const', value: -1 } }], ['E_NUM_RANGE /limits/0/cost']],
  ])('are refused with %s', (_, limits, expected) => {
    expect(issues(() => seal(withLimits(...limits)))).toEqual(expected);
  });

  it('name units that the round has, and go with posts of several seats only where no chain is limited', () => {
    const round = toyRound({ positions: [toyPost('J1', 'TOP', { seats: 2 })] });
    const donor: Limit = { id: 'd', label, citation: own, kind: 'donor', units: ['U9'], maxLeaving: 1 };
    expect(issues(() => parseRound(round, seal(withLimits(donor, chain))))).toEqual(['E_REF_UNKNOWN /units', 'E_LIMIT_SEATS /positions/0/seats']);
    expect(issues(() => parseRound(round, seal(withLimits({ ...chain, citation: { source: 'x', confidence: 'm' } }))))).toEqual([]);
    expect(issues(() => parseRound({ ...round, scope: { positions: [], people: 'all' } }, seal(withLimits(chain))))).toEqual([]);
  });

  it('are put, removed and confirmed by an overlay, and told by a difference', () => {
    const weak = { ...cap, citation: { source: 'a circular', confidence: 'm' } };
    const base = seal(withLimits(weak)).policy;
    const over = (more: object) => overlay(base, { format: 'meritra/overlay/0', id: 'city', title: { en: 'City' }, ...more });
    const confirmed = over({ confirm: { cap: { by: 'the legal office', on: '2026-11-01', document: 'letter 1' } } });
    expect(confirmed.limits![0]!.citation).toMatchObject({ confirmed: { by: 'the legal office' } });
    const change = diff(base, confirmed).find((c) => c.part === 'limits');
    expect(change).toMatchObject({ part: 'limits', id: 'cap', marks: { from: { binds: false }, to: { binds: true } } });
    expect(packChangesText([change!], { from: base, to: confirmed }, { locale: 'en' })).toMatch(/Limit “a limit”: changed; .*binds now, was a flag/);
    expect(over({ remove: { limits: ['cap'] } }).limits).toBeUndefined();
    expect(over({ put: { limits: [{ ...cap, max: 5 }, chain] } }).limits).toMatchObject([{ id: 'cap', max: 5 }, { id: 'chain' }]);
    expect(issues(() => over({ remove: { limits: ['none'] } }))).toEqual(['E_REF_UNKNOWN /remove/limits/0']);
  });
});
