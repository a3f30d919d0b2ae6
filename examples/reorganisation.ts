/*
 * An invented city of 40 departments becomes one of 30. Whoever held a post that ends is owed another on his level: with the department that carries
 * his work on, in a functional post, or wherever a seat is empty; people whose own post remains move only to make room for them.
 * Whoever cannot be placed is listed with the reason and what could be done. `npx tsx examples/reorganisation.ts` prints
 *
 *     40 departments to 30; 130 posts end, 48 functional seats are offered
 *
 *     ends                  carried on by          posts  closed  people  successor  functional  elsewhere  lower  nowhere
 *     Dinas Tata Ruang      Dinas Pekerjaan Umum      25      13      12          5           1          5      0        1
 *     Dinas Perumahan       Dinas Pekerjaan Umum      27      13      13          6           4          1      0        2
 *     Dinas Pangan          Dinas Pertanian           25      13      13          5           4          3      0        1
 *     Dinas Keluarga        Dinas Sosial              25      13      13          1           6          3      1        2
 *     Dinas Tenaga Kerja    Dinas Penanaman Modal     29      13      12          2           5          3      0        2
 *     Dinas Koperasi        Dinas Perdagangan         25      13      12          5           5          0      0        2
 *     Dinas Pemuda          Dinas Pendidikan          27      13      12          2           6          3      0        1
 *     Dinas Perpustakaan    Dinas Kebudayaan          25      13      13          3           1          7      0        2
 *     Dinas Pariwisata      Dinas Kebudayaan          27      13      13          5           4          3      0        1
 *     Badan Pendapatan      Badan Keuangan            30      13      13          4           2          5      0        2
 *                           JPT_PRATAMA               10      10       9          3           0          1      0        5
 *                           ADMINISTRATOR             60      30      30          9          10          8      1        2
 *                           PENGAWAS                 195      90      87         26          28         24      0        9
 *     all                                            265     130     126         38          38         33      1       16
 *     optimal; 130 moves, 32 of them by people whose own post remains
 *     if nobody moved but they, 41 people would be left without a post
 *
 *     Not placed: 16
 *     P-0168 Fajar Tirtalestya, Kepala Dinas Koperasi
 *         no seat on the level stays empty; of 26 posts he may hold 5, all taken
 *         retires himself on 2028-10-01
 *     P-0175 Teguh Naralita, Kepala Subbagian Program Dinas Perumahan
 *         no seat on the level stays empty; of 858 posts he may hold 131, all taken
 *         4 posts he may hold fall vacant by retirement before 2028
 *     P-0237 Lukman Hastaguna, Kepala Bidang Alih Media
 *         2 seats on the level stay empty, none that he may hold; of 189 posts he may hold 7, all taken
 *     P-0363 Dwi Darmakarta, Kepala Seksi Pelaksanaan Penyuluhan Pangan
 *         no seat on the level stays empty; he may hold none of 858 posts, 858 of them because of "No medium or severe discipline being served"
 *         retires himself on 2027-12-01
 *     P-0375 Putu Jayasukma, Sekretaris Dinas Koperasi
 *         2 seats on the level stay empty, none that he may hold; of 189 posts he may hold 7, all taken
 *     P-0419 Gita Wiraningsih, Kepala Subbagian Keuangan Dinas Perpustakaan
 *         no seat on the level stays empty; of 858 posts he may hold 131, all taken
 *         4 posts he may hold fall vacant by retirement before 2028
 *     P-0660 Citra Wiraputra, Kepala Seksi Pelaksanaan Retribusi
 *         no seat on the level stays empty; he may hold none of 858 posts, 858 of them because of "No medium or severe discipline being served"
 *     P-0769 Rudi Wiradito, Kepala Badan Pendapatan
 *         no seat on the level stays empty; of 26 posts he may hold 6, all taken
 *         lower, with written consent: Inspektur Pembantu 2
 *     P-0867 Maya Ekawati, Kepala Seksi Pelaksanaan Produktivitas
 *         no seat on the level stays empty; of 858 posts he may hold 128, all taken
 *         sit the technical test again: then eligible for Pejabat Fungsional Ahli Muda Dinas Penanaman Modal, if a seat is added; no entitlement
 *         4 posts he may hold fall vacant by retirement before 2028
 *     P-0904 Hari Naralestya, Kepala Seksi Pengendalian Kepramukaan
 *         no seat on the level stays empty; he may hold none of 858 posts, 858 of them because of "No medium or severe discipline being served"
 *     P-1287 Wati Bimapranoto, Kepala Subbagian Keuangan Dinas Perumahan
 *         no seat on the level stays empty; of 858 posts he may hold 131, all taken
 *         4 posts he may hold fall vacant by retirement before 2028
 *     P-1745 Astuti Gananata, Kepala Dinas Keluarga
 *         no seat on the level stays empty; of 26 posts he may hold 4, all taken
 *     P-2047 Taufik Naralestya, Kepala Subbagian Program Dinas Tata Ruang
 *         no seat on the level stays empty; of 858 posts he may hold 131, all taken
 *         4 posts he may hold fall vacant by retirement before 2028
 *     P-2336 Rina Tirtawan, Kepala Subbagian Program Dinas Keluarga
 *         no seat on the level stays empty; of 858 posts he may hold 128, all taken
 *         sit the technical test again: then eligible for Pejabat Fungsional Ahli Muda Dinas Penanaman Modal, if a seat is added; no entitlement
 *         4 posts he may hold fall vacant by retirement before 2028
 *     P-2389 Novi Karnatomo, Kepala Dinas Pariwisata
 *         no seat on the level stays empty; of 26 posts he may hold 5, all taken
 *     P-2461 Galih Yasakarta, Kepala Dinas Tenaga Kerja
 *         no seat on the level stays empty; of 26 posts he may hold 6, all taken
 *         lower, with written consent: Inspektur Pembantu 2
 *
 *     Again, if everybody who is left above the lowest level consents to a lower one
 *     ends                  carried on by          posts  closed  people  successor  functional  elsewhere  lower  nowhere
 *     Dinas Tata Ruang      Dinas Pekerjaan Umum      25      13      12          5           2          4      0        1
 *     Dinas Perumahan       Dinas Pekerjaan Umum      27      13      13          6           3          2      0        2
 *     Dinas Pangan          Dinas Pertanian           25      13      13          5           4          3      0        1
 *     Dinas Keluarga        Dinas Sosial              25      13      13          1           5          4      2        1
 *     Dinas Tenaga Kerja    Dinas Penanaman Modal     29      13      12          2           5          3      1        1
 *     Dinas Koperasi        Dinas Perdagangan         25      13      12          4           5          0      2        1
 *     Dinas Pemuda          Dinas Pendidikan          27      13      12          2           5          4      0        1
 *     Dinas Perpustakaan    Dinas Kebudayaan          25      13      13          3           1          6      1        2
 *     Dinas Pariwisata      Dinas Kebudayaan          27      13      13          5           3          4      1        0
 *     Badan Pendapatan      Badan Keuangan            30      13      13          4           2          3      1        3
 *                           JPT_PRATAMA               10      10       9          3           0          1      5        0
 *                           ADMINISTRATOR             60      30      30          8           8          9      3        2
 *                           PENGAWAS                 195      90      87         26          27         23      0       11
 *     all                                            265     130     126         37          35         33      8       13
 *     optimal; 133 moves, 33 of them by people whose own post remains
 *     format holds, integrity holds, feasibility holds, eligibility holds, scores holds, optimality holds, ties holds
 *     format holds, integrity holds, feasibility holds, eligibility holds, scores holds, optimality holds, ties holds
 *
 * The lineage, what closes and the release valves are data in reorganisation/plan.ts, the rules in reorganisation/policy.json. Posts that go over keep their
 * id. In the columns, people by where they go: `successor` a post of the merged department on the same level, `lower` with written consent on record.
 */
