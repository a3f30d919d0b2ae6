import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_OF_GRADES, bypassOf, moves, readLists, rosterOf, staysOf, stepsOf, type Standing } from '../../examples/audit/seniority.js';
import { LATER_NAMES, baseTitle, readMoves, rosterOf as rosterOfMoves, vacancyChains, type Move } from '../../examples/audit/vacancy-chains.js';
import { random } from '../../examples/city/random.js';
import { audit } from '../../src/audit.js';

const LISTS = [
  'officer,as_at,grade,seniority,title,entry_year,year_to_II,year_to_I,year_to_SP,workplace_id',
  '1,2021,III,1,F,2000,,,,10', // stays, and is dated level later
  '2,2021,III,2,M,2001,,,,10',
  '3,2021,III,3,F,2002,,,,11',
  '4,2021,III,4,M,2002,,,,11', // gone
  '5,2021,III,5,M,2003,,,,12', // under one number twice in 2022
  '6,2021,II,1,F,1999,2015,,,13',
  '1,2022,III,1,F,2000,,,,10',
  '2,2022,II,2,M,2001,2021,,,11',
  '3,2022,III,2,F,2002,,,,12',
  '5,2022,III,3,M,2003,,,,12',
  '5,2022,III,4,M,2003,,,,10',
  '6,2022,SP,1,F,1999,2015,2019,2022,13', // a grade is skipped
  '1,2023,II,1,F,2000,2021,,,12',
  '2,2023,II,2,M,2001,2021,,,12',
  '3,2023,III,1,F,2002,,,,12',
  '6,2023,SP,1,F,1999,2015,2019,2022,14',
].join('\n');

describe('yearly seniority lists', () => {
  const lists = readLists(LISTS);

  it('leave out a number that stands twice on one list, and count it', () => {
    expect([...lists.twice]).toEqual(['5']);
    expect([...lists.officers.keys()]).toEqual(['1', '2', '3', '4', '6']);
    expect(lists).toMatchObject({ years: [2021, 2022, 2023], rows: 16 });
  });

  it('give steps between two lists that follow each other: promoted, stayed, gone, elsewhere', () => {
    const [first, second] = stepsOf(lists);
    expect(first).toMatchObject({ from: 'III', to: 'II', year: 2021, gone: 1, elsewhere: 0 });
    expect(first?.officers).toEqual([{ place: 1, promoted: false, counts: 2021 }, { place: 2, promoted: true, counts: 2021 }, { place: 3, promoted: false, counts: null }]);
    expect(second?.officers.map(({ promoted }) => promoted)).toEqual([true, false]);
    expect(stepsOf(lists).find(({ from, year }) => from === 'II' && year === 2021)).toMatchObject({ officers: [], gone: 0, elsewhere: 1 });
  });

  it('tell whom a promotion passed, and who was dated level later', () => {
    expect(bypassOf(stepsOf(lists)[0]!.officers)).toEqual({ promoted: 1, stayed: 2, passing: 1, passed: 1, stillPassed: 0, pairs: 2, reversed: 1, held: 0, early: 1 });
  });

  it('do not count a workplace of a new number as a firm move', () => {
    const [any, firm] = [moves(lists, 'any'), moves(lists, 'firm')];
    const entry = (officer: string, year: number) => lists.officers.get(officer)!.get(year)!;
    expect([any(entry('2', 2021), entry('2', 2022)), firm(entry('2', 2021), entry('2', 2022))]).toEqual([true, true]);
    expect([any(entry('6', 2022), entry('6', 2023)), firm(entry('6', 2022), entry('6', 2023))]).toEqual([true, false]);
    expect(staysOf(lists, 'any')).toEqual([{ lists: 1, atRisk: 2, moved: 1 }]); // 2 moved on, 3 stayed; 1 and 6 moved in the last year alone
  });

  it('as a record of an audit show grades that do not follow each other as signs, and no breach', async () => {
    const { strip, findings } = await audit(rosterOf(lists), { rules: ORDER_OF_GRADES });
    expect(findings.map(({ code, kind }) => [code, kind])).toEqual([['level-jump', 'flag']]);
    expect(strip).toMatchObject({ breaches: 0, decisions: 0 });
    expect(strip.rungs.map(({ given }) => given)).toEqual([true, false, false, false]);
  });
});

