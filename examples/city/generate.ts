/** The invented city of Arunika as a folder of tables. `npx tsx examples/city/generate.ts [--setting as-found] [--seed N] [--out DIR]` */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AS_OF, day, HORIZON, iso, monthsFrom } from './days.js';
import { LEVELS, organisation, type Field, type Organisation, type Post } from './organisation.js';
import { people, plausible, trueFit, type Person } from './people.js';
import { at, random, type Random } from './random.js';

/** `tidy`: 1 history in 20 could not be mapped to the list of posts. `as-found`: 19 in 20, with gaps, expired papers and two spellings of one field. */
export type Setting = 'tidy' | 'as-found';

/** A relation as one of the two declares it. */
interface Declared {
  readonly a: string;
  readonly b: string;
  readonly kind: string;
  readonly degree: number;
}

interface City extends Organisation {
  readonly people: readonly Person[];
  readonly vacant: readonly Post[];
  readonly opens: ReadonlySet<string>;
  readonly closes: ReadonlySet<string>;
  readonly mustFill: ReadonlyMap<string, string>;
  readonly relations: readonly Declared[];
}

const PARTY = 'inspektorat';
const NONCE = '9c1f4e7ab2d05683e17f30c84d62b95a0f7be3416d8c29a5f4037e1bc8d2a690'; // policy.json holds its commitment
const COMPETENCES = ['M01', 'M02', 'M03', 'M04', 'M05', 'M06', 'M07', 'M08', 'S01'];
const PEOPLE = 2500;

/** The files of the folder, by name. The same seed and setting give the same bytes. */
export function generateCity(options: { readonly seed?: number; readonly setting?: Setting } = {}): Record<string, string> {
  const { seed = 2026, setting = 'tidy' } = options;
  const city = trueCity(seed);
  const noise = random(seed + 1);
  return {
    'round.json': `${JSON.stringify(roundFile(), null, 2)}\n`,
    'vacancies-25.json': `${JSON.stringify(narrowScope(city), null, 2)}\n`,
    'sources.csv': csv(['id', 'title', 'date'], SOURCES),
    'units.csv': csv(['id', 'name', 'parent'], city.units.map((u) => [u.id, u.name, u.parent])),
    'positions.csv': csv(
      ['id', 'title', 'unit', 'level', 'seats', 'superior', 'critical', 'mustFill', 'opens', 'closes'],
      city.posts.map((p) => [p.id, p.title, p.unit, p.level, p.seats > 1 ? p.seats : '', p.superior, p.critical ? 'true' : '', city.mustFill.get(p.id), city.opens.has(p.id) ? '2027-02-01' : '', city.closes.has(p.id) ? '2027-01-01' : '']),
    ),
    'standards.csv': csv(
      ['position', 'field', 'fieldsRelated', 'minRank', 'requiredLevel', 'minEducation'],
      city.posts.map((p) => [p.id, p.field, p.related.join('|'), p.minRank, p.requiredLevel, p.minEducation]),
    ),
    'requirements.csv': csv(['position', 'attribute', 'is', 'value', 'standard'], requirements(city)),
    'relations.csv': csv(['a', 'b', 'kind', 'degree', 'source', 'date'], city.relations.map((x) => [x.a, x.b, x.kind, x.degree, 'DECLARED', '2026-11-02'])),
    'pins.csv': csv(['person', 'position', 'by', 'reason'], pins(city)),
    'wishes.csv': csv(['person', 'place', 'position'], wishes(city, random(seed ^ 0x3157))),
    ...sheets(city, setting, noise),
  };
}

const SOURCES = [
  ['ASN', 'Personnel register of the city', '2026-11-15'],
  ['ASSESSMENT', 'Assessment centre of the province', '2026-11-10'],
  ['DECLARED', 'Declarations of relatives, 2026', '2026-11-02'],
  ['SELF', 'Profiles filled in by the people themselves', '2026-11-15'],
  ['SKP-2024', 'Performance predicates of 2024', '2025-01-31'],
  ['SKP-2025', 'Performance predicates of 2025', '2026-01-31'],
];

