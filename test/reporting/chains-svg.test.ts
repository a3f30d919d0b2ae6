import { describe, expect, it } from 'vitest';
import type { Chain, Move, Plan, Policy, Round } from '../../src/index.js';
import { chainsSvg } from '../../src/reporting/index.js';
import { wrap } from '../../src/reporting/chains-svg.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { readMarkup } from './markup.js';

const policy: Policy = toyPolicy();
const fit = { low: 500_000, high: 500_000, parts: [] };

/** A plan of one chain: person k moves from post k+1 to post k; a loop closes with post 1. */
function planOf(n: number, kind: Chain['kind'], ends: 'entry' | 'leaves' = 'entry'): { readonly round: Round; readonly policy: Policy; readonly plan: Plan } {
  const ids = Array.from({ length: n }, (_, k) => `P${k + 1}`);
  const round = toyRound({ positions: Array.from({ length: n + 1 }, (_, k) => toyPost(`J${k + 1}`, 'LOW')), people: ids.map((id) => toyPerson({ id })) });
  const moves: Move[] = ids.map((person, k) => ({
    person,
    to: `J${k + 1}`,
    from: k < n - 1 ? `J${k + 2}` : kind === 'loop' ? 'J1' : ends === 'entry' ? null : `J${n + 1}`,
    kind: 'lateral',
    pattern: null,
    hiddenDemotion: false,
    route: null,
    waived: [],
    fit,
    conditions: [],
    provisional: false,
    flags: [],
  }));
  const plan: Plan = { status: 'optimal', seats: [], objectives: [], gap: null, moves, chains: [{ kind, people: ids, ready: null, crosses: false }], vacant: [], tied: [], tiesProven: true, certificate: null, shortage: null };
  return { round, policy, plan };
}

describe('chainsSvg', () => {
  it('draws a box for each post, a person for each move, and numbers them in the order of the oath', () => {
    const svg = chainsSvg(planOf(3, 'chain'), { locale: 'en' });
    const { tags, text } = readMarkup(svg);
    expect(tags.filter((t) => t.attributes['class'] === 'post')).toHaveLength(3);
    expect(tags.filter((t) => t.attributes['class'] === 'person')).toHaveLength(3);
    expect(text).toContain('free seat, filled');
    expect(text).toContain('held no post before');
    expect(text).toContain('1. Name of P1 (P1): Post J2 (J2) → Post J1 (J1).');
    expect(tags.filter((t) => t.name === 'title')).toHaveLength(1);
    const root = tags.find((t) => t.name === 'svg')!;
    expect(root.attributes['role']).toBe('img');
    const ids = tags.flatMap((t) => t.attributes['id'] ?? []);
    expect(root.attributes['aria-labelledby']?.split(' ')).toEqual(ids);
  });

  it('marks a seat that stays empty by its dashes and its words', () => {
    const { tags, text } = readMarkup(chainsSvg(planOf(2, 'chain', 'leaves'), { locale: 'id' }));
    expect(tags.filter((t) => t.attributes['class'] === 'post empty')).toHaveLength(1);
    expect(text).toContain('ditinggalkan kosong');
  });

  it('closes a loop with a line back and says so', () => {
    const { tags, text } = readMarkup(chainsSvg(planOf(3, 'loop'), { locale: 'en' }));
    expect(text).toContain('Loop 1: 3 moves; all of them or none');
    expect(text).toContain('the loop is closed');
    expect(tags.filter((t) => t.name === 'path')).toHaveLength(2 * 3 + 2);
  });

  it('goes on in a further picture after five moves, and says where it continues', () => {
    const { tags, text } = readMarkup(chainsSvg(planOf(12, 'chain'), { locale: 'en' }));
    expect(tags.filter((t) => t.name === 'svg')).toHaveLength(3);
    expect(text).toContain('part 2 of 3');
    expect(text).toContain('continues');
    for (let k = 1; k <= 12; k++) expect(text).toContain(`${k}. Name of P${k}`);
    expect(readMarkup(chainsSvg(planOf(7, 'loop'), { locale: 'en' })).text).toContain('the loop is closed');
  });

  it('draws nothing where no chain has two moves, and an end where somebody is left without a post', () => {
    expect(chainsSvg(planOf(1, 'chain'), { locale: 'en' })).toBe('');
    const two = planOf(2, 'chain');
    const released = { ...two, plan: { ...two.plan, moves: [{ ...two.plan.moves[0]!, to: null, kind: 'release' as const, fit: null }, two.plan.moves[1]!] } };
    expect(readMarkup(chainsSvg(released, { locale: 'en' })).text).toContain('no post');
  });
});

describe('wrap', () => {
  it('breaks at blanks, cuts what does not fit, and keeps characters whole', () => {
    expect(wrap('Kepala Seksi Pelaksanaan Ruang Terbuka Hijau', 20, 2)).toEqual(['Kepala Seksi', 'Pelaksanaan Ruang…']);
    expect(wrap('short', 20, 2)).toEqual(['short']);
    expect(wrap('x'.repeat(30), 10, 1)).toEqual([`${'x'.repeat(9)}…`]);
    expect(wrap(`${'x'.repeat(10)} y`, 10, 1)).toEqual([`${'x'.repeat(9)}…`]);
    expect(wrap('\ud83d\ude00'.repeat(5), 4, 1)).toEqual([`${'\ud83d\ude00'.repeat(3)}…`]);
  });
});
