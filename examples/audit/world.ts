/**
 * An invented city that appoints people for some years, with whatever favour is asked for planted in it and written down: what is true is known,
 * so that what an audit finds, misses and flags without cause can be counted. Without favour everything is decided on merit and honest noise.
 */
import type { Past } from 'meritra/audit';
import { random, type Random } from '../city/random.ts';

/** What is planted: how many decisions of each kind, and how much a tie to the decider counts in all others. */
export interface Favour {
  /** A decider takes somebody tied to him at these odds against everybody else; 1 is none. */
  readonly odds: number;
  /** A panel member lifts the scores of somebody tied to him until he is first: it looks like merit. */
  readonly rigged: number;
  readonly tailoredRequirements: number;
  readonly tailoredWeights: number;
  readonly lateChanges: number;
  readonly raterLifts: number;
  readonly rivalsRemoved: number;
  readonly dummies: number;
  readonly conflictedEvidence: number;
  readonly wrongTotals: number;
  /** Appointments within two years of the last one, in a frozen window, or from acting: of each so many. */
  readonly breaches: number;
}

export const NO_FAVOUR: Favour = {
  odds: 1, rigged: 0, tailoredRequirements: 0, tailoredWeights: 0, lateChanges: 0, raterLifts: 0, rivalsRemoved: 0, dummies: 0, conflictedEvidence: 0, wrongTotals: 0, breaches: 0,
};

export interface WorldOptions {
  readonly seed: number;
  /** 240 if left out. */
  readonly decisions?: number;
  /** People considered for a post, from and to; 5 to 9 if left out. */
  readonly candidates?: readonly [number, number];
  /** Share of people with a tie to some decider; 0.5 if left out, one in eight to any one of them. */
  readonly tied?: number;
  readonly favour?: Partial<Favour>;
}

/** One thing that was planted: the code an audit would have to give, and where. */
export interface Planted {
  readonly code: string;
  /** Empty where the roster alone shows it. */
  readonly decision: string;
  readonly person: string;
}

export interface World {
  readonly past: Past;
  readonly planted: readonly Planted[];
  readonly favour: Favour;
}

type Row<T extends keyof Past> = NonNullable<Past[T]> extends readonly (infer R)[] ? R : never;
type Decision = Row<'decisions'>;
type Candidacy = Row<'candidates'>;

const ATTRIBUTES = ['field', 'degree', 'certificate', 'language', 'region', 'sector', 'software', 'leadership', 'finance', 'law', 'planning', 'service'];
const CRITERIA = [['interview', 3000], ['assessment', 4000], ['record', 3000]] as const;
const LEVELS = ['staff', 'section', 'division', 'head'];
const [YEARS, UNITS, DECIDERS] = [5, 24, 4];
/** How fast the chance of being taken falls behind the first: by half every two points. */
const SHARPNESS = 0.5;
const FROZEN = { from: '2023-06-01', to: '2023-11-30' };

const two = (n: number): string => String(n).padStart(2, '0');
const four = (n: number): string => String(n).padStart(4, '0');
/** A day so many days after 1 January 2021; months of 30 days and a bit do for an invented city. */
function day(n: number): string {
  const year = Math.floor(n / 365);
  const rest = n - 365 * year;
  const month = Math.min(11, Math.floor(rest / 30.5));
  return `${2021 + year}-${two(month + 1)}-${two(1 + Math.min(27, Math.floor(rest - month * 30.5)))}`;
}
const points = (x: number): number => Math.round(Math.min(100, Math.max(0, x)) * 100) / 100;

interface Resident {
  readonly id: string;
  readonly merit: number;
  readonly values: readonly string[];
  /** The decider he is related to, and how closely. */
  readonly tie: { readonly to: number; readonly degree: number } | null;
}

interface Sheet {
  readonly person: Resident;
  /** Marks by criterion, then by rater. */
  readonly marks: number[][];
}

/**
 * The world of a seed: the same bytes every time. Each decision draws from numbers of its own, so that planting something in one changes nothing in
 * another. `planted` names decision and beneficiary of everything that was put in.
 */