import { readFileSync } from 'node:fs';
import { bundle, developmentPlan, explain, parseFolder, parseRound, propose, seal, type Move, type Policy, type Position, type Proposal, type Round, type SealedPolicy } from 'meritra';
import { verify } from 'meritra/verify';
import { generateCity } from './city/generate.js';
import { organisation } from './city/organisation.js';
import { DIVISIONS_KEPT, ENDS_ON, FUNCTIONAL, LINEAGE, STEPS } from './reorganisation/plan.js';

const SEED = 2030;
const LEVELS = ['JPT_PRATAMA', 'ADMINISTRATOR', 'PENGAWAS'] as const;
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

// The old city, from the generator of examples/city
const cityPolicy = seal(read('./city/policy.json'));
const old = parseFolder(generateCity({ seed: SEED }), cityPolicy).round;
const departments = organisation().units.filter((u) => u.parent === undefined);
const departmentOf = new Map<string, number>(organisation().posts.map((p) => [p.id, p.department]));
const nameOf = (position: string): string => departments[departmentOf.get(position) ?? -1]?.name ?? '';
const successorOf = new Map(LINEAGE);
const unitOf = new Map(departments.map((d) => [d.name, d.id]));

/** The head of a department: the first post of its unit. */
const headOf = (department: string): Position => old.positions.find((p) => p.unit === unitOf.get(department))!;

