/**
 * Three people, one post, five scoring methods: who comes first depends on the method, so a policy states one, with its reason,
 * before names are opened. Then what an unknown level does, which methods are for analysis only, and how stored scores are held
 * against the method they are said to follow.
 *
 * npx tsx examples/scoring-methods.ts
 */
import { analysisOnly, methods, recompute } from 'meritra';

type Inputs = Readonly<Record<string, number | null>>;

/** Levels 1 to 5. The post asks for 4, 3, 3 and 4. */
const post = [
  { id: 'planning', required: 4, weight: 40, kind: 'core' },
  { id: 'leading', required: 3, weight: 30, kind: 'core' },
  { id: 'digital', required: 3, weight: 10, kind: 'secondary' },
  { id: 'integrity', required: 4, weight: 20, kind: 'secondary' },
] as const;

const people: Readonly<Record<string, Inputs>> = {
  Amin: { planning: 4, leading: 3, digital: 3, integrity: 4 }, // as asked
  Bela: { planning: 5, leading: 5, digital: 4, integrity: 2 }, // far above, but for one
  Citra: { planning: 5, leading: 3, digital: 5, integrity: 3 }, // above in two, below in one
};

const points = { kind: 'linear', points: [[1, 20], [5, 100]] } as const; // a level is worth 20 points
const scale = { min: 1, max: 5 };

const five = [
  methods.weightedSum({ name: 'weighted sum', criteria: post.map(({ id, weight }) => ({ id, weight, curve: points })) }),
  methods.minimum({ name: 'minimum', criteria: post.map(({ id }) => ({ id, curve: points })) }),
  methods.powerProduct({ name: 'product', criteria: post.map(({ id }) => ({ id, curve: points, power: 1 as const })) }),
  methods.profileMatching({
    name: 'profile matching',
    gapTable: [[-4, 1], [-3, 2], [-2, 3], [-1, 4], [0, 5], [1, 4.5], [2, 3.5], [3, 2.5], [4, 1.5]],
    between: 'linear', beyond: 'clamp', core: 60, secondary: 40, scale,
    aspects: [{ id: 'post', weight: 100, factors: post.map(({ id, required, kind }) => ({ id, target: required, kind })) }],
  }),
  methods.jobPersonMatch({ name: 'job-person match', method: 'ratioOfSums', competences: post.map(({ id, required }) => ({ id, required })), capPerCompetence: true, capTotal: null, scale }),
];

const names = Object.keys(people);
const places = (scores: readonly number[]): number[] => scores.map((x) => 1 + scores.filter((y) => y > x).length);
const show = (units: number): string => (units / 10_000).toFixed(2);
const line = (name: string, cells: readonly string[]): void => console.log(name.padEnd(24) + cells.map((cell) => cell.padStart(18)).join(''));

line('fit (place)', names);
const first = new Set<string>();
for (const method of five) {
  const fits = names.map((name) => method.score(people[name]!).low);
  const place = places(fits);
  line(method.name, fits.map((fit, k) => `${show(fit)} (${place[k]})`));
  place.forEach((p, k) => p === 1 && first.add(names[k]!));
}
console.log(`\nFirst by at least one method: ${[...first].sort().join(', ')}. Profile matching is on a scale of 1 to 5 and takes points off for a surplus;\nthe match counts nothing above the required level; the minimum sees the weakest level alone.`);

// For analysis only: these compare people with each other, so a third one can change who of two is first.
const table = { rows: names.map((name) => post.map(({ id }) => people[name]![id]!)), weights: post.map(({ weight }) => weight / 100), types: post.map(() => 'benefit' as const) };
console.log();
line('for analysis only', names);
for (const [name, scores] of [['SAW', analysisOnly.saw(table)], ['TOPSIS, vector', analysisOnly.topsis(table, 'vector').closeness], ['TOPSIS, min-max', analysisOnly.topsis(table, 'minmax').closeness]] as const) {
  const place = analysisOnly.places(scores);
  line(name, scores.map((x, k) => `${x.toFixed(4)} (${place[k]})`));
}
const { pairs } = analysisOnly.dominance(names.map((id) => ({ id, inputs: people[id]! })), post.map(({ id }) => ({ id, type: 'benefit' as const })));
console.log(`Without weights: ${pairs.length === 0 ? 'nobody is at least as good as somebody else in everything' : pairs.map(([a, b]) => `${a} over ${b}`).join(', ')}.`);

// What is not known is not 0: it leaves an interval, and its low end counts.
const unknown = { ...people['Bela'], integrity: null };
console.log();
line('Bela, integrity unknown', five.map(({ name }) => name));
line('', five.map((method) => { const { low, high } = method.score(unknown); return `${show(low)}-${show(high)}`; }));

// Scores that somebody stored, said to be weighted sums.
const stored = names.map((name, k) => ({ id: name, inputs: people[name]!, score: five[k === 1 ? 4 : 0]!.score(people[name]!).low / 10_000 }));
const audit = recompute(stored, five[0]!, { decimals: 2, candidates: five.slice(1) });
console.log();
for (const row of audit.rows) {
  const why = row.status === 'follows' ? 'follows the stated method' : `differs by ${(row.off / 1e6).toFixed(2)}; given by: ${row.reproducedBy.join(', ') || 'no known method'}`;
  console.log(`stored ${row.id.padEnd(6)} ${row.stored.toFixed(2).padStart(6)}: ${why}`);
}
if (first.size < 2 || audit.differing.length !== 1) throw new Error('the methods were expected to disagree, and one stored score not to follow');
