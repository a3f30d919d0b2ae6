import { deepFreeze } from '../../model/frozen.js';
import type { Policy } from '../../policy/index.js';
import { cited, labelled, own, text } from '../rule.js';
import { attributes } from './attributes.js';
import { criteria, dimensions, weights, weightsCitation } from './criteria.js';
import { gates } from './gates.js';
import { routes } from './routes.js';

const SENIORITY = cited('Seniority list (DUK), PP 15/1979: order commonly cited, text not read', 'M');

/**
 * The national rules on posts of the civil service (ASN) as of the day the law was checked: what was read or is plainly reported
 * binds, what is commonly cited, seen in software or known to vary is a flag until somebody confirms it. A functional post stands on
 * the level of its equal: the track tells them apart. The pack commits to no lottery: a round adds its own before it is sealed.
 */
export const national: Policy = deepFreeze<Policy>({
  format: 'meritra/policy/0',
  id: 'asn-national-2026',
  title: text('Civil service of Indonesia: national rules, 2026', 'ASN: aturan nasional, 2026'),
  lawCheckedOn: '2026-11-21',
  effectiveFrom: '2026-01-01',
  confidence: { scale: ['m', 'M', 'C', 'N', 'V'], gateFrom: 'N' },
  leapDay: 'feb28',
  levels: [
    labelled('PELAKSANA', 'Staff, JF ahli pertama and below', 'Pelaksana, JF ahli pertama dan keterampilan'),
    labelled('PENGAWAS', 'Supervisor, JF ahli muda', 'Pengawas, JF ahli muda'),
    labelled('ADMINISTRATOR', 'Administrator, JF ahli madya', 'Administrator, JF ahli madya'),
    labelled('JPT_PRATAMA', 'JPT pratama, JF ahli utama', 'JPT pratama, JF ahli utama'),
    labelled('JPT_MADYA', 'JPT madya', 'JPT madya'),
    labelled('JPT_UTAMA', 'JPT utama', 'JPT utama'),
  ],
  tracks: [labelled('JA', 'Administrative posts', 'Jabatan administrasi'), labelled('JF', 'Functional posts', 'Jabatan fungsional'), labelled('JPT', 'High leadership posts', 'Jabatan pimpinan tinggi')],
  attributes,
  gates,
  routes,
  dimensions,
  criteria,
  weights,
  weightsTotal: 100,
  weightsCitation,
  costs: {
    lateralMove: { points: 10, citation: own('A move within a level disrupts a service: it should gain about what a post in the own field gains over one outside it.') },
    vacantSeat: { points: 30, citation: own('An empty seat weighs as much as 30 points of fit: filled by anybody eligible rather than left open.') },
  },
  resolution: { points: 2, citation: own('Assessments are good to a few points at best.') },
  displacement: 'minimise',
  objective: 'levels',
  relations: {
    declaration: 'either',
    lineOfCommand: {
      maxDegree: 3,
      citation: cited('PermenPANRB 17/2024; UU 30/2014 art. 43(1)b: family and kin. The degree is that of other statutes (UU 48/2009 art. 17)', 'M'),
    },
    recusal: {
      maxDegree: 3,
      kinds: ['spouse', 'former-spouse', 'business', 'representative', 'paid-by', 'recommender'],
      citation: cited('UU 30/2014 art. 42, 43(1)a-e for the kinds; PermenPANRB 17/2024. The degree is that of other statutes (UU 48/2009 art. 17)', 'M'),
    },
  },
  ties: {
    order: [
      { attribute: 'rank', direction: 'descending', citation: SENIORITY },
      { attribute: 'rankSince', direction: 'ascending', citation: SENIORITY },
      { attribute: 'serviceSince', direction: 'ascending', citation: SENIORITY },
      { attribute: 'education', direction: 'descending', citation: SENIORITY },
    ],
    commitments: [],
  },
});
