/**
 * Every rule for one invented person and one post, in Bahasa Indonesia and in English from the same data: what is not met, what is not
 * known and since when, what is met, and how well each rule is known. Then what the invented city changes of the national pack.
 *
 * npx tsx examples/verdicts.ts
 */
import { diff, explain, overlay, parseRound, propose, seal } from 'meritra';
import { exampleCity, national } from 'meritra/asn';
import { packChangesText, verdictTable } from 'meritra/report';

// a pack comes without a lottery: the round's own is laid over it last
const NONCE = '00112233445566778899aabbccddeeff';
const city = overlay(national, exampleCity);
const policy = seal(
  overlay(city, {
    format: 'meritra/overlay/0',
    id: 'example-city-round-1',
    title: { en: 'Example city (invented), round 1', id: 'Kota contoh (rekaan), putaran 1' },
    ties: { commitments: [{ party: 'inspectorate', hash: 'sha256:645b0fd0a1106bf1952e2b69e74477aa3e7a9f52936e3cbf63338c812b681be7' }] },
  }),
);

const { round } = parseRound(
  {
    format: 'meritra/round/0',
    id: 'round-1',
    asOf: '2026-11-21',
    scope: { positions: 'all', people: 'all' },
    sources: [
      { id: 'SIMPEG', title: 'Simpeg', date: '2026-11-01' },
      { id: 'AC2022', title: 'Assessment center 2022', date: '2022-06-14' },
      { id: 'EKIN', title: 'e-Kinerja', date: '2026-02-01' },
    ],
    units: [{ id: 'DINKES', name: 'Dinas Kesehatan' }],
    positions: [
      {
        id: 'KADINKES',
        title: 'Kepala Dinas Kesehatan',
        unit: 'DINKES',
        level: 'JPT_PRATAMA',
        track: 'JPT',
        attributes: { field: 'KESEHATAN', fieldsRelated: ['FARMASI', 'KESEHATAN'], fieldStandard: 'RELATED', minRank: 14, requiredLevel: 4, certificate: 'NONE', appointedBy: 'OWN' },
      },
      { id: 'SEKDINKES', title: 'Sekretaris Dinas Kesehatan', unit: 'DINKES', level: 'ADMINISTRATOR', track: 'JA', superior: 'KADINKES', attributes: { appointedBy: 'OWN', fieldStandard: 'SCORE', certificate: 'NONE' } },
    ],
    people: [
      {
        id: 'P-017',
        name: 'Ratna (rekaan)',
        born: '1971-03-09',
        seat: 'SEKDINKES',
        since: '2023-08-01',
        evidence: [
          { attribute: 'education', value: 'S2', source: 'SIMPEG' },
          { attribute: 'educationField', value: 'FARMASI', source: 'SIMPEG' },
          { attribute: 'rank', value: 13, source: 'SIMPEG' },
          { attribute: 'lastDecree', value: '2025-01-06', source: 'SIMPEG' },
          { attribute: 'assessedOn', value: '2022-06-14', source: 'AC2022' },
          { attribute: 'M01', value: 4, source: 'AC2022' },
          { attribute: 'healthy', value: true, source: 'SIMPEG' },
          { attribute: 'assetReport', value: true, source: 'SIMPEG' },
          { attribute: 'box', value: 8, source: 'SIMPEG' },
        ],
        spells: [
          { attribute: 'posts', value: 'PENGAWAS', from: '2016-02-01', to: '2023-07-31', source: 'SIMPEG' },
          { attribute: 'posts', value: 'ADMINISTRATOR', from: '2023-08-01', source: 'SIMPEG' },
          { attribute: 'fieldWork', value: 'KESEHATAN', months: 90, source: 'SIMPEG' },
          { attribute: 'performance', value: 'BAIK', from: '2024-01-01', to: '2024-12-31', source: 'EKIN' },
          { attribute: 'performance', value: 'BUTUH_PERBAIKAN', from: '2025-01-01', to: '2025-12-31', source: 'EKIN' },
          { attribute: 'leadershipTraining', value: 'PKP', from: '2018-04-01', to: '2018-08-01', source: 'SIMPEG' },
        ],
        checked: [
          { attribute: 'performance', source: 'EKIN' },
          { attribute: 'discipline', source: 'SIMPEG' },
          { attribute: 'away', source: 'SIMPEG' },
        ],
      },
    ],
    relations: [],
    pins: [],
    waivers: [],
    actors: [],
    reveals: [{ party: 'inspectorate', nonce: NONCE }],
  },
  policy,
);

const proposal = await propose(round, policy);
const verdicts = { person: 'P-017', position: 'KADINKES', judgements: explain(proposal, round, policy).judgements('P-017', 'KADINKES') };
for (const locale of ['id', 'en'] as const) {
  console.log(verdictTable(verdicts, { round, policy: policy.policy }, { locale }));
  console.log(packChangesText(diff(national, city), { from: national, to: city }, { locale }));
}
