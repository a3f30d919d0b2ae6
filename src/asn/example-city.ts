import { deepFreeze } from '../model/frozen.js';
import type { Expression, Overlay } from '../policy/index.js';
import { electionLocks } from './election-locks.js';
import { gates } from './national/gates.js';
import { cases, cited, occurs, own, person, sum, text, year } from './rule.js';

const DECREE = { by: 'Wali Kota (rekaan)', on: '2026-10-05', document: 'Keputusan Wali Kota 61/2026 (invented for this example)' };
const locks = electionLocks({ candidates: '2029-09-01', termEnds: '2030-03-01' });

const predicate = (back: number): Expression =>
  cases(
    [
      [occurs('performance', ['SANGAT_BAIK'], year(back)), 100],
      [occurs('performance', ['BAIK'], year(back)), 80],
      [occurs('performance', ['BUTUH_PERBAIKAN'], year(back)), 60],
      [occurs('performance', ['KURANG'], year(back)), 40],
      [occurs('performance', ['SANGAT_KURANG'], year(back)), 20],
    ],
    0,
  );

const margin = gates.find((g) => g.id === 'retirement-margin')!;

/**
 * An invented city over `national`: it confirms by decree what it wants to bind, keeps two years before retirement, counts the
 * predicates of two years and a technical test, and seats no parent, child or spouse in one unit. The lock before an election stands in
 * it for years before it bites.
 */
export const exampleCity: Overlay = deepFreeze<Overlay>({
  format: 'meritra/overlay/0',
  id: 'example-city-2026',
  title: text('Example city (invented), 2026', 'Kota contoh (rekaan), 2026'),
  effectiveFrom: '2026-10-05',
  put: {
    attributes: { technical: { of: 'person', type: 'number', label: text('Technical test', 'Uji kompetensi teknis'), min: 0, max: 100, validMonths: 36 } },
    gates: [
      ...locks.gates,
      {
        ...margin,
        label: text('At least 24 months before retirement at the level of the post', 'Paling sedikit 24 bulan sebelum BUP pada jenjang jabatan'),
        citation: own('Whoever is appointed stays two years at least: common practice asks for one to two.'),
        rule: { ...(margin.rule as Extract<Expression, { op: 'compare' }>), right: { op: 'const', value: 24 } },
      },
    ],
    routes: locks.routes,
    criteria: [
      {
        id: 'predicate',
        dimension: 'performance',
        label: text('Performance predicates of two years', 'Predikat kinerja dua tahun terakhir'),
        citation: cited('A municipal rubric in agency software: 60 % of the last year, 40 % of the one before; the table of 411/2025', 'C'),
        value: sum([0.6, predicate(1)], [0.4, predicate(2)]),
      },
      {
        id: 'technical',
        dimension: 'competence',
        label: text('Technical competence', 'Kompetensi teknis'),
        citation: own('Technical competence has a share of its own, the same on every level; agency software blends 20 to 50 % by level.'),
        value: person('technical'),
      },
    ],
  },
  order: { routes: locks.routes.map((r) => r.id) },
  weights: { predicate: 25, potential: 7.5, technical: 10 },
  weightsCitation: own('The shares of KepKa BKN 411/2025 as agency software implements them, five points of the predicate and five of potential given to technical competence.'),
  costs: { lateralMove: { points: 8, citation: own('The city rotates a little more freely than the national pack.') } },
  relations: { sameUnit: { maxDegree: 1, citation: own('No parent, child or spouse in one unit.') } },
  confirm: {
    'education-pengawas': DECREE,
    'prior-post-pengawas': DECREE,
    'discipline-serving': DECREE,
    available: DECREE,
    'rank-minimum': DECREE,
    'appointed-here': DECREE,
  },
});
