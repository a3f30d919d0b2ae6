import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Fit } from '../scoring/index.js';
import type { Move } from '../solving/index.js';
import { formatPoints } from './format-number.js';
import { labelOf, locales, type Locale, type Words } from './locale/index.js';
import { rulesOf } from './standing-line.js';

type Person = Round['people'][number];
type Position = Round['positions'][number];

/** People and posts of a round by id, in the words of one language; an id that the round does not have stands for itself. */
export class Names {
  readonly round: Round;
  readonly policy: Policy;
  readonly locale: Locale;
  readonly words: Words;
  private readonly people: ReadonlyMap<string, Person>;
  private readonly positions: ReadonlyMap<string, Position>;
  private readonly units: ReadonlyMap<string, string>;
  private readonly levels: ReadonlyMap<string, number>;

  constructor(round: Round, policy: Policy, locale: Locale) {
    this.round = round;
    this.policy = policy;
    this.locale = locale;
    this.words = locales[locale];
    this.people = new Map(round.people.map((p) => [p.id, p]));
    this.positions = new Map(round.positions.map((p) => [p.id, p]));
    this.units = new Map(round.units.map((u) => [u.id, u.name]));
    this.levels = new Map(policy.levels.map((l, k) => [l.id, k]));
  }

  person(id: string): Person | undefined {
    return this.people.get(id);
  }

  position(id: string): Position | undefined {
    return this.positions.get(id);
  }

  /** The name of a person, or the id where there is none. */
  nameOf(person: string): string {
    return this.people.get(person)?.name ?? person;
  }

  /** `Name (id)`, for sentences. */
  who(person: string): string {
    const name = this.people.get(person)?.name;
    return name === undefined ? person : `${name} (${person})`;
  }

  titleOf(position: string): string {
    return this.positions.get(position)?.title ?? position;
  }

  /** `Title (id)`, for sentences. */
  post(position: string): string {
    const title = this.positions.get(position)?.title;
    return title === undefined ? position : `${title} (${position})`;
  }

  unitOf(position: string): string {
    const unit = this.positions.get(position)?.unit;
    return unit === undefined ? '' : (this.units.get(unit) ?? unit);
  }

  /** Place of the level of a post, lowest 0. */
  rank(position: string): number {
    return this.levels.get(this.positions.get(position)?.level ?? '') ?? -1;
  }

  level(id: string): string {
    const level = this.policy.levels[this.levels.get(id) ?? -1];
    return level ? labelOf(level.label, this.locale) : id;
  }

  levelOf(position: string): string {
    return this.level(this.positions.get(position)?.level ?? '');
  }

  rule(id: string): string {
    const gate = rulesOf(this.policy).find((g) => g.id === id);
    return gate ? labelOf(gate.label, this.locale) : this.policy.routes && id === 'route' ? this.words.routeRule : id;
  }

  /** A limit of the policy by id, in words. */
  limit(id: string): string {
    const limit = this.policy.limits?.find((l) => l.id === id);
    return limit ? labelOf(limit.label, this.locale) : id;
  }

  unit(id: string): string {
    return this.units.get(id) ?? id;
  }

  /** A route of the policy by id, in words. */
  route(id: string): { readonly label: string; readonly approver: string; readonly days: number } {
    const route = this.policy.routes?.find((r) => r.id === id);
    return route ? { label: labelOf(route.label, this.locale), approver: labelOf(route.approver, this.locale), days: route.steps.reduce((sum, s) => sum + s.days, 0) } : { label: id, approver: '', days: 0 };
  }

  /** Kind and pattern of a move, and that it is a hidden demotion. */
  kindOf({ kind, pattern, hiddenDemotion }: Pick<Move, 'kind' | 'pattern' | 'hiddenDemotion'>): string {
    const notes = [...(pattern === null ? [] : [this.words.pattern[pattern]]), ...(hiddenDemotion ? [this.words.hidden] : [])];
    return notes.length === 0 ? this.words.kind[kind] : `${this.words.kind[kind]} (${notes.join('; ')})`;
  }

  /** Whatever a reader must not miss about a move: that it is a hidden demotion, and each waiver it rests on. */
  warnings({ person, from, to, hiddenDemotion, waived }: Pick<Move, 'person' | 'from' | 'to' | 'hiddenDemotion' | 'waived'>): readonly string[] {
    const told: string[] = [];
    const classOf = (position: string | null): number => this.positions.get(position ?? '')?.class ?? 0;
    if (hiddenDemotion) told.push(this.words.hiddenDemotion(classOf(from), classOf(to)));
    for (const w of this.round.waivers) {
      if (w.person === person && w.position === to && waived.includes(w.rule)) told.push(this.words.report.waived(this.rule(w.rule), this.words.waivedBy(w.by, this.words.date(w.on), w.document, w.reason)));
    }
    return told;
  }

  points(units: number): string {
    return formatPoints(units, this.words.signs);
  }

  /** The difference of fits within which people are equals. */
  resolution(): string {
    return this.points(Math.round(this.policy.resolution.points * 10_000));
  }

  exactPoints(units: number): string {
    return formatPoints(units, this.words.signs, 4);
  }

  /** The objective of a stage in words: `merit:TOP` as merit on that level. */
  stage(id: string): string {
    const [kind, level] = splitStage(id);
    const name = this.words.stage[kind];
    return level === undefined ? name : this.words.stage.at(name, this.level(level));
  }

  /** What a stage reaches, in its unit. Moves count below zero in a proposal and above it for readers. */
  stageValue(id: string, value: number): string {
    const { unit } = this.words;
    switch (splitStage(id)[0]) {
      case 'owed':
      case 'returned':
      case 'kept':
        return unit.owed(value);
      case 'critical':
        return unit.critical(value);
      case 'merit':
        return unit.points(this.points(value));
      case 'moves':
        return unit.moves(Math.abs(value));
    }
  }

  /** Posts from the highest level down, then by id. */
  byRank(a: string, b: string): number {
    return this.rank(b) - this.rank(a) || (a < b ? -1 : a > b ? 1 : 0);
  }

  /** People in alphabetical order of their names, by code point, then by id. */
  alphabetically(a: string, b: string): number {
    const [x, y] = [this.nameOf(a), this.nameOf(b)];
    return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0;
  }
}

/** `returned` and `kept` are stages of amended plans alone. */
export type StageKind = 'owed' | 'returned' | 'kept' | 'critical' | 'merit' | 'moves';

/** `critical:MID` as its objective and its level. */
export function splitStage(id: string): readonly [StageKind, string | undefined] {
  const at = id.indexOf(':');
  return [(at < 0 ? id : id.slice(0, at)) as StageKind, at < 0 ? undefined : id.slice(at + 1)];
}

/** A fit by dimension, in the order of the policy: the parts of its criteria added up. */
export function byDimension(fit: Fit, policy: Policy): readonly { readonly id: string; readonly low: number; readonly high: number }[] {
  const dimensionOf = new Map(policy.criteria.map((c) => [c.id, c.dimension]));
  return policy.dimensions.map(({ id }) => {
    const parts = fit.parts.filter((p) => dimensionOf.get(p.criterion) === id);
    return { id, low: parts.reduce((sum, p) => sum + p.low, 0), high: parts.reduce((sum, p) => sum + p.high, 0) };
  });
}
