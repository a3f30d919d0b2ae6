/** The people of the invented city as they really are; what a file says about them is decided in generate.ts. */
import { AS_OF, day, HORIZON, monthsFrom, type Day } from './days.js';
import { FIELDS, LEVELS, RELATED, type Field, type Organisation, type Post } from './organisation.js';
import { at, type Random } from './random.js';

export const EDUCATION = ['SLTA', 'D3', 'S1_D4', 'S2', 'S3'] as const;
export const PREDICATES = ['SANGAT_KURANG', 'KURANG', 'BUTUH_PERBAIKAN', 'BAIK', 'SANGAT_BAIK'] as const;
export type Education = (typeof EDUCATION)[number];
export type Predicate = (typeof PREDICATES)[number];
type Discipline = 'NONE' | 'LIGHT' | 'MEDIUM' | 'SEVERE';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly born: Day;
  readonly retires: Day;
  /** Index of the level held, -1 for staff. */
  readonly level: number;
  readonly seat?: Post;
  readonly since?: Day;
  readonly education: Education;
  readonly educationField: Field;
  readonly rank: number;
  readonly rankSince: Day;
  readonly serviceSince: Day;
  readonly monthsAs: { readonly pelaksana: number; readonly pengawas: number; readonly administrator: number };
  readonly experienceField: Field;
  readonly fieldExperience: number;
  readonly performance: { readonly y2024: Predicate; readonly y2025: Predicate };
  readonly teamRole: string;
  readonly serving: Discipline;
  readonly record: Discipline;
  /** M01 to M08, then S01. */
  readonly competences: readonly number[];
  readonly technical: number;
  readonly potential: number;
  readonly motivation: number;
  readonly assessed: Day;
  readonly trained?: Day;
  readonly trainingHours: number;
  /** All papers in order in every setting: those who could head the hospital, and those whose posts close. */
  readonly inOrder: boolean;
}

const FIRST = (
  'Agus Ahmad Andi Anita Ari Astuti Bagas Bambang Budi Cahya Citra Damar Deni Dewi Dian Dimas Dini Dwi Edi Eka Endah Erna Fajar Farida Fitri Galih Gita Hadi Hana Hari Hendra ' +
  'Ida Ika Indah Indra Intan Iwan Joko Kartika Kurnia Laila Lestari Lia Lukman Maya Mega Mira Nadia Nina Nita Novi Nur Putri Putu Rahma Rani Ratna Reza Rina Rizal Rudi Sari ' +
  'Sigit Sinta Siti Sri Surya Susi Tari Taufik Teguh Tono Tri Umi Utami Vina Wahyu Wati Wawan Wulan Yani Yoga Yudi Yuni Zahra Zaki'
).split(' ');
const HEAD = 'Adi Bima Cakra Darma Eka Gana Hasta Indra Jaya Karna Laksa Mandra Nara Pandu Raka Sasmi Tirta Utama Wira Yasa'.split(' ');
const TAIL = 'wan yanto putra tomo dito nata guna karta sari lita wati ningsih pranoto sukma rini lestya'.split(' ');

// days on which the city has sworn people in, with weights; two fifths of the holders have sat for less than two years
const SWORN: readonly (readonly [Day, number])[] = (
  [['2017-06-09', 2], ['2018-01-05', 3], ['2019-03-15', 5], ['2019-09-20', 6], ['2020-10-02', 7], ['2021-04-09', 7], ['2021-12-30', 8], ['2022-07-01', 8], ['2023-01-06', 8], ['2023-08-18', 8],
    ['2024-05-31', 8], ['2024-11-15', 6], ['2025-01-10', 7], ['2025-06-13', 7], ['2025-10-31', 6], ['2026-03-06', 5], ['2026-07-17', 4]] as const
).map(([text, weight]) => [day(text), weight] as const);
const ASSESSED = ['2024-08-05', '2025-03-10', '2025-11-17', '2026-06-22'].map(day);

// by level from staff (0) to JPT pratama (3)
const YEARS: readonly (readonly [number, number])[] = [[23, 57], [33, 57], [39, 57], [46, 59]];
const SCHOOLS: readonly (readonly (readonly [Education, number])[])[] = [
  [['SLTA', 30], ['D3', 18], ['S1_D4', 45], ['S2', 7]],
  [['D3', 7], ['S1_D4', 71], ['S2', 22]],
  [['S1_D4', 50], ['S2', 47], ['S3', 3]],
  [['S1_D4', 14], ['S2', 76], ['S3', 10]],
];
const FIRST_RANK: Readonly<Record<Education, number>> = { SLTA: 5, D3: 7, S1_D4: 9, S2: 10, S3: 11 };
const LAST_RANK: readonly Readonly<Record<Education, number>>[] = [
  { SLTA: 10, D3: 11, S1_D4: 12, S2: 13, S3: 13 }, { SLTA: 11, D3: 11, S1_D4: 12, S2: 13, S3: 13 }, { SLTA: 13, D3: 13, S1_D4: 14, S2: 15, S3: 15 }, { SLTA: 15, D3: 15, S1_D4: 15, S2: 16, S3: 16 },
];
const COMPETENCE = [1.8, 2.5, 3.2, 3.9];
const TRAINED = [0.05, 0.6, 0.75, 0.9];