function trueCity(seed: number): City {
  const r = random(seed);
  const plan = organisation();
  const titled = (title: string): Post => {
    const post = plan.posts.find((p) => p.title === title);
    if (!post) throw new Error(`no post "${title}"`);
    return post;
  };
  const director = titled('Direktur Rumah Sakit Umum Daerah');
  const crew = titled('Pengawas Regu Pemadam');
  const sections = plan.posts.filter((p) => p.title.startsWith('Kepala Seksi') && p.unit === titled('Kepala Dinas Kependudukan').unit && p.field === 'PEMERINTAHAN');
  const closes = new Set([at(sections, 0).id, at(sections, 1).id]);
  const opens = new Set([titled('Kepala Seksi Pelaksanaan Keamanan Informasi').id, titled('Kepala Seksi Pengendalian Pencemaran').id]);
  const empty = [
    director, crew, titled('Kepala Dinas Pekerjaan Umum'), titled('Kepala Dinas Komunikasi dan Informatika'), titled('Kepala Dinas Pemuda'),
    ...r.shuffled(plan.posts.filter((p) => p.level === 'ADMINISTRATOR' && p.field !== 'KESEHATAN')).slice(0, 10),
    ...r.shuffled(plan.posts.filter((p) => p.level === 'PENGAWAS' && p !== crew && !closes.has(p.id) && !opens.has(p.id))).slice(0, 33),
  ];
  const vacant = new Map([...empty.map((p) => p.id), ...opens].map((id) => [id, 1]));
  const all = people(plan, vacant, closes, PEOPLE, r);
  const mustFill = new Map([
    [director.id, 'The licence of the hospital lapses without a director'],
    [crew.id, 'Three crews are on duty around the clock'],
  ]);
  const open = plan.posts.filter((p) => vacant.has(p.id));
  const narrow = narrowPosts(open, mustFill, opens);
  return { ...plan, people: all, vacant: open, opens, closes, mustFill, relations: relations(plan, all, open.filter((p) => !narrow.includes(p)), r) };
}

const KINDS: readonly (readonly [string, number, string])[] = [
  ['spouse', 0, 'spouse'], ['sibling', 2, 'sibling'], ['parent', 1, 'child'], ['parent-in-law', 1, 'child-in-law'], ['sibling-in-law', 2, 'sibling-in-law'], ['uncle or aunt', 3, 'nephew or niece'],
];

/** Some relatives sit in one line of command today, some would if the likeliest name took a vacant post above, most never meet. A third is declared by both. */
function relations({ posts }: Organisation, all: readonly Person[], vacant: readonly Post[], r: Random): Declared[] {
  const found: Declared[] = [];
  const taken = new Set<string>();
  const relate = (a: Person | undefined, b: Person | undefined, kind = r.pick(KINDS)): void => {
    if (!a || !b || taken.has(a.id) || taken.has(b.id) || a === b) return;
    taken.add(a.id).add(b.id);
    found.push({ a: a.id, b: b.id, kind: kind[0], degree: kind[1] });
    if (r.chance(0.33)) found.push({ a: b.id, b: a.id, kind: kind[2], degree: kind[1] });
  };
  const bySuperior = new Map<string, Post[]>();
  for (const post of posts) if (post.superior) bySuperior.set(post.superior, [...(bySuperior.get(post.superior) ?? []), post]);
  const below = (post: Post): Post[] => (bySuperior.get(post.id) ?? []).flatMap((p) => [p, ...below(p)]);
  const holder = (post: Post): Person | undefined => all.find((p) => p.seat === post);
  const old = (p: Person): boolean => monthsFrom(p.born, AS_OF) > 45 * 12;

  const leading = posts.filter((p) => p.level === 'ADMINISTRATOR' && holder(p) && below(p).length > 0);
  for (const post of r.shuffled(leading).slice(0, 4)) relate(holder(post), holder(r.pick(below(post))), KINDS[r.pick([0, 1, 4])]);
  for (const post of vacant.filter((p) => below(p).length > 0)) {
    const [likeliest] = all.filter((p) => !taken.has(p.id) && p.experienceField === post.field && plausible(p, post)).sort((a, b) => trueFit(b, post) - trueFit(a, post));
    const sitting = below(post).map(holder).filter((p) => p?.since && monthsFrom(p.since, AS_OF) < 24);
    relate(likeliest, sitting[0] ?? holder(at(below(post), 0)), KINDS[r.pick([0, 1, 4])]);
  }
  while (found.length < 62) {
    const a = r.pick(all);
    const b = r.pick(all);
    const kind = r.pick(KINDS);
    if (a.seat && b.seat && a.seat.department === b.seat.department) continue;
    if (['parent', 'parent-in-law', 'uncle or aunt'].includes(kind[0]) ? b.born.month - a.born.month < 220 || !old(a) : Math.abs(a.born.month - b.born.month) > 140) continue;
    relate(b, a, kind[0] === 'spouse' || kind[0].startsWith('sibling') ? kind : [kind[0], kind[1], kind[2]]);
  }
  return found;
}