/** Posts of a department that ends which do not go over to its successor. */
function closing(department: string): ReadonlySet<string> {
  const own = old.positions.filter((p) => nameOf(p.id) === department);
  const head = headOf(department);
  const divisions = own.filter((p) => p.title.startsWith('Kepala Bidang'));
  const gone = [head, ...own.filter((p) => p.title.startsWith('Sekretaris ') || / (Umum|Keuangan|Program) (Dinas|Badan) /.test(p.title)), ...divisions.slice(DIVISIONS_KEPT)];
  const ids = new Set<string>(gone.map((p) => p.id));
  return new Set([...ids, ...own.filter((p) => p.superior && ids.has(p.superior) && p.title.startsWith('Kepala Seksi')).map((p) => p.id)]);
}

const closed = new Map<string, string>(); // post that ends -> its department
for (const [from] of LINEAGE) for (const id of closing(from)) closed.set(id, from);
const touched = new Set(LINEAGE.flat());

/** What work a post carries on: its own department's, and that of those which its department takes in. */
function predecessors(position: string): string[] {
  const home = nameOf(position);
  const now = successorOf.get(home) ?? home;
  return [now, ...LINEAGE.filter(([, to]) => to === now).map(([from]) => from)];
}

const functional: object[] = [...new Set(LINEAGE.map(([, to]) => to))].flatMap((name, k) =>
  FUNCTIONAL.map(({ level, title, seats, technical, minRank, minEducation }) => {
    const { field, fieldsRelated } = headOf(name).attributes!;
    return {
      id: `F-${k + 1}-${level === 'PENGAWAS' ? 'MUDA' : 'MADYA'}`, title: `${title} ${name}`, unit: unitOf.get(name), level, seats, superior: headOf(name).id,
      attributes: { field, fieldsRelated, minRank, minEducation, predecessors: predecessors(headOf(name).id) },
      requires: [{ attribute: 'technicalScore', is: '>=', value: technical, standard: 'Standard of functional posts' }],
    };
  }),
);

/** The round of the reorganisation, with the consents to a lower level that have been signed. */
function roundOf(consents: ReadonlySet<string>): object {
  const READ = new Set(Object.keys((JSON.parse(read('./reorganisation/policy.json')) as Policy).attributes));
  const positions = old.positions.map(({ critical: _, mustFill: __, ...p }) => {
    const to = successorOf.get(nameOf(p.id));
    const goesOver = to !== undefined && !closed.has(p.id);
    const { field, fieldsRelated, minRank, minEducation } = p.attributes!;
    return {
      ...p,
      ...(closed.has(p.id) && { closes: ENDS_ON }),
      ...(goesOver && p.unit === unitOf.get(nameOf(p.id)) && { unit: unitOf.get(to) }),
      ...(goesOver && p.superior && closed.has(p.superior) && { superior: headOf(to).id }),
      attributes: { field, fieldsRelated, minRank, minEducation, predecessors: predecessors(p.id) },
      requires: p.requires?.filter((r) => READ.has(r.attribute)) ?? [],
    };
  });
  const people = old.people.map((p) => ({
    ...p,
    ...(consents.has(p.id) && { acceptsLower: { on: old.asOf, document: 'Consent signed after the first list' } }),
    evidence: [
      ...p.evidence.filter((e) => READ.has(e.attribute)),
      { attribute: 'acceptsLower', value: consents.has(p.id) || p.acceptsLower !== undefined, source: 'ASN' },
      ...(p.seat ? [{ attribute: 'department', value: nameOf(p.seat), source: 'ASN' }] : []),
    ],
  }));
  const reachable = (p: Position): boolean => !p.mustFill; // the two posts that must be filled are filled by an ordinary round
  return {
    ...old, id: 'arunika-reorganisation', title: 'City of Arunika (invented): 40 departments to 30', people, positions: [...positions, ...functional],
    scope: {
      positions: [...old.positions.filter(reachable).map((p) => p.id), ...functional.map((p) => (p as Position).id)],
      people: old.people.filter((p) => p.seat && touched.has(nameOf(p.seat))).map((p) => p.id),
    },
    pins: old.pins.filter((p) => !closed.has(p.position)),
  };
}

