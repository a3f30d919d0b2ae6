import { parseRound, type SealedPolicy } from '../../intake/index.js';
import { Issues } from '../../errors/index.js';
import { formatDay } from '../../model/calendar.js';
import { compareIds } from '../../model/ids.js';
import { ROUND_FORMAT, type Checked, type Position, type Relation, type Round } from '../../model/round.js';
import type { Policy } from '../../policy/index.js';
import { openMarket } from '../../solving/market.js';
import { below, stream } from '../../stats/streams.js';
import { LAST_SEED, whole } from '../asked.js';
import { columnsOf, commonSources, dayOf, type Column } from './columns.js';
import { Draw, shuffledPlaces, type Row } from './draw.js';
import { fieldsOf, groupsOf, type Group } from './groups.js';
import { keptOf, type AssociationsKept, type MarginKept } from './kept.js';
import { FEW, GROUP } from './margins.js';
import { matchBack, type MatchBack } from './match-back.js';
import { MIXED } from './mix.js';
import { peopleOf, unmatched, withSpells, type Nameless } from './people.js';
import { numbered, rename, renamedPosts } from './posts.js';
import { drawSpells, spellColumns } from './spells.js';

/** What a twin keeps of its round and what it does not. It is about the real people: it stays in the house. */
export interface TwinReport {
  readonly people: number;
  readonly seated: number;
  /** Groups whose margins were taken apart: levels (null is no post) and people. Several levels in one were merged because too few hold posts there. */
  readonly groups: readonly { readonly levels: readonly (string | null)[]; readonly people: number }[];
  /** False where fewer than 100 people are in the round: every column is dealt out by lot then. */
  readonly dependences: boolean;
  readonly margins: readonly MarginKept[];
  readonly associations: AssociationsKept;
  /** Columns in which some were folded into the commonest because fewer than five shared theirs, with how many times. */
  readonly folded: readonly { readonly column: string; readonly people: number }[];
  /** What the twin has nothing of: tables and fields with how many rows there were, columns that fewer than five people have. */
  readonly dropped: readonly { readonly what: string; readonly rows: number }[];
  /** `matchBack` of this twin against this round, without a control. */
  readonly attack: MatchBack;
}

const INVENTED = 'S-twin';

/**
 * A round of invented people that behaves like the given one, for a rehearsal, a bug report, a simulation outside the house. Units and posts keep their shape, levels, standards and filled seats under new names; as many people
 * stand in it. Their data are drawn anew: the margins of each column by level of the post held, averaged over at least five people everywhere (`averaged`), dealt out by the order of scores that mix at least a hundred people (`mixture`), so that rank
 * correlations stay about as they are. Words follow the post held or each other as often as they did. Relations stay as counts by degree. Names, places of birth, wishes, pins, waivers, consents, actors, judges, documents, reasons,
 * older items of evidence and what goes together inside a history are left out; `dropped` counts them.
 *
 * **The seed is a secret.** Who has it can draw the same mixtures and solve for the people in them. Draw it afresh, from a source nobody can repeat, and throw it away when the twin leaves the house; a fixed seed is for tests.
 *
 * **A twin is not differential privacy.** No row is made from one person, and in the rounds it was tried on `matchBack` linked no more rows rightly than a blind guess does (`attack` says what it found in this one); yet a margin is a fact about a group. Who knows all of five neighbours but one can work out the one from their average; if everybody on a level
 * has the same value the twin says so of whoever is known to be there; the shape of the organisation tells whose it is. Many twins of one round show its margins and correlations more exactly; what else they show together was not tried. The policy goes with it unchanged, and may name whose it is. Too few people hold a
 * post of the top level to have margins of their own: they are merged with the next, and their posts get people of that level. Nothing here says whether giving it away is lawful.
 *
 * The same round, policy and seed give the same bytes, whatever the order of rows. O(people * 1,024 * columns), and the attack O(people^2 * columns) within levels.
 * @param round - parsed, or as it is parsed. @param seed - a whole number from 0 to 2^31 - 1.
 * @throws {MeritError} what `parseRound` finds; E_NUM_RANGE at /people where fewer than 10 people are in the round: nobody could hide there; E_VALUE_MISSING, E_NUM_INT, E_NUM_RANGE at /seed.
 * @see K Muralidhar, R Sarathy, Data shuffling, Management Science 52(5):658-670, 2006, doi:10.1287/mnsc.1050.0503; J Domingo-Ferrer, JM Mateo-Sanz, IEEE TKDE 14(1):189-201, 2002, doi:10.1109/69.979982;
 * on what stays at risk D McClure, JP Reiter, Transactions on Data Privacy 5(3):535-552, 2012
 */