export function world({ seed, decisions: count = 240, candidates: [fewest, most] = [5, 9], tied = 0.5, favour: asked = {} }: WorldOptions): World {
  const favour = { ...NO_FAVOUR, ...asked };
  const residents = people(random(seed * 8191 + 1), count * 8, tied);
  const plan = plots(random(seed * 8191 + 2), count, favour);
  const tables: City['tables'] = { decisions: [], candidates: [], roster: [], requirements: [], evidence: [], scores: [], weights: [], roles: [], positions: [] };
  const planted: Planted[] = [];
  CRITERIA.forEach(([criterion, weight]) => tables.weights.push({ criterion, weight: weight / 10_000, on: '2020-12-01' }));
  for (const { id, values } of residents) values.forEach((value, a) => tables.evidence.push({ person: id, attribute: ATTRIBUTES[a]!, value, date: '2020-12-01', source: 'register' }));

  const city: City = { favour, residents, tables, planted, count, settled: new Set(), open: new Map() };
  for (let d = 0; d < count; d++) {
    const draw = random(seed * 8191 + 100 + d);
    const own = residents.slice(d * 8, d * 8 + 8);
    const guests = Array.from({ length: 8 }, () => draw.pick(residents));
    const pool = draw.shuffled([...new Set([...own, ...guests])].filter(({ id }) => !city.settled.has(id)));
    decide(draw, d, pool.slice(0, draw.int(fewest, most)), plan.get(d) ?? [], city);
  }
  for (let k = 0; k < favour.breaches; k++) actingFirst(random(seed * 8191 + 50 + k), k, city);
  const relations = residents.flatMap(({ id, tie }) => (tie ? [{ a: `D-${tie.to + 1}`, b: id, kind: 'kin', degree: tie.degree, source: 'declarations and civil register' }] : []));
  return {
    past: {
      format: 'meritra/past/0', title: 'Arunika, an invented city', levels: LEVELS, stages: ['applied', 'eligible', 'shortlisted', 'chosen'],
      relationsComplete: [{ kind: 'kin', source: 'declarations and civil register', date: '2026-01-01' }],
      ...tables,
      people: residents.map(({ id }) => ({ id, name: `Resident ${id.slice(2)}` })),
      units: Array.from({ length: UNITS }, (_, u) => ({ id: `U-${two(u + 1)}` })),
      relations,
    },
    planted, favour,
  };
}

function people(draw: Random, count: number, tied: number): Resident[] {
  return Array.from({ length: count }, (_, k) => ({
    id: `N-${four(k + 1)}`,
    merit: 60 + 10 * draw.normal(),
    values: ATTRIBUTES.map((_, a) => `${ATTRIBUTES[a]!}-${draw.weighted([[1, 40], [2, 25], [3, 15], [4, 12], [5, 8]] as const)}`),
    tie: draw.chance(tied) ? { to: draw.int(0, DECIDERS - 1), degree: draw.int(1, 4) } : null,
  }));
}

/** Which decisions get which plot: none gets two, so that each can be counted by itself. */
function plots(draw: Random, count: number, favour: Favour): Map<number, string[]> {
  const free = draw.shuffled(Array.from({ length: count }, (_, d) => d).filter((d) => d >= 8));
  const plan = new Map<number, string[]>();
  const kinds: readonly (readonly [string, number])[] = [
    ['rigged', favour.rigged], ['tailored-requirements', favour.tailoredRequirements], ['tailored-weights', favour.tailoredWeights], ['late-score-change', favour.lateChanges],
    ['rater-outlier', favour.raterLifts], ['rival-removed', favour.rivalsRemoved], ['single-effective-candidate', favour.dummies], ['conflicted-evidence', favour.conflictedEvidence],
    ['score-mismatch', favour.wrongTotals], ['tenure-short', favour.breaches], ['freeze-window', favour.breaches], 
  ];
  for (const [kind, times] of kinds) {
    for (let k = 0; k < times; k++) {
      const d = free.pop();
      if (d === undefined) throw new Error('more plots than decisions');
      plan.set(d, [kind]);
    }
  }
  return plan;
}

interface City {
  readonly favour: Favour;
  readonly residents: readonly Resident[];
  readonly tables: { [K in 'decisions' | 'candidates' | 'roster' | 'requirements' | 'evidence' | 'scores' | 'weights' | 'roles' | 'positions']: Row<K>[] };
  readonly planted: Planted[];
  readonly count: number;
  /** Whoever was appointed or moved away: not considered again. */
  readonly settled: Set<string>;
  /** The row of the roster that still runs, by person. */
  readonly open: Map<string, number>;
}

const total = (marks: readonly (readonly number[])[], weights: readonly number[] = CRITERIA.map(([, w]) => w)): number =>
  Math.round(marks.reduce((sum, of, c) => sum + (of.reduce((s, m) => s + m, 0) / of.length) * weights[c]!, 0)) / 10_000;