describe('bypassOf(officers)', () => {
  const standing = fc.array(fc.record({ promoted: fc.boolean(), counts: fc.option(fc.integer({ min: 2019, max: 2022 })) }), { maxLength: 9 }).map((all) => all.map((one, k): Standing => ({ ...one, place: k + 1 })));

  it('counts every pair as a plain loop does, and sets aside as few as any choice of officers could', () => {
    fc.assert(fc.property(standing, (officers) => {
      const found = bypassOf(officers);
      const [up, stay] = [officers.filter(({ promoted }) => promoted), officers.filter(({ promoted }) => !promoted)];
      const over = (p: Standing, s: Standing): boolean => s.place < p.place;
      expect(found).toMatchObject({
        promoted: up.length, stayed: stay.length, pairs: up.length * stay.length,
        reversed: up.flatMap((p) => stay.filter((s) => over(p, s))).length,
        passing: up.filter((p) => stay.some((s) => over(p, s))).length,
        passed: stay.filter((s) => up.some((p) => over(p, s))).length,
        stillPassed: stay.filter((s) => up.some((p) => over(p, s) && p.counts !== null && (s.counts === null || p.counts < s.counts))).length,
      });
      let least = officers.length;
      for (let aside = 0; aside < 1 << officers.length; aside++) {
        const left = officers.filter((_, k) => !(aside & (1 << k)));
        const inOrder = left.every((p) => !p.promoted || left.every((s) => s.promoted || !over(p, s)));
        if (inOrder) least = Math.min(least, officers.length - left.length);
      }
      expect(found.held + found.early).toBe(least);
    }), { numRuns: 200 });
  });
});

const job = (title: string, department = 'works'): Move['from'] => ({ department, title });
const move = (from: string, to: string): Move => ({ from: job(from), to: job(to), payBefore: null, payAfter: null });

describe('vacancyChains(moves)', () => {
  it('follows a vacancy down to the seat that no mover took', () => {
    const { chains, inLoops } = vacancyChains([move('clerk', 'officer'), move('head', 'director'), move('officer', 'head'), move('nurse', 'matron')], random(1));
    expect(inLoops).toBe(0);
    expect(chains).toEqual([{ start: job('director'), moves: 3 }, { start: job('matron'), moves: 1 }]);
  });

  it('calls moves that go round a loop, and no chain', () => {
    expect(vacancyChains([move('a', 'b'), move('b', 'a'), move('c', 'd')], random(1))).toEqual({ chains: [{ start: job('d'), moves: 1 }], inLoops: 2 });
  });

  it('counts every move once, and as many chains as jobs took more movers than they lost, whatever the lot', () => {
    const title = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(fc.property(fc.array(fc.tuple(title, title).filter(([from, to]) => from !== to), { maxLength: 30 }), fc.integer(), (pairs, seed) => {
      const all = pairs.map(([from, to]) => move(from, to));
      const { chains, inLoops } = vacancyChains(all, random(seed));
      expect(chains.reduce((sum, chain) => sum + chain.moves, 0) + inLoops).toBe(all.length);
      const surplus = ['a', 'b', 'c', 'd', 'e'].map((each) => Math.max(0, pairs.filter(([, to]) => to === each).length - pairs.filter(([from]) => from === each).length));
      expect(chains).toHaveLength(surplus.reduce((sum, one) => sum + one, 0));
    }));
  });
});

describe('readMoves(csv)', () => {
  const csv = [
    'person_key,department_earlier,title_earlier,salary_earlier,department_later,title_later,salary_later',
    'X1,FIRE,"CLERK, ""SENIOR""",50000.00,FIRE DEPARTMENT,LIEUTENANT,60000.40',
    'X2,POLICE BOARD,AIDE,,DEPARTMENT OF LAW,PARALEGAL,',
  ].join('\n');

  it('reads departments by their later names, quotes as RFC 4180 has them, and pay that is missing as unknown', () => {
    expect(readMoves(csv)).toEqual([
      { from: { department: 'FIRE DEPARTMENT', title: 'CLERK, "SENIOR"' }, to: { department: 'FIRE DEPARTMENT', title: 'LIEUTENANT' }, payBefore: 50000, payAfter: 60000 },
      { from: { department: 'POLICE BOARD', title: 'AIDE' }, to: { department: 'DEPARTMENT OF LAW', title: 'PARALEGAL' }, payBefore: null, payAfter: null },
    ]);
    expect(Object.keys(LATER_NAMES)).toHaveLength(34);
  });

  it('never takes the key of a person into what it gives', async () => {
    expect(JSON.stringify([readMoves(csv), rosterOfMoves(readMoves(csv))])).not.toMatch(/X1|X2/);
    expect((await audit(rosterOfMoves(readMoves(csv)))).strip).toMatchObject({ breaches: 0, decisions: 0 });
  });

  it('a base title is the title without step, hours and assignment', () => {
    const same = [['LIBRARIAN I', 'LIBRARIAN IV'], ['POLICE OFFICER', 'POLICE OFFICER (ASSIGNED AS DETECTIVE)'], ['POLICE OFFICER / FLD TRNG OFFICER', 'POLICE OFFICER'], ['LIBRARY CLERK - HOURLY', 'LIBRARY CLERK'], ['MACHINIST - APPRENTICE', 'MACHINIST']] as const;
    for (const [a, b] of same) expect(baseTitle(a)).toBe(baseTitle(b));
    const other = [['LIEUTENANT', 'LIEUTENANT-EMT'], ['CAPTAIN', 'SERGEANT'], ['ASST COMMISSIONER', 'COMMISSIONER']] as const;
    for (const [a, b] of other) expect(baseTitle(a)).not.toBe(baseTitle(b));
  });
});