export function twin(given: Round, sealed: SealedPolicy, { seed }: { readonly seed: number }): { round: Round; kept: TwinReport } {
  const issues = new Issues();
  whole(seed, 0, LAST_SEED, '/seed', issues);
  const reading = given.reveals?.length < sealed.policy.ties.commitments.length ? ({ reveals: 'later' } as const) : {};
  const round = parseRound(given, sealed, reading).round;
  const { policy } = sealed;
  if (round.people.length < GROUP) issues.add('E_NUM_RANGE', '/people', `expected at least ${GROUP} people, found ${round.people.length}: among so few everybody could be told`);
  issues.throwIfAny();

  const names = rename(round, policy, seed);
  const groups = groupsOf(round, policy);
  const columns = columnsOf(round, policy, FEW);
  const common = commonSources(round, FEW);
  const spells = spellColumns(round, policy, common);
  const scope = scopeColumn(round);
  const every: Column[] = [
    columns.born, columns.since, columns.span,
    ...columns.attributes.flatMap((a) => [a.main, ...a.words.map((w) => w.column), a.date, a.expires]),
    ...spells.flatMap((s) => [s.count, s.checked]),
    ...(scope ? [scope] : []),
  ];
  const { rows, seats, people } = rowsOf(round, groups);
  const draw = new Draw(every, groups, rows, people, seed);

  const sourceDay = new Map<string, number>(round.sources.map((s) => [s.id, dayOf(s.date)]));
  const kept = round.sources.filter((s) => common.has(s.id));
  const sourceName = new Map<string, string>(kept.map((s, k) => [s.id, numbered('S', k + 1, kept.length)]));
  const nameOf = (source: string | undefined): string => (source === undefined ? INVENTED : sourceName.get(source)!);
  const dayOfSource = (source: string | undefined): number => (source === undefined ? dayOf(round.asOf) : sourceDay.get(source)!);
  const nameless = peopleOf(round, columns, draw, seats, names, nameOf, dayOfSource);
  const histories = spells.map((s) => drawSpells(s, draw, groups, rows.map((row) => row.group), names, nameOf(s.source), dayOf(round.asOf), seed));
  const looks = spells.map((s) => {
    const { state, value } = draw.fill(s.checked);
    return rows.map((_, t): Checked[] => (state[t] === 2 ? [{ attribute: s.attribute, source: nameOf(s.source), date: formatDay(value[t]!) }] : []));
  });
  const told = withSpells(nameless, rows.map((_, t) => histories.flatMap((h) => h[t]!)), rows.map((_, t) => looks.flatMap((l) => l[t]!)));
  const { ids, persons } = named(unmatched(told, round.people), seed);
  const mayMove = scope && draw.fill(scope).value;
  const posts = renamedPosts(round, names);
  const relations = relationsOf(round, ids, seed);
  const document = {
    format: ROUND_FORMAT,
    id: 'twin',
    asOf: round.asOf,
    ...(round.horizon !== undefined && { horizon: round.horizon }),
    ...(round.opened !== undefined && { opened: round.opened }),
    scope: {
      positions: round.scope.positions === 'all' ? 'all' : round.scope.positions.map((id) => names.position.get(id)!),
      people: mayMove ? ids.filter((_, t) => mayMove[t] === 1) : 'all',
    },
    sources: [...kept.map((s, k) => ({ id: nameOf(s.id), title: `source ${k + 1}`, date: s.date })), { id: INVENTED, title: 'invented for a twin', date: round.asOf }],
    ...posts,
    people: persons,
    relations: relations.kept,
    reveals: round.reveals.map((r) => ({ ...r })),
  };
  const unfilled = unfillable(parseRound(document, sealed, reading).round, sealed.policy);
  const { round: made } = parseRound({ ...document, positions: posts.positions.map((p) => (unfilled.has(p.id) ? withoutMustFill(p) : p)) }, sealed, reading);
  return {
    round: made,
    kept: {
      people: round.people.length,
      seated: seats.filter((seat) => seat !== undefined).length,
      groups: groups.map((g) => ({ levels: g.levels, people: g.rows.length })),
      dependences: round.people.length >= MIXED,
      ...keptOf(round, made, policy, names),
      folded: [...draw.rare].sort(([a], [b]) => compareIds(a, b)).map(([column, count]) => ({ column, people: count })),
      dropped: [...droppedOf(round, unfilled.size), ...relations.dropped, ...[...draw.empty].sort(compareIds).map((column) => ({ what: column, rows: every.find((c) => c.name === column)!.state.filter((s) => s > 0).length }))].filter(({ rows }) => rows > 0),
      attack: matchBack(round, made),
    },
  };
}

