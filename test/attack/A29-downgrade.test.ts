// A29: a checker is talked into checking less: by an option, an older format, or a document that leaves something out.
import { beforeAll, expect, it } from 'vitest';
import { verify } from '../../src/verify/index.js';
import { withValue, type Loose } from './changes.js';
import { failures, honest, manyPeople, open, type Honest } from './honest.js';

const CHECKS = ['format', 'integrity', 'completeness', 'anchored', 'feasibility', 'eligibility', 'scores', 'optimality', 'ties', 'decision'];
let made: Honest;
let wrong: Loose;
beforeAll(async () => {
  made = await honest(manyPeople(16));
  wrong = structuredClone(made.bundle);
  wrong.proposal.certain.seats.pop();
});

const NAMES = ['skip', 'only', 'checks', 'except', 'ignore', 'trust', 'trusted', 'unsafe', 'strict', 'fast', 'force', 'tolerance', 'version', 'format', 'allow', 'legacy', 'noTrail', 'profile'];

it('(the control) every check is answered once, in order, and an honest bundle holds', () => {
  expect(verify(made.bundle).verdicts.map(({ check }) => check)).toEqual(CHECKS);
  expect(open(made.bundle)).toEqual([]);
});

it('no option makes it check less: every name, alone and in pairs, gives the same verdicts', () => {
  const told = (options: object): string => JSON.stringify(verify(wrong, options));
  const honestly = told({});
  expect(failures(wrong)).not.toEqual([]);
  for (const name of NAMES) {
    for (const value of [true, false, CHECKS, 'optimality', 0]) expect([name, told({ [name]: value })]).toEqual([name, honestly]);
    for (const other of NAMES) expect(told({ [name]: CHECKS, [other]: true })).toBe(honestly);
  }
});

it.each<[string, string]>([
  ['format', '/format'],
  ['round/format', '/round/format'],
  ['policy/format', '/policy/format'],
  ['proposal/format', '/proposal/format'],
])('another version in %s is refused, older, newer or of another kind', (keys, path) => {
  const format = keys.split('/').reduce((at: Loose, key) => at[key], made.bundle) as string;
  for (const other of [format.replace(/\d+$/, (n) => String(Number(n) + 1)), format.replace(/\d+$/, '-1'), format.replace(/\d+$/, '99'), format.replace(/\/\d+$/, ''), format.toUpperCase(), `${format} `, 'meritra/bundle/00', '']) {
    const verdicts = verify(withValue(made.bundle, keys.split('/'), other)).verdicts;
    expect([other, verdicts[0]]).toEqual([other, expect.objectContaining({ check: 'format', outcome: 'fails', code: 'E_FORMAT', path })]);
    expect(verdicts.slice(1).map(({ outcome }) => outcome)).toEqual(CHECKS.slice(1).map(() => 'not-checked'));
  }
});

it('the bundle before this one, without trail and decision, is another format', () => {
  expect(failures({ ...made.bundle, format: 'meritra/bundle/0' })).toEqual(['format E_FORMAT /format']);
});

it.each(['profile', 'round', 'policy', 'proposal'])('a bundle without %s is refused, not checked by half', (key) => {
  const rest = Object.fromEntries(Object.entries(made.bundle as object).filter(([name]) => name !== key));
  expect(failures(rest)).toEqual([expect.stringMatching(/^format E_FORMAT/)]);
});

it('a public profile cannot be claimed for a full bundle, so that less would be asked', () => {
  expect(failures({ ...made.bundle, profile: 'public' })).toEqual([expect.stringMatching(/^format E_FORMAT/)]);
});