/**
 * Everybody: one holder for each seat but those of `vacant` (post id -> empty seats), then staff until there are `count`. Holders of
 * the posts in `settled` have sat for at least three years. Ids are given in shuffled order.
 */
export function people(city: Organisation, vacant: ReadonlyMap<string, number>, settled: ReadonlySet<string>, count: number, r: Random): Person[] {
  const seats = city.posts.flatMap((post) => Array.from({ length: post.seats - (vacant.get(post.id) ?? 0) }, () => post));
  const leniency = Array.from({ length: 40 }, () => r.normal() * 0.5); // of the appraisals in each department
  const ids = r.shuffled(Array.from({ length: count }, (_, k) => `P-${String(k + 1).padStart(4, '0')}`));
  const physicians = city.posts.filter((post) => post.level === 'ADMINISTRATOR' && post.field === 'KESEHATAN').slice(2, 6); // who could head the hospital
  const supervisors = city.posts.filter((post) => post.level === 'PENGAWAS');
  return ids
    .map((id, k) => {
      const seat = seats[k];
      const home = seat ?? r.pick(supervisors);
      return onePerson(id, seat, home, at(leniency, home.department), { steady: physicians.includes(home), settled: settled.has(seat?.id ?? '') }, r);
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function onePerson(id: string, seat: Post | undefined, home: Post, leniency: number, { steady, settled }: { readonly steady: boolean; readonly settled: boolean }, r: Random): Person {
  const level = seat ? LEVELS.indexOf(seat.level) : -1;
  const rung = level + 1;
  const last = level === 2 ? 60 : 58; // age of retirement
  const [youngest, oldest] = steady ? [44, 52] : at(YEARS, rung);
  const born: Day = { month: AS_OF.month - r.int(youngest * 12, oldest * 12 + 11), day: r.int(1, 28) };
  const education = steady ? 'S2' : r.weighted(at(SCHOOLS, rung));
  const field = (same: number, related: number, of: Field): Field => (r.chance(same) ? of : r.chance(related) ? r.pick(RELATED[of]) : r.pick(FIELDS));
  const experienceField = steady || settled ? home.field : field(0.84, 0.55, home.field);
  const educationField = steady ? 'KESEHATAN' : field(experienceField === 'KESEHATAN' ? 0.85 : 0.6, 0.5, experienceField);

  const entered = Math.min(born.month + 12 * (education === 'SLTA' ? 20 : 23) + r.int(0, 84), AS_OF.month - 18);
  const serviceSince: Day = { month: rung > 0 ? Math.min(entered, AS_OF.month - 12 * (3 + 4 * rung)) : entered, day: 1 };
  const served = monthsFrom(serviceSince, AS_OF);
  const since = seat ? swornIn(serviceSince, rung, steady || settled, r) : undefined;
  const inPost = since ? monthsFrom(since, AS_OF) : 0;
  const left = (wanted: number, taken: number): number => Math.max(0, Math.min(wanted, served - taken));
  const administrator = level === 2 ? left(r.int(24, 96), inPost) : level === 1 ? Math.min(served, inPost + r.int(0, 48)) : 0;
  const before = level === 2 ? inPost + administrator : administrator;
  const pengawas = level > 0 ? left(r.int(36, 96), before) : level === 0 ? left(inPost + r.int(0, 60), 48) : r.chance(0.04) ? left(r.int(12, 60), 48) : 0;
  const pelaksana = Math.max(0, served - before - pengawas);

  const steps = Math.floor(served / 46);
  const reached = Math.min(FIRST_RANK[education] + steps, at(LAST_RANK, rung)[education]);
  const lowest = seat ? seat.minRank - (r.chance(0.03) ? 2 : r.chance(0.2) ? 1 : 0) : 1;
  const rank = Math.max(reached, lowest);
  const promoted = AS_OF.month - 2 - 6 * r.int(0, reached < FIRST_RANK[education] + steps ? 15 : 7); // every first of April and October
  const rankSince: Day = promoted > serviceSince.month ? { month: promoted, day: 1 } : serviceSince;

  const ability = r.normal() + (steady ? 0.6 : 0.1 * rung);
  const points = (mean: number, byAbility: number, noise: number): number => Math.max(20, Math.min(99, Math.round(mean + byAbility * ability + noise * r.normal())));
  const competences = Array.from({ length: 9 }, () => Math.max(1, Math.min(5, Math.round(at(COMPETENCE, rung) + 0.45 * ability + 0.45 * r.normal()))));
  const year = (): Predicate => {
    const x = 0.65 * ability + leniency + 0.55 * r.normal();
    return at(PREDICATES, steady ? 3 : x > 1.15 ? 4 : x > -1.2 ? 3 : x > -1.9 ? 2 : x > -2.6 ? 1 : 0);
  };
  const trained = r.chance(at(TRAINED, rung)) ? { month: AS_OF.month - r.int(2, 54), day: r.int(1, 28) } : undefined;
  const record = steady ? 'NONE' : r.weighted<Discipline>([['NONE', 93], ['LIGHT', 4], ['MEDIUM', 2.2], ['SEVERE', 0.8]]);
  return {
    id, name: `${r.pick(FIRST)} ${r.pick(HEAD)}${r.pick(TAIL)}`, born, retires: { month: born.month + last * 12 + 1, day: 1 }, level, ...(seat && { seat }), ...(since && { since }),
    education, educationField, rank, rankSince, serviceSince, monthsAs: { pelaksana, pengawas, administrator },
    experienceField, fieldExperience: steady ? Math.min(served, 120) : Math.floor((served * r.int(20, 95)) / 100),
    performance: { y2024: year(), y2025: year() },
    teamRole: r.weighted([['NONE', Math.max(1, 46 - 6 * ability)], ['MEMBER_INTERNAL', 28], ['MEMBER_CROSS', 13], ['CHAIR_INTERNAL', Math.max(1, 8 + 2 * ability)], ['CHAIR_CROSS', Math.max(1, 5 + ability)]]),
    serving: record !== 'NONE' && r.chance(0.4) ? record : 'NONE', record,
    competences, technical: points(66, 8, 7), potential: points(68, 8, 6), motivation: points(70, 4, 10),
    assessed: r.pick(ASSESSED), ...(trained && { trained }), trainingHours: Math.max(0, Math.round(18 + 12 * r.normal())), inOrder: steady || settled,
  };
}

function swornIn(serviceSince: Day, rung: number, settled: boolean, r: Random): Day {
  const early = serviceSince.month + 12 * (2 + 2 * rung);
  const days = SWORN.filter(([d]) => d.month > early && (!settled || monthsFrom(d, AS_OF) >= 36));
  return days.length > 0 ? r.weighted(days) : at(SWORN, SWORN.length - 1)[0];
}

/** Whether the person would be a plausible name for the post: the gates of the pack in short, on what is true. For choosing examples only. */
export function plausible(p: Person, post: Post): boolean {
  const target = LEVELS.indexOf(post.level);
  const sits = p.since ? monthsFrom(p.since, AS_OF) : 0;
  const age = monthsFrom(p.born, HORIZON);
  const good = PREDICATES.indexOf(p.performance.y2024) >= 3 && PREDICATES.indexOf(p.performance.y2025) >= 3;
  return (
    p.seat !== post && (p.level === target || p.level === target - 1) && (!p.since || sits >= 24) && age <= (target === 2 ? 708 : 684) &&
    (p.serving === 'NONE' || p.serving === 'LIGHT') && p.rank + 1 >= post.minRank && EDUCATION.indexOf(p.education) >= EDUCATION.indexOf(post.minEducation) &&
    post.related.includes(p.experienceField) &&
    (p.level === target || (good && (target < 2 || (age <= 672 && p.fieldExperience >= 60)) && (target !== 1 || p.monthsAs.pengawas >= 36)))
  );
}

const STUDY = { same: 100, related: 80, other: 50 };
const EXPERIENCE = { same: 100, related: 70, other: 0 };
const TECHNICAL = { same: 100, related: 70, other: 30 };
const TEAM: Readonly<Record<string, number>> = { CHAIR_CROSS: 100, CHAIR_INTERNAL: 75, MEMBER_CROSS: 50, MEMBER_INTERNAL: 25, NONE: 0 };
const RECORD: Readonly<Record<string, number>> = { NONE: 100, LIGHT: 75, MEDIUM: 50, SEVERE: 25 };

/** The fit of the pack, in points, on what is true and without its exact arithmetic: to put likely names first. */
export function trueFit(p: Person, post: Post): number {
  const near = (of: Field): 'same' | 'related' | 'other' => (of === post.field ? 'same' : post.related.includes(of) ? 'related' : 'other');
  const gaps = p.competences.map((level) => at([10, 40, 70, 90, 100], Math.max(-3, Math.min(1, level - post.requiredLevel)) + 3));
  const study = STUDY[near(p.educationField)];
  const years = p.fieldExperience >= 60 ? 100 : p.fieldExperience >= 24 ? 80 : 60;
  const experience = near(p.experienceField);
  const predicate = (x: Predicate): number => 20 * (PREDICATES.indexOf(x) + 1);
  return (
    0.06 * (60 + 10 * EDUCATION.indexOf(p.education)) + 0.1 * (post.level === 'JPT_PRATAMA' ? (study * study) / 100 : study) + 0.06 * years * (EXPERIENCE[experience] / 100) + (p.trained ? 3 : 0) +
    0.02 * gaps.slice(0, 8).reduce((sum, x) => sum + x, 0) + 0.04 * at(gaps, 8) + 0.12 * p.technical * (TECHNICAL[experience] / 100) + 0.05 * Math.min(p.potential, p.motivation) +
    0.15 * Math.min(20, p.trainingHours) + 0.24 * (0.6 * predicate(p.performance.y2025) + 0.4 * predicate(p.performance.y2024)) + 0.06 * (TEAM[p.teamRole] ?? 0) + 0.05 * (RECORD[p.record] ?? 0)
  );
}