/** Twenty-five vacancies on three levels: those that must be filled first, and none of those that relatives are tempted by. */
function narrowPosts(vacant: readonly Post[], mustFill: ReadonlyMap<string, string>, opens: ReadonlySet<string>): Post[] {
  const take = { JPT_PRATAMA: 3, ADMINISTRATOR: 8, PENGAWAS: 14 };
  const rank = (p: Post): number => (mustFill.has(p.id) ? 0 : p.field === 'INFORMATIKA' ? 2 : 1);
  return LEVELS.flatMap((level) => vacant.filter((p) => p.level === level && !opens.has(p.id)).sort((a, b) => rank(a) - rank(b)).slice(0, take[level]));
}

/** Those vacancies, the people who could be thought of for them, some of whom fail a rule, and those whose posts close. */
function narrowScope(city: City): { positions: string[]; people: string[] } {
  const posts = narrowPosts(city.vacant, city.mustFill, city.opens);
  const names = new Set(city.people.filter((p) => p.seat && city.closes.has(p.seat.id)).map((p) => p.id));
  for (const post of posts) {
    const ranked = [...city.people].sort((a, b) => trueFit(b, post) - trueFit(a, post) || (a.id < b.id ? -1 : 1));
    const near = (p: Person): boolean => p.level === LEVELS.indexOf(post.level) - 1 && post.related.includes(p.experienceField) && p.seat !== post;
    for (const p of ranked.filter((x) => plausible(x, post) && near(x)).slice(0, 5)) names.add(p.id);
    for (const p of ranked.filter((x) => plausible(x, post) && !near(x)).slice(0, 1)) names.add(p.id);
    for (const p of ranked.filter((x) => !plausible(x, post) && near(x)).slice(0, 1)) names.add(p.id);
  }
  return { positions: posts.map((p) => p.id).sort(), people: [...names].sort() };
}

function requirements(city: City): Cell[][] {
  const rows: Cell[][] = [];
  const add = (title: RegExp, attribute: string, is: string, value: string | number, standard: string): void => {
    for (const p of city.posts) if (title.test(p.title)) rows.push([p.id, attribute, is, value, standard]);
  };
  add(/^Direktur Rumah Sakit/, 'educationField', '=', 'KESEHATAN', 'Standard of hospital directors');
  add(/^Wakil Direktur (Pelayanan|Penunjang) Medik/, 'educationField', '=', 'KESEHATAN', 'Standard of hospital directors');
  add(/^Inspektur Pembantu/, 'technicalScore', '>=', 60, 'Standard of the inspectorate');
  add(/^Kepala Bidang (Jalan|Jembatan)$/, 'educationField', '=', 'TEKNIK', 'Standard of public works');
  add(/^Kepala Badan Keuangan$/, 'technicalScore', '>=', 65, 'Standard of financial officers');
  add(/^Pengawas Regu Pemadam$/, 'motivation', '>=', 50, 'Standard of fire crews');
  return rows;
}

function pins(city: City): Cell[][] {
  const fixed: readonly (readonly [string, string, string])[] = [
    ['Sekretaris Daerah', 'Gubernur', 'Appointed with the governor (PP 72/2019): outside the decider\'s hand'],
    ['Inspektur', 'Gubernur', 'Moves need the governor\'s consent (PP 72/2019)'],
    ['Kepala Dinas Kependudukan', 'Menteri Dalam Negeri', 'Appointed by the minister (Permendagri 76/2015)'],
  ];
  return fixed.flatMap(([title, by, reason]) => {
    const person = city.people.find((p) => p.seat?.title === title);
    return person?.seat && person.retires.month > HORIZON.month ? [[person.id, person.seat.id, by, reason]] : []; // whoever retires cannot be pinned
  });
}