interface Done {
  readonly round: Round;
  readonly proposal: Proposal;
  readonly displaced: readonly Round['people'][number][];
  readonly moveOf: ReadonlyMap<string, Move>;
}

/** Proposes; `alone` lets nobody move but those whose posts end. */
async function place(policy: SealedPolicy, consents: ReadonlySet<string>, alone = false): Promise<Done> {
  const document = parseRound(roundOf(consents), policy).round;
  const ending = document.people.filter((p) => p.seat && closed.has(p.seat)).map((p) => p.id);
  const { round } = alone ? parseRound({ ...document, scope: { ...document.scope, people: ending } }, policy) : { round: document };
  const proposal = await propose(round, policy);
  const displaced = round.people.filter((p) => p.seat && closed.has(p.seat) && !(p.retires && p.retires <= round.horizon!));
  return { round, proposal, displaced, moveOf: new Map(proposal.certain.moves.map((m) => [m.person, m])) };
}

const levelOf = (round: Round, position: string): string => round.positions.find((p) => p.id === position)!.level;

/** Where a displaced person goes. */
function kindOf({ round, moveOf }: Done, person: string, from: string): 'successor' | 'functional' | 'elsewhere' | 'lower' | 'nowhere' {
  const to = moveOf.get(person)?.to;
  if (!to) return 'nowhere';
  if (levelOf(round, to) !== levelOf(round, from)) return 'lower';
  if (to.startsWith('F-')) return 'functional';
  return nameOf(to) === successorOf.get(nameOf(from)) || successorOf.get(nameOf(to)) === successorOf.get(nameOf(from)) ? 'successor' : 'elsewhere';
}

function labelOf(rule: string | undefined, { policy }: SealedPolicy): string {
  return `"${policy.gates.find((g) => g.id === rule)?.label.en ?? 'the standard of the post'}"`;
}

const pad = (cells: readonly (string | number)[], widths: readonly number[]): string => cells.map((c, k) => (typeof c === 'number' ? String(c).padStart(widths[k]!) : c.padEnd(widths[k]!))).join('  ').trimEnd();
const KINDS = ['successor', 'functional', 'elsewhere', 'lower', 'nowhere'] as const;
const WIDTHS = [20, 21, 5, 6, 6, 9, 10, 9, 5, 7];

function table(done: Done): void {
  const count = (list: Done['displaced']): number[] => KINDS.map((kind) => list.filter((p) => kindOf(done, p.id, p.seat!) === kind).length);
  console.log(pad(['ends', 'carried on by', 'posts', 'closed', 'people', 'successor', 'functional', 'elsewhere', 'lower', 'nowhere'], WIDTHS));
  const line = (name: string, to: string, posts: number, gone: number, list: Done['displaced']): void => console.log(pad([name, to, posts, gone, list.length, ...count(list)], WIDTHS));
  for (const [from, to] of LINEAGE) line(from, to, old.positions.filter((p) => nameOf(p.id) === from).length, [...closed.values()].filter((d) => d === from).length, done.displaced.filter((p) => closed.get(p.seat!) === from));
  for (const level of LEVELS) line('', level, old.positions.filter((p) => p.level === level && successorOf.has(nameOf(p.id))).length, old.positions.filter((p) => p.level === level && closed.has(p.id)).length, done.displaced.filter((p) => levelOf(done.round, p.seat!) === level));
  line('all', '', old.positions.filter((p) => successorOf.has(nameOf(p.id))).length, closed.size, done.displaced);
  const others = done.proposal.certain.moves.filter((m) => !done.displaced.some((p) => p.id === m.person));
  console.log(`${done.proposal.certain.status}; ${done.proposal.certain.moves.filter((m) => m.to).length} moves, ${others.length} of them by people whose own post remains`);
}

interface Option {
  readonly lines: readonly string[];
  /** There is a level below his own. */
  readonly mayGoLower: boolean;
}