const best = (sheets: readonly Sheet[], weights?: readonly number[]): Sheet => sheets.reduce((a, b) => (total(b.marks, weights) > total(a.marks, weights) ? b : a));

function decide(draw: Random, d: number, pool: readonly Resident[], plot: readonly string[], city: City): void {
  const { tables, planted, favour } = city;
  const has = (kind: string): boolean => plot.includes(kind);
  const id = `DEC-${four(d + 1)}`;
  const position = `POST-${four(d + 1)}`;
  const unit = `U-${two(draw.int(1, UNITS))}`;
  const level = LEVELS[draw.weighted([[1, 5], [2, 3], [3, 1]] as const)]!;
  const decider = draw.int(0, DECIDERS - 1);
  let on = Math.floor(((d + 0.5) * YEARS * 365) / city.count);
  if (has('freeze-window')) on = 365 * 2 + 160 + draw.int(0, 150);
  else if (day(on) >= FROZEN.from && day(on) <= FROZEN.to) on = 365 * 2 + 140 - draw.int(0, 60);
  const raters = [`R-${two(1 + (d % 9))}`, `R-${two(1 + ((d + 3) % 9))}`, `R-${two(1 + ((d + 6) % 9))}`];
  const honest = (p: Resident): Sheet => ({ person: p, marks: CRITERIA.map(() => { const mean = p.merit + 5 * draw.normal(); return raters.map(() => points(mean + 3 * draw.normal())); }) });
  const sheets = pool.map(honest);
  const tie = (p: Resident): boolean => p.tie?.to === decider;
  // somebody who is not first: the one a plot is for
  const target = has('rigged') || has('conflicted-evidence') ? (sheets.find(({ person }) => tie(person)) ?? replaced(sheets, city, decider, draw, honest)) : [...sheets].sort((a, b) => total(b.marks) - total(a.marks))[Math.min(1, sheets.length - 1)]!;
  let chosen = best(sheets);
  let weights: readonly number[] | undefined;
  const plant = (code: string, person = target.person.id): void => void planted.push({ code, decision: id, person });
  const changes: { sheet: Sheet; from: number[][]; on: number }[] = [];
  const [scored, opened] = [on - 45, on - 30]; // marks are given before the names are opened

  if (has('rigged')) { lift(target, sheets, 0, CRITERIA.length); chosen = target; plant('tie-effect'); }
  else if (has('rater-outlier')) { lift(target, sheets, draw.int(0, 2)); chosen = target; plant('rater-outlier'); }
  else if (has('late-score-change')) { changes.push({ sheet: target, from: target.marks.map((m) => [...m]), on: on - draw.int(1, 5) }); lift(target, sheets); chosen = target; plant('late-score-change'); }
  else if (has('tailored-weights')) { weights = sheets.filter((s) => s !== chosen).map((s) => windowFor(s, sheets)).find((w) => w !== undefined); if (weights) { chosen = best(sheets, weights); plant('tailored-weights', chosen.person.id); } }
  else if (has('single-effective-candidate') || has('tailored-requirements') || has('score-mismatch')) { chosen = target; plant(plot[0]!); }
  else if (has('conflicted-evidence')) { lift(target, sheets); chosen = target; plant('conflicted-evidence'); }
  else if (has('rival-removed')) { const rival = best(sheets); sheets.splice(sheets.indexOf(rival), 1); chosen = best(sheets); plant('rival-removed', chosen.person.id); removed(rival.person.id, on - draw.int(20, 120)); }
  else { // near ties go either way: honest noise; whoever is tied to the decider has the odds on top
    const top = total(chosen.marks);
    chosen = draw.weighted(sheets.map((s) => [s, 2 ** (SHARPNESS * (total(s.marks) - top)) * (tie(s.person) ? favour.odds : 1)] as const));
  }
  if (!has('late-score-change') && draw.chance(0.08)) { // an honest correction of a mark, up or down
    const sheet = draw.pick(sheets);
    const from = sheet.marks.map((m) => [...m]);
    from[0]![0] = points(from[0]![0]! + 2 * draw.normal());
    changes.push({ sheet, from, on: scored + draw.int(1, 14) });
  }
  if (has('tenure-short')) plant('tenure-short', chosen.person.id);
  if (has('freeze-window')) plant('freeze-window', chosen.person.id);

  tables.positions.push({ id: position, unit, level, family: `${level}-${two(1 + (d % 6))}` });
  tables.decisions.push({ id, position, on: day(on), decider: `D-${decider + 1}`, document: `SK-${four(d + 1)}`, kind: 'promotion', noticed: day(on - 75), closed: day(on - 50), opened: day(opened), row: `decrees.csv:${d + 2}` } satisfies Decision);
  demands(draw, position, chosen.person, has('tailored-requirements'), on, tables.requirements);
  if (weights) CRITERIA.forEach(([criterion], c) => tables.weights.push({ decision: id, criterion, weight: weights[c]! / 10_000, on: day(opened + 4), by: `D-${decider + 1}` }));
  for (const sheet of sheets) {
    const won = sheet === chosen;
    const out = has('single-effective-candidate') && !won;
    const stated = total(sheet.marks, weights) + (has('score-mismatch') && won ? total(best(sheets).marks) - total(sheet.marks) + 0.5 : 0);
    tables.candidates.push({ decision: id, person: sheet.person.id, chosen: won, reached: won ? 'chosen' : out ? 'applied' : 'shortlisted', eligible: !out, score: Math.round(stated * 10_000) / 10_000 } satisfies Candidacy);
    const change = changes.find((c) => c.sheet === sheet);
    CRITERIA.forEach(([criterion], c) => raters.forEach((by, r) => {
      const value = sheet.marks[c]![r]!;
      const before = change?.from[c]![r];
      if (before !== undefined && before !== value) tables.scores.push({ decision: id, person: sheet.person.id, criterion, by, value: before, on: day(scored) });
      tables.scores.push({ decision: id, person: sheet.person.id, criterion, by, value, on: day(before !== undefined && before !== value ? change!.on : scored), order: 1 });
    }));
    held(sheet.person.id, won);
  }
  const asked = tables.requirements.filter((r) => r.position === position).map((r) => ATTRIBUTES.indexOf(r.attribute));
  const letter = (p: Resident, a: number, by: string): void => void tables.evidence.push({ person: p.id, attribute: ATTRIBUTES[a]!, value: p.values[a]!, date: day(scored - 20), source: 'letter', by });
  if (has('conflicted-evidence')) letter(target.person, asked[0]!, `D-${decider + 1}`);
  else if (draw.chance(0.3)) letter(draw.pick(sheets).person, draw.int(0, ATTRIBUTES.length - 1), draw.pick(raters));
  const anyTie = sheets.filter(({ person }) => tie(person)).map(({ person }) => person.id);
  tables.roles.push({ decision: id, actor: `D-${decider + 1}`, role: 'decider', statement: day(opened - 3), declared: draw.chance(0.7) ? anyTie : [] });
  raters.forEach((actor) => tables.roles.push({ decision: id, actor, role: 'panel', statement: day(opened - 3), declared: [] }));

  /** A post that somebody came from or went to, by a running number: a report may show posts, and they must not tell who held them. */
  function former(kind: string): string {
    return `${kind}-${four(tables.roster.length + 1)}`;
  }
  /** A row of the roster; the one that ran till then ends the day before. */
  function moves(person: string, to: string, from: number, more: Partial<Row<'roster'>> = {}): void {
    const before = city.open.get(person);
    if (before !== undefined) tables.roster[before] = { ...tables.roster[before]!, to: day(from - 1) };
    if (to !== position) tables.positions.push({ id: to, level: 'staff' });
    city.open.set(person, tables.roster.push({ person, position: to, from: day(from), ...more, row: `roster.csv:${tables.roster.length + 2}` }) - 1);
  }
  function held(person: string, won: boolean): void {
    if (!city.open.has(person)) moves(person, former('OLD'), -900 - draw.int(0, 1500)); // two years and more before the first decision
    if (!won) return;
    if (has('tenure-short')) moves(person, former('MID'), on - draw.int(120, 600));
    moves(person, position, on, { document: `SK-${four(d + 1)}`, decider: `D-${decider + 1}` });
    city.settled.add(person);
  }
  function removed(person: string, at: number): void {
    tables.candidates.push({ decision: id, person, chosen: false, reached: 'shortlisted', eligible: true, withdrew: day(at + 3), score: Math.round((total(chosen.marks) + 2) * 10_000) / 10_000 });
    held(person, false);
    moves(person, former('FAR'), at, { document: `SK-T${four(d + 1)}`, decider: `D-${decider + 1}` });
    city.settled.add(person);
  }
}

