import type { Round } from '../model/round.js';
import { binds } from '../policy/binding.js'; // by its own path: the index of the room brings zod along
import type { Policy } from '../policy/index.js';
import type { MoveKind, Plan, Proposal } from '../solving/index.js';
import { attributeName } from './format-judgement.js';
import type { Locale } from './locale/index.js';
import { Names } from './names.js';
import { terminalLine } from './terminal-text.js';

const KINDS: readonly MoveKind[] = ['promotion', 'lateral', 'entry', 'demotion', 'release'];
const SHOWN = 3;

/** A proposal in a dozen lines for a terminal: three moves, three data to confirm, and the counts of the rest. No control characters. */
export function summaryText({ round, policy, proposal }: { readonly round: Round; readonly policy: Policy; readonly proposal: Proposal }, { locale }: { readonly locale: Locale }): string {
  const names = new Names(round, policy, locale);
  const { words } = names;
  const { summary, report } = words;
  const plan = proposal.certain;
  const lines = [`${summary.head(round.title ?? round.id, words.date(round.asOf))}`, '', `${summary.status}: ${statusText(proposal, names)}`];
  if (plan.gap) lines.push(`  ${gapText(plan.gap, names)}`);
  if (plan.shortage) lines.push(...shortageLines(plan.shortage, names));
  else if (plan.status !== 'infeasible') {
    lines.push(`${summary.moves}: ${kindCounts(plan, names)}`, `  ${chainsText(plan, names)}; ${vacantText(plan, names)}`, ...warnings(plan, names).map((t) => `  ${t}`));
    const crossing = plan.chains.filter((c) => c.crosses).length;
    if (crossing > 0) lines.push(`  ${summary.crossing(crossing)}`);
    const changes = conditionalChanges(proposal).length;
    if (changes > 0) lines.push(`  ${summary.conditional(changes)}`);
  }
  const limits = (policy.limits ?? []).filter((l) => binds(l.citation, policy)).length;
  if (limits > 0) lines.push(`  ${summary.limits(limits, proposal.findings.filter((f) => f.code === 'limit-today').length)}`);
  lines.push(`  ${summary.rules(proposal.rules.unconfirmed.length, words.date(proposal.rules.lawCheckedOn))}`);
  if (plan.moves.length > 0) {
    lines.push('', `${summary.first}:`);
    const first = [...plan.moves].sort((a, b) => names.byRank(a.to ?? '', b.to ?? '') || (a.person < b.person ? -1 : 1));
    for (const m of first.slice(0, SHOWN)) lines.push(`  ${names.who(m.person)} → ${m.to === null ? report.noPost : names.post(m.to)}, ${names.kindOf(m)}${m.fit ? `, ${words.cli.fit} ${names.points(m.fit.low)}` : ''}`);
    if (first.length > SHOWN) lines.push(`  ${summary.more(first.length - SHOWN)}`);
  }
  if (proposal.worklist.length > 0) {
    lines.push('', `${summary.worklist(proposal.worklist.length)}:`);
    for (const w of proposal.worklist.slice(0, SHOWN)) {
      const about = w.about === 'person' ? names.who(w.id) : names.post(w.id);
      lines.push(`  ${about}: ${attributeName(w.attribute, policy, locale, w.about)}, ${words.cause[w.cause]} (${report.hangs(w.moves, w.pairs, w.fits)})`);
    }
    if (proposal.worklist.length > SHOWN) lines.push(`  ${summary.more(proposal.worklist.length - SHOWN)}`);
  }
  lines.push('', summary.decides);
  return `${lines.map(terminalLine).join('\n')}\n`;
}

/** What the certain plan is: proven best, proven stable, or what falls short of it. */
export function statusText({ objective, certain }: Pick<Proposal, 'objective' | 'certain'>, { words }: Names): string {
  return (objective === 'stable' ? words.stable : words).status[certain.status];
}

