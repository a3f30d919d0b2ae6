import { expect, it } from 'vitest';
import { parseRound, seal, type Policy } from '../../src/index.js';
import { report } from '../../src/reporting/index.js';
import { caseOf } from '../reporting/rounds.js';
import { toyPolicy, toyPost, toyRound } from '../support/toy.js';

const warned = (effectiveFrom?: string, effectiveUntil?: string): readonly string[] => {
  const policy = seal(toyPolicy((p) => void Object.assign(p, days(effectiveFrom, effectiveUntil))));
  return parseRound(toyRound({ positions: [toyPost('J', 'MID')] }), policy).warnings.map((w) => `${w.code} ${w.path}`);
};
const days = (effectiveFrom?: string, effectiveUntil?: string) => ({ ...(effectiveFrom && { effectiveFrom }), ...(effectiveUntil && { effectiveUntil }) });

it.each<[string | undefined, string | undefined, boolean]>([
  [undefined, undefined, false],
  ['2026-11-21', '2026-11-21', false],
  ['2026-11-22', undefined, true],
  [undefined, '2026-11-20', true],
  ['2026-01-01', '2026-12-31', false],
])('a round of 21 November 2026 by a policy of %s to %s', (from, until, outside) => expect(warned(from, until)).toEqual(outside ? ['W_POLICY_DATE /asOf'] : []));

it('a day that is none is told as such alone', () => {
  const policy = seal(toyPolicy((p) => void (p.effectiveFrom = '2027-01-01')));
  expect(() => parseRound(toyRound({ asOf: '2026-02-30' }), policy)).toThrow('E_DATE_INVALID at /asOf');
});

it.each([
  ['en', '2026-12-01', undefined, '(in force only from 1 December 2026)'],
  ['en', undefined, '2026-11-20', '(in force only until 20 November 2026)'],
  ['id', '2026-12-01', undefined, '(baru berlaku mulai 1 Desember 2026)'],
  ['id', undefined, '2026-11-20', '(hanya berlaku sampai 20 November 2026)'],
] as const)('page one says so in the row of the policy (%s, %s, %s)', async (locale, from, until, said) => {
  const paper = async (change: (policy: Policy) => void): Promise<string> => {
    const { round, policy, proposal, explanation } = await caseOf(toyRound({ positions: [toyPost('J', 'MID')] }), toyPolicy(change));
    return report({ round, policy, proposal, explanation }, { locale });
  };
  const told = await paper((p) => void Object.assign(p, days(from, until)));
  expect(told.slice(0, told.indexOf('</dl>'))).toContain(`<span class="id">toy</span> <strong>${said}</strong></dd>`);
  expect(await paper((p) => void (p.effectiveFrom = '2026-01-01'))).not.toContain('<strong>(');
});