/** Somebody acts in a post and is then its definitive holder, and no selection is on record. */
function actingFirst(draw: Random, k: number, { residents, tables, settled, planted, open }: City): void {
  const person = draw.pick(residents.filter(({ id }) => !settled.has(id) && !open.has(id))).id;
  const [position, from] = [`DIRECT-${two(k + 1)}`, draw.int(300, 1500)];
  settled.add(person);
  tables.positions.push({ id: position, unit: `U-${two(draw.int(1, UNITS))}`, level: 'section' });
  tables.roster.push({ person, position, from: day(from), to: day(from + 199), acting: true, row: `roster.csv:${tables.roster.length + 2}` });
  tables.roster.push({ person, position, from: day(from + 200), document: `SK-D${four(k + 1)}`, decider: `D-${draw.int(1, DECIDERS)}`, row: `roster.csv:${tables.roster.length + 2}` });
  planted.push({ code: 'acting-to-definitive', decision: '', person });
}

/** Somebody tied to the decider takes the last place in the pool. */
function replaced(sheets: Sheet[], { residents, settled }: City, decider: number, draw: Random, sheet: (p: Resident) => Sheet): Sheet {
  const kin = residents.filter((p) => p.tie?.to === decider && !settled.has(p.id) && !sheets.some((s) => s.person === p));
  if (kin.length === 0) return sheets[sheets.length - 1]!;
  const made = sheet(draw.pick(kin));
  sheets[sheets.length - 1] = made;
  return made;
}