/** Why somebody is left, and what could be done, for everybody who is. */
function options(done: Done, policy: SealedPolicy): ReadonlyMap<string, Option> {
  const { round, proposal, displaced } = done;
  const { judgements } = explain(proposal, round, policy);
  const inScope = new Set<string>(round.scope.positions as readonly string[]);
  const offered = round.positions.filter((p) => inScope.has(p.id) && !p.closes);
  const empty = new Set<string>(proposal.certain.vacant.map((v) => v.position));
  const soonEmpty = new Set(round.people.filter((p) => p.retires && p.retires > round.horizon! && p.retires < '2028-01-01').map((p) => p.seat));
  const rank = (level: string): number => LEVELS.indexOf(level as (typeof LEVELS)[number]);
  return new Map(
    displaced.filter((p) => kindOf(done, p.id, p.seat!) === 'nowhere').map((person) => {
      const own = rank(levelOf(round, person.seat!));
      const open = (post: Position): readonly string[] => judgements(person.id, post.id).filter((j) => j.binding && j.outcome !== 'pass').map((j) => j.rule);
      const level = offered.filter((p) => rank(p.level) === own);
      const may = level.filter((p) => open(p).length === 0);
      const below = offered.filter((p) => rank(p.level) > own && empty.has(p.id) && open(p).join() === 'level-kept');
      const tests = level.filter((p) => p.id.startsWith('F-') && open(p).length > 0 && open(p).every((rule) => rule.startsWith('requires/')));
      const retire = may.filter((p) => soonEmpty.has(p.id)).length;
      const vacant = level.filter((p) => empty.has(p.id)).length;
      const stops = new Map<string, number>();
      for (const rule of level.flatMap(open)) stops.set(rule, (stops.get(rule) ?? 0) + 1);
      const [first] = [...stops].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
      const lines = [
        `${vacant === 0 ? 'no seat on the level stays empty' : `${vacant} seats on the level stay empty, none that he may hold`}; ` +
          (may.length > 0 ? `of ${level.length} posts he may hold ${may.length}, all taken` : `he may hold none of ${level.length} posts, ${first?.[1]} of them because of ${labelOf(first?.[0], policy)}`),
      ];
      if (below.length > 0) lines.push(`lower, with written consent: ${below[0]!.title}${below.length > 1 ? ` and ${below.length - 1} more` : ''}`);
      for (const post of tests.slice(0, 1)) {
        const plan = developmentPlan(round, policy, person.id, post.id, { steps: STEPS });
        const steps = plan.gaps.flatMap((g) => g.steps.filter((s) => s.effect === 'closes').map((s) => STEPS.find((x) => x.id === s.step)!.label.en));
        if (steps.length > 0) lines.push(`${steps.join(', ')}: then eligible for ${post.title}${empty.has(post.id) ? '' : ', if a seat is added'}; no entitlement`);
      }
      if (retire > 0) lines.push(`${retire} posts he may hold fall vacant by retirement before 2028`);
      if (person.retires && person.retires < '2029-01-01') lines.push(`retires himself on ${person.retires}`);
      return [person.id, { lines, mayGoLower: own < LEVELS.length - 1 }];
    }),
  );
}

const policy = seal(read('./reorganisation/policy.json'));
console.log(`${departments.length} departments to ${departments.length - LINEAGE.length}; ${closed.size} posts end, ${functional.reduce<number>((n, p) => n + ((p as Position).seats ?? 1), 0)} functional seats are offered\n`);
const first = await place(policy, new Set());
table(first);
const alone = await place(policy, new Set(), true);
console.log(`if nobody moved but they, ${alone.displaced.filter((p) => kindOf(alone, p.id, p.seat!) === 'nowhere').length} people would be left without a post`);
const unplaced = options(first, policy);
console.log(`\nNot placed: ${unplaced.size}`);
const titleOf = (id: string): string => first.round.positions.find((p) => p.id === id)!.title;
for (const [id, { lines }] of unplaced) {
  const person = first.round.people.find((p) => p.id === id)!;
  console.log(`${id} ${person.name}, ${titleOf(person.seat!)}`);
  for (const text of lines) console.log(`    ${text}`);
}

console.log('\nAgain, if everybody who is left above the lowest level consents to a lower one');
const second = await place(policy, new Set([...unplaced].filter(([, o]) => o.mayGoLower).map(([id]) => id)));
table(second);
for (const done of [first, second]) console.log(verify(bundle(done.proposal, done.round, policy)).verdicts.filter((v) => v.outcome !== 'not-checked').map(({ check, outcome }) => `${check} ${outcome}`).join(', '));
