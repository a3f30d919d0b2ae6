import { deepFreeze } from '../model/frozen.js';
import type { Overlay } from '../policy/index.js';
import { electionLocks } from './election-locks.js';
import { imut, routes, step, type Route } from './national/routes.js';
import { all, any, cited, entersJpt, into, is, lateral, level, levelId, not, person, promotion, text } from './rule.js';

const BOXES = 'Practice of a province as its visitors report it (bkpsdmd.babelprov.go.id, 2022)';

/** A promotion by its route, though the level may be the same. */
const intoJpt = entersJpt('JPT_PRATAMA', 'JPT_MADYA', 'JPT_UTAMA');

const pool: Route = {
  id: 'jpt-pool',
  label: text('JPT pratama from the talent pool, without open selection', 'JPT pratama dari talent pool, tanpa seleksi terbuka'),
  citation: cited('UU 5/2014 art. 111, preamble of KASN 3/2018: an agency whose merit system is approved', 'V'),
  when: entersJpt('JPT_PRATAMA'),
  approver: text('Appointing authority (PPK)', 'Pejabat Pembina Kepegawaian (PPK)'),
  steps: [
    step('three-names', 'Three best names of the pool, of whom the appointing authority picks one', 'Tiga nama terbaik dari talent pool, PPK memilih satu', 14, cited('Three names: practice reported in 2022 (babelprov.go.id); the days are a guess', 'm')),
    imut,
    step('decree', 'Decree and inauguration', 'Surat keputusan dan pelantikan', 7),
  ],
  documents: [text('Decree of the succession pool', 'Keputusan kelompok rencana suksesi')],
};

/** In the order in which the province tries them: a functional post first, the pool before the open selection. */
const tried = [...routes.filter((r) => r.id === 'functional'), pool, ...routes.filter((r) => r.id !== 'functional')];
const locks = electionLocks({ inaugurated: '2025-03-03' }, tried);

/**
 * An invented province over `national`. What it takes from practice that was read somewhere is cited as such: promotion from boxes 7
 * to 9, boxes 2 to 5 only shift, filling of JPT from the pool by an agency whose merit system is approved, a lowest rank as a
 * disqualifying test, and the lock after an inauguration.
 */
export const exampleProvince: Overlay = deepFreeze<Overlay>({
  format: 'meritra/overlay/0',
  id: 'example-province-2026',
  title: text('Example province (invented), 2026', 'Provinsi contoh (rekaan), 2026'),
  put: {
    gates: [
      ...locks.gates,
      {
        id: 'promotion-boxes',
        label: text('Promotion from boxes 7, 8 and 9', 'Promosi dari kotak 7, 8, dan 9'),
        citation: cited(`${BOXES}: promotion and succession from boxes 7, 8, 9`, 'N'),
        onlyForMoves: true,
        when: all(any(promotion, intoJpt), is(level('seat'), '>=', 0)),
        rule: is(person('box'), '>=', 7),
      },
      {
        id: 'rotation-boxes',
        label: text('Rotation from box 2 and above', 'Rotasi dari kotak 2 ke atas'),
        citation: cited(`${BOXES}: boxes 2 to 5 only shift, below that development; box 6 is not named and may shift here`, 'N'),
        onlyForMoves: true,
        when: all(lateral, not(intoJpt)),
        rule: is(person('box'), '>=', 2),
      },
      {
        id: 'rank-minimum',
        label: text('Rank of at least III/b, III/d or IV/b by level', 'Golongan ruang paling rendah III/b, III/d, atau IV/b menurut jenjang'),
        citation: cited('List of a ministry, 2026, as agency software applies it: a disqualifying test', 'C'),
        when: into('PENGAWAS', 'ADMINISTRATOR', 'JPT_PRATAMA'),
        rule: is(person('rank'), '>=', { op: 'lookup', key: levelId('position'), table: { PENGAWAS: 10, ADMINISTRATOR: 12, JPT_PRATAMA: 14 }, else: 1 }),
      },
    ],
    routes: [...locks.routes, pool],
  },
  order: { routes: [...locks.routes.map((r) => r.id), 'functional', 'jpt-pool'] },
});