function wishes(city: City, r: Random): Cell[][] {
  return r.shuffled(city.people.filter((p) => p.level < 2 && !p.inOrder)).slice(0, 400).flatMap((p) => {
    const posts = city.vacant.filter((post) => plausible(p, post)).slice(0, 3);
    return r.chance(0.12) ? posts.map((post, k): Cell[] => [p.id, k + 1, post.id]) : [];
  });
}

const RAW: Readonly<Record<Field, readonly string[]>> = {
  HUKUM: ['Ilmu Hukum', 'Hkm'], EKONOMI: ['Ek. Pembangunan', 'Manajemen/Ekonomi'], AKUNTANSI: ['Akutansi', 'Akunting'], PEMERINTAHAN: ['Ilmu Pemerintahan', 'Adm. Negara'], TEKNIK: ['Tehnik Sipil', 'T. Sipil'],
  TATA_KOTA: ['Planologi', 'PWK'], INFORMATIKA: ['Tek. Informatika', 'Ilmu Komputer'], KESEHATAN: ['Kesmas', 'Keperawatan'], PENDIDIKAN: ['Keguruan', 'PGSD'], PERTANIAN: ['Agronomi', 'Peternakan'],
  LINGKUNGAN: ['Ilmu Lingk.', 'Kehutanan'], SOSIAL: ['Sosiologi', 'Ilmu Kesos'],
};

/** The people and their sheets as the register has them: what is true, less what the setting loses. */
function sheets(city: City, setting: Setting, r: Random): Record<string, string> {
  const found = setting === 'as-found';
  const rows: Record<'people' | 'education' | 'ranks' | 'competences' | 'performance' | 'history' | 'evidence', Cell[][]> = {
    people: [], education: [], ranks: [], competences: [], performance: [], history: [], evidence: [],
  };
  let consents = 0;
  for (const p of city.people) {
    const lost = (tidy: number, asFound: number): boolean => r.next() < (found ? asFound : tidy) && !p.inOrder;
    const accepts = p.level === 1 && r.chance(0.03) && consents < 5;
    if (accepts) consents++;
    rows.people.push([p.id, p.name, iso(p.born), p.seat?.id, p.since && !lost(0, 0.35) ? iso(p.since) : '', iso(p.retires), accepts ? '2026-10-20' : '', accepts ? `Letter of consent ${consents}/2026` : '']);

    const spelled = lost(0.01, 0.18) ? r.pick(RAW[p.educationField]) : '';
    if (!spelled && lost(0, 0.06)) rows.evidence.push([p.id, 'educationField', '', r.pick(RAW[p.educationField]), 'SELF', '', '']);
    const old = p.trained && lost(0.02, 0.4) ? { month: p.trained.month - 60, day: p.trained.day } : p.trained;
    rows.education.push([p.id, p.education, spelled ? '' : p.educationField, spelled, old ? 'true' : 'false', old && iso(old), old && iso({ month: old.month + 60, day: old.day }), p.trainingHours]);
    rows.ranks.push([p.id, p.rank, iso(p.rankSince), iso(p.serviceSince)]);

    const assessed = lost(0.03, 0.15) ? undefined : lost(0, 0.45) ? day(r.pick(['2021-10-18', '2022-05-09', '2023-02-13'])) : p.assessed;
    rows.competences.push([p.id, ...(assessed ? [iso(assessed), ...p.competences, p.technical, p.potential, p.motivation] : COMPETENCES.concat(['', '', '', '']).map(() => ''))]);
    rows.performance.push([p.id, lost(0.01, 0.12) ? '' : p.performance.y2024, lost(0.005, 0.06) ? '' : p.performance.y2025, p.teamRole, lost(0, 0.06) ? '' : p.serving, p.record]);

    const raw = lost(0.05, 0.95) ? history(p) : '';
    rows.history.push([p.id, ...(raw ? ['', '', ''] : [p.monthsAs.pelaksana, p.monthsAs.pengawas, p.monthsAs.administrator]), p.experienceField, raw ? '' : p.fieldExperience, raw]);
  }
  return {
    'people.csv': csv(['id', 'name', 'born', 'seat', 'since', 'retires', 'acceptsLowerOn', 'acceptsLowerDocument'], rows.people),
    'education.csv': csv(['id', 'education', 'educationField', 'educationFieldWritten', 'leadershipTraining', 'trained', 'certificateUntil', 'trainingHours'], rows.education),
    'ranks.csv': csv(['id', 'rank', 'rankSince', 'serviceSince'], rows.ranks),
    'competences.csv': csv(['id', 'assessed', ...COMPETENCES, 'technicalScore', 'potential', 'motivation'], rows.competences),
    'performance.csv': csv(['id', 'predicate2024', 'predicate2025', 'teamRole', 'disciplineServing', 'disciplineRecord'], rows.performance),
    'history.csv': csv(['id', 'monthsAsPelaksana', 'monthsAsPengawas', 'monthsAsAdministrator', 'experienceField', 'fieldExperienceMonths', 'historyWritten'], rows.history),
    ...(rows.evidence.length > 0 && { 'evidence.csv': csv(['person', 'attribute', 'value', 'unmapped', 'source', 'date', 'expires'], rows.evidence) }),
  };
}