/** Raises marks until he is first: those of one rater, or of all. */
function lift(target: Sheet, sheets: readonly Sheet[], rater?: number, criteria = CRITERIA.length): void {
  const goal = Math.max(...sheets.filter((s) => s !== target).map((s) => total(s.marks))) + 0.3;
  for (let step = 0; step < 400 && total(target.marks) < goal; step++) {
    for (let c = 0; c < criteria; c++) target.marks[c] = target.marks[c]!.map((m, r) => (rater === undefined || r === rater ? points(m + 0.5) : m));
  }
}

/** Weights, in tenths, under which somebody comes first who does not under the stated ones; undefined if there are none. */
function windowFor(target: Sheet, sheets: readonly Sheet[]): readonly number[] | undefined {
  for (let a = 1; a <= 8; a++) for (let b = 1; a + b <= 9; b++) {
    const weights = [a * 1000, b * 1000, 10_000 - (a + b) * 1000];
    if (best(sheets, weights) === target) return weights;
  }
  return undefined;
}

/** What a post asks for: one or two common things, or, tailored, four that hardly anybody but the chosen has. */
function demands(draw: Random, position: string, chosen: Resident, tailored: boolean, on: number, requirements: Row<'requirements'>[]): void {
  const rare = chosen.values.map((value, a) => ({ a, value })).sort((x, y) => y.value.slice(-1).localeCompare(x.value.slice(-1)) || x.a - y.a);
  const picked = tailored ? rare.slice(0, 4) : draw.shuffled(chosen.values.map((value, a) => ({ a, value })).filter(({ value }) => value.endsWith('1') || value.endsWith('2'))).slice(0, draw.int(1, 3));
  for (const { a, value } of picked) requirements.push({ position, attribute: ATTRIBUTES[a]!, is: '=', value, from: day(tailored ? on - 80 : on - 700) });
}

/** The rules of the city that a date can break: as data, like any policy. */
export const CITY_RULES = [
  { kind: 'tenure', id: 'two-years', label: 'Two years in a post before the next', months: 24, citation: { source: 'Regulation of the invented city, article 12', confidence: 'V' } },
  { kind: 'freeze', id: 'election-window', label: 'No appointments in the election window', ...FROZEN, citation: { source: 'Regulation of the invented city, article 20', confidence: 'V' } },
  { kind: 'acting-to-definitive', id: 'acting-first', label: 'An acting holder is appointed only after a selection', citation: { source: 'Regulation of the invented city, article 15', confidence: 'V' } },
  { kind: 'two-seats', id: 'one-post', label: 'One definitive post at a time', citation: { source: 'Regulation of the invented city, article 3', confidence: 'V' } },
  { kind: 'notice', id: 'fifteen-days', label: 'A call stays open for fifteen days', days: 15, citation: { source: 'Regulation of the invented city, article 9', confidence: 'V' } },
  { kind: 'winner-eligible', id: 'eligible', label: 'Only whoever is eligible is appointed', citation: { source: 'Regulation of the invented city, article 5', confidence: 'V' } },
] as const;