/** What nobody should miss about a plan: hidden demotions, and moves that rest on a waiver. */
export function warnings({ moves }: Plan, { words }: Names): readonly string[] {
  const hidden = moves.filter((m) => m.hiddenDemotion).length;
  const waived = moves.filter((m) => m.waived.length > 0).length;
  return [...(hidden > 0 ? [words.hiddenDemotions(hidden)] : []), ...(waived > 0 ? [words.waivedMoves(waived)] : [])];
}

/** Kinds of moves that occur, with their counts. */
export function kindCounts(plan: Plan, { words }: Names): string {
  const counts = KINDS.map((kind) => [kind, plan.moves.filter((m) => m.kind === kind).length] as const).filter(([, n]) => n > 0);
  return counts.length === 0 ? words.report.noMoves : counts.map(([kind, n]) => words.kindCount[kind](n)).join(', ');
}

export function gapText(gap: NonNullable<Plan['gap']>, names: Names): string {
  return names.words.gap(names.stage(gap.stage), names.stageValue(gap.stage, gap.value), names.stageValue(gap.stage, gap.bound));
}

/** What stands in the way of any plan, in one sentence without names. */
export function shortageText(shortage: NonNullable<Plan['shortage']>, { words }: Names): string {
  const tell = shortage.side === 'people' ? words.shortagePeople : words.shortagePositions;
  return tell(shortage.people.length, shortage.positions.length);
}

function shortageLines(shortage: NonNullable<Plan['shortage']>, names: Names): readonly string[] {
  const list = shortage.side === 'people' ? shortage.people.map((p) => names.who(p)) : shortage.positions.map((p) => names.post(p));
  const more = list.length > SHOWN ? [`    ${names.words.summary.more(list.length - SHOWN)}`] : [];
  return [`  ${shortageText(shortage, names)}`, ...list.slice(0, SHOWN).map((l) => `    ${l}`), ...more];
}

function chainsText(plan: Plan, { words: { summary } }: Names): string {
  const lengths = plan.chains.map((c) => c.people.length).filter((n) => n > 1);
  return lengths.length === 0 ? summary.noChains : summary.chains(lengths.length, lengths.reduce((a, b) => (a > b ? a : b)));
}

/** Seats left empty among the posts of the round's scope, and outside it. */
export function vacantSeats(plan: Plan): { readonly inScope: number; readonly posts: number; readonly outside: number } {
  const seats = (all: Plan['vacant']): number => all.reduce((sum, v) => sum + v.seats, 0);
  const inScope = plan.vacant.filter((v) => v.cause !== 'out-of-scope');
  return { inScope: seats(inScope), posts: inScope.length, outside: seats(plan.vacant) - seats(inScope) };
}

export function vacantText(plan: Plan, { words: { summary } }: Names): string {
  const { inScope, posts, outside } = vacantSeats(plan);
  return outside === 0 ? summary.vacant(inScope, posts) : `${summary.vacant(inScope, posts)}; ${summary.outside(outside)}`;
}

/** Somebody whom the conditional plan seats elsewhere than the certain one. */
export interface ConditionalChange {
  readonly person: string;
  readonly certain: string | null;
  readonly conditional: string | null;
}

/** Where the two plans differ, by person id; nothing where either has no seats to compare. */
export function conditionalChanges({ certain, conditional }: Pick<Proposal, 'certain' | 'conditional'>): readonly ConditionalChange[] {
  if (!conditional || certain.status === 'infeasible' || conditional.status === 'infeasible') return [];
  const now = new Map<string, string>(certain.seats);
  const then = new Map<string, string>(conditional.seats);
  const people = [...new Set([...now.keys(), ...then.keys()])].sort();
  return people.flatMap((person) => {
    const [a, b] = [now.get(person) ?? null, then.get(person) ?? null];
    return a === b ? [] : [{ person, certain: a, conditional: b }];
  });
}