function history(p: Person): string {
  const year = (month: number): number => Math.floor(month / 12);
  const first = `staf ${year(p.serviceSince.month)}`;
  return p.seat && p.since ? `${first}; ${p.seat.title.replace('Kepala Seksi', 'Kasi').replace('Kepala Subbagian', 'Kasubag').replace('Kepala Bidang', 'Kabid')} ${year(p.since.month)}` : first;
}

function roundFile(): unknown {
  const each = (names: readonly string[], rest: object): object => Object.fromEntries(names.map((name) => [name, { attribute: name, ...rest }]));
  const assessment = { source: 'ASSESSMENT', date: 'assessed', empty: 'unknown' };
  const written = { source: 'ASN', unmapped: 'historyWritten' };
  return {
    format: 'meritra/round-folder/0', id: 'arunika-2026-12', title: 'City of Arunika (invented): rotation of December 2026', asOf: iso(AS_OF), horizon: iso(HORIZON),
    scope: { positions: 'all', people: 'all' }, delimiter: ',', reveals: [{ party: PARTY, nonce: NONCE }],
    sheets: [
      { file: 'standards.csv', about: 'position', id: 'position', columns: each(['field', 'fieldsRelated', 'minRank', 'requiredLevel', 'minEducation'], {}) },
      {
        file: 'education.csv', about: 'person', id: 'id',
        columns: {
          education: { attribute: 'education', source: 'ASN' }, educationField: { attribute: 'educationField', source: 'ASN', unmapped: 'educationFieldWritten' },
          leadershipTraining: { attribute: 'leadershipTraining', source: 'ASN', date: 'trained', expires: 'certificateUntil' }, trainingHours: { attribute: 'trainingHours', source: 'ASN' },
        },
      },
      { file: 'ranks.csv', about: 'person', id: 'id', columns: each(['rank', 'rankSince', 'serviceSince'], { source: 'ASN' }) },
      { file: 'competences.csv', about: 'person', id: 'id', columns: each([...COMPETENCES, 'technicalScore', 'potential', 'motivation'], assessment) },
      {
        file: 'performance.csv', about: 'person', id: 'id',
        columns: {
          predicate2024: { attribute: 'performanceY1', source: 'SKP-2024', empty: 'unknown' }, predicate2025: { attribute: 'performanceY0', source: 'SKP-2025', empty: 'unknown' },
          teamRole: { attribute: 'teamRole', source: 'ASN' }, disciplineServing: { attribute: 'disciplineServing', source: 'ASN', empty: 'unknown' }, disciplineRecord: { attribute: 'disciplineRecord', source: 'ASN' },
        },
      },
      {
        file: 'history.csv', about: 'person', id: 'id',
        columns: { ...each(['monthsAsPelaksana', 'monthsAsPengawas', 'monthsAsAdministrator', 'fieldExperienceMonths'], written), experienceField: { attribute: 'experienceField', source: 'ASN' } },
      },
    ],
  };
}

type Cell = string | number | undefined;

function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell): string => {
    const text = String(value ?? '');
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { setting: { type: 'string', default: 'tidy' }, seed: { type: 'string', default: '2026' }, out: { type: 'string', default: join(import.meta.dirname, 'data') } } });
  if (values.setting !== 'tidy' && values.setting !== 'as-found') throw new Error('--setting is tidy or as-found');
  mkdirSync(values.out, { recursive: true });
  for (const [name, text] of Object.entries(generateCity({ seed: Number(values.seed), setting: values.setting }))) writeFileSync(join(values.out, name), text);
}