/** One row for every filled seat, then one for everybody without one; and the same of the real people. */
function rowsOf(round: Round, groups: readonly Group[]): { readonly rows: Row[]; readonly seats: (string | undefined)[]; readonly people: Row[] } {
  const field = fieldsOf(round);
  const groupOfPerson = new Int32Array(round.people.length);
  groups.forEach((g, k) => g.rows.forEach((row) => (groupOfPerson[row] = k)));
  const post = new Map<string, Round['positions'][number]>(round.positions.map((p) => [p.id, p]));
  const rowOf = (seat: string | undefined, group: number): Row => {
    if (seat === undefined) return { group, postWords: {} };
    const at = post.get(seat)!;
    return { group, field: field(at), postWords: Object.fromEntries(Object.entries(at.attributes ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) };
  };
  const people = round.people.map((p, row) => rowOf(p.seat, groupOfPerson[row]!));
  const order = round.people.map((p, row) => ({ seat: p.seat, row })).sort((a, b) => compareIds(a.seat ?? '~', b.seat ?? '~') || a.row - b.row);
  return { rows: order.map(({ row }) => people[row]!), seats: order.map(({ seat }) => seat), people };
}

/** Names by lot, so that the order of ids says nothing. */
function named(people: readonly Nameless[], seed: number): { readonly ids: string[]; readonly persons: Round['people'] } {
  const places = shuffledPlaces(people.length, stream(seed, 'twin/names'));
  const ids = [...places].map((k) => numbered('P', k + 1, people.length));
  return { ids, persons: people.map((p, t) => ({ id: ids[t]!, ...p })) };
}

/** Posts that must be filled although fewer people than seats are eligible in the twin: the demand goes, or no plan would be left. */
function unfillable(round: Round, policy: Policy): ReadonlySet<string> {
  if (round.positions.every((p) => !p.mustFill)) return new Set();
  const { col } = openMarket(round, policy).certain;
  const candidates = new Int32Array(round.positions.length);
  for (const position of col) candidates[position]!++;
  return new Set<string>(round.positions.filter((p, k) => p.mustFill && candidates[k]! < (p.seats ?? 1)).map((p) => p.id));
}

function withoutMustFill({ mustFill: _, ...post }: Position): Position {
  return post;
}

/** Who may move, where the round says it one by one. */
function scopeColumn({ scope, people }: Round): Column | undefined {
  if (scope.people === 'all') return undefined;
  const listed = new Set<string>(scope.people);
  return { name: 'may move', kind: 'boolean', state: new Int8Array(people.length).fill(2), value: Float64Array.from(people, (p) => (listed.has(p.id) ? 1 : 0)), grid: 1 };
}

/** As many related pairs of each degree between people drawn by lot, both declaring it; degrees of fewer than FEW pairs are dropped. */
function relationsOf({ relations }: Round, ids: readonly string[], seed: number): { readonly kept: Relation[]; readonly dropped: { what: string; rows: number }[] } {
  const pairs = new Map<number, Set<string>>();
  for (const { a, b, degree } of relations) pairs.set(degree, (pairs.get(degree) ?? new Set()).add(compareIds(a, b) < 0 ? `${a} ${b}` : `${b} ${a}`));
  const from = stream(seed, 'twin/relations');
  const used = new Set<string>();
  const most = Math.floor((ids.length * (ids.length - 1)) / 4);
  const kept: Relation[] = [];
  const dropped: { what: string; rows: number }[] = [];
  for (const [degree, { size }] of [...pairs].sort(([a], [b]) => a - b)) {
    if (size < FEW) dropped.push({ what: `relations of degree ${degree}`, rows: size });
    else {
      for (let count = 0; count < size && used.size < most; ) {
        const [a, b] = [ids[below(ids.length, from)]!, ids[below(ids.length, from)]!];
        const key = compareIds(a, b) < 0 ? `${a} ${b}` : `${b} ${a}`;
        if (a === b || used.has(key)) continue;
        used.add(key);
        count++;
        for (const [x, y] of [[a, b], [b, a]] as const) kept.push({ a: x, b: y, kind: `degree ${degree}`, degree, source: INVENTED });
      }
    }
  }
  return { kept, dropped };
}

function droppedOf({ people, pins, waivers, actors, relations, sources }: Round, unfilled: number): { what: string; rows: number }[] {
  const count = (test: (p: Round['people'][number]) => unknown): number => people.filter(test).length;
  return [
    { what: 'pins', rows: pins.length },
    { what: 'posts that must be filled, and nobody of the twin can', rows: unfilled },
    { what: 'waivers', rows: waivers.length },
    { what: 'actors', rows: actors.length },
    { what: 'kinds of relations', rows: new Set(relations.map((r) => r.kind)).size },
    { what: 'titles of sources', rows: sources.length },
    { what: 'names', rows: count((p) => p.name) },
    { what: 'places of birth', rows: count((p) => p.bornAt) },
    { what: 'wishes', rows: count((p) => p.wishes) },
    { what: 'consents to a lower post', rows: count((p) => p.acceptsLower) },
    { what: 'who judged', rows: people.reduce((sum, p) => sum + p.evidence.filter((e) => e.by !== undefined).length, 0) },
    { what: 'older or second items of evidence', rows: people.reduce((sum, p) => sum + p.evidence.length - new Set(p.evidence.map((e) => e.attribute)).size, 0) },
  ];
}
