import type { BreachRule } from '../auditing/past.js';
import { deepFreeze } from '../model/frozen.js';
import { lockWindows, type ElectionDays } from './election-locks.js';
import { cited, labelled } from './rule.js';

/** What an audit of an Indonesian agency knows beside the law. */
export interface AuditRulesOptions {
  /** The elections within the period that is audited. */
  readonly elections?: readonly ElectionDays[];
}

/**
 * The dated rules of moves in the Indonesian civil service as an audit holds them against a roster, each with article and mark; marks as in
 * docs/policy-packs.md: what was not read (C, M, m) gives flags, not breaches. Levels are those of the national pack. A lock of an election
 * ends in the day of its candidates or inauguration, so that several can stand side by side.
 * @throws {MeritError} E_DATE_FORMAT, E_DATE_INVALID, E_DATE_RANGE or E_VALUE_MISSING for the days of an election.
 */
export function auditRules({ elections = [] }: AuditRulesOptions = {}): readonly BreachRule[] {
  const locks = elections.flatMap((days) =>
    lockWindows(days).map(({ when, label, citation, from, to }): BreachRule => ({ kind: 'freeze', id: `election-lock-${when}-${(when === 'before' ? days.candidates : days.inaugurated) ?? from}`, label, citation, from, to })),
  );
  return deepFreeze([...RULES, ...locks]);
}

const RULES: readonly BreachRule[] = [
  {
    kind: 'tenure', ...labelled('time-in-post', 'At least 2 years in a post before the next one on the same level or above', 'Paling singkat 2 tahun dalam jabatan sebelum mutasi setingkat atau promosi'),
    citation: cited('PP 11/2017 art. 190(3); BKN 5/2019 art. 2(3)', 'V'), months: 24,
  },
  {
    kind: 'tenure', ...labelled('jpt-two-years', 'No holder of a JPT post is replaced within 2 years, but for a breach of law or lost qualification', 'Pejabat pimpinan tinggi tidak diganti dalam 2 tahun sejak pelantikan, kecuali melanggar hukum atau tidak lagi memenuhi syarat'),
    // moves up or sideways within two years are told by `time-in-post`
    citation: cited('UU 5/2014 art. 116; SE MenPANRB 02/2016', 'N'), months: 24, levels: ['JPT_PRATAMA', 'JPT_MADYA', 'JPT_UTAMA'], moves: ['demotion'],
  },
  {
    kind: 'level-jump', ...labelled('one-level', 'Promotion goes one level at a time', 'Promosi satu jenjang demi satu jenjang'),
    citation: cited('PP 11/2017 art. 189; PermenPANRB 22/2021', 'N'), most: 1,
  },
  {
    kind: 'hidden-demotion', ...labelled('consent-to-lower', 'A lower level or class only as discipline, by own wish or in a reorganisation', 'Jenjang atau kelas jabatan lebih rendah hanya karena hukuman disiplin, keinginan sendiri, atau penataan organisasi'),
    citation: cited('PP 11/2017 art. 189; PermenPANRB 22/2021: that a demotion needs one of these reasons is commonly cited', 'M'),
  },
  {
    kind: 'acting-length', ...labelled('acting-length', 'Acting (Plt) for at most 3 + 3 months', 'Menjadi Plt paling lama 3 + 3 bulan'),
    citation: cited('SE BKN 1/2021: text not read', 'M'), months: 6,
  },
  {
    kind: 'acting-to-definitive', ...labelled('acting-to-definitive', 'Acting (Plt) in a post and then appointed to it without a selection on record', 'Menjadi Plt lalu diangkat definitif pada jabatan yang sama tanpa seleksi yang tercatat'),
    citation: cited('SE BKN 1/2021: text not read; what the text says of a later appointment is not known', 'M'),
  },
  {
    kind: 'two-seats', ...labelled('one-definitive-post', 'One definitive post at a time', 'Satu jabatan definitif pada satu waktu'),
    citation: cited('PermenPANRB 37/2012 and 17/2024 name double office as a source of conflicts of interest; a prohibition was not read', 'M'),
  },
  {
    kind: 'after-retirement', ...labelled('after-retirement', 'Nobody is appointed on or after the day he retires', 'Tidak diangkat pada atau setelah mencapai BUP'),
    citation: cited('UU 20/2023 art. 55; PP 11/2017 art. 239', 'V'),
  },
  {
    // 15 working days are never fewer than 15 days: what is shorter is too short by any calendar of holidays
    kind: 'notice', ...labelled('announcement', 'An open selection is announced for at least 15 working days, counted here as calendar days', 'Seleksi terbuka diumumkan paling singkat 15 hari kerja, di sini dihitung hari kalender'),
    citation: cited('PermenPANRB 15/2019: commonly cited, text not read', 'M'), days: 15,
  },
  {
    kind: 'winner-eligible', ...labelled('meets-the-requirements', 'Whoever is appointed was considered and meets the requirements of the post', 'Yang diangkat ikut dipertimbangkan dan memenuhi persyaratan jabatan'),
    citation: cited('PP 11/2017 art. 190–197; BKN 5/2019: fit between competence and the requirements of the post', 'V'),
  },
];
