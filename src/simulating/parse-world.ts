import { canonicalJson, pointerToken } from '../canonical/index.js';
import { Issues } from '../errors/index.js';
import { checkValue } from '../intake/check-value.js';
import { readDocument, type DocumentInput } from '../intake/document.js';
import { composed, type SealedPolicy } from '../intake/seal.js';
import { addZodIssues } from '../intake/zod-issues.js';
import { daysInMonth } from '../model/calendar.js';
import { deepFreeze } from '../model/frozen.js';
import { compareIds, compareTexts } from '../model/ids.js';
import { attributeOf, type AttributeSpec, type Policy } from '../policy/index.js';
import { byName, checkPoints } from './parse-organisation.js';
import { World, type Measure } from './scenario.js';

const KEYS = [
  ...Object.keys(World.shape), 'on', 'ages', 'brings', 'connectedPerMille', 'levels', 'unseated', 'match', 'learning', 'kind', 'attribute', 'noise', 'leniency',
  'missedPerMille', 'truePerMille', 'everyMonths', 'values', 'bands', 'training', 'post', 'perMille', 'adds', 'retirement', 'resignation', 'study', 'refusal', 'mean', 'sd',
];
/** Where the value of a measure stands, seen from it. */
const HERE = { name: '/attribute', value: '/value' };

/**
 * A world read once against the policy it is to be lived under: shape, ranges, shares that sum to 100, traits, levels and attributes that there are; then put in normal form
 * (measures and what newcomers bring by attribute) and frozen. All problems are told at once.
 * @throws {MeritError} with every problem and its JSON Pointer.
 */
export function parseWorld(input: DocumentInput, { policy }: SealedPolicy): World {
  const issues = new Issues();
  const document = composed(readDocument(input, issues), '', issues);
  issues.throwIfAny();
  const world = worldShape(document, '', issues);
  if (world) checkWorld(world, policy, '', issues);
  issues.throwIfAny();
  return worldInOrder(world!);
}

/** The document as a world, or undefined after a problem. */
export function worldShape(document: unknown, at: string, issues: Issues): World | undefined {
  const parsed = World.safeParse(document);
  if (parsed.success) return document as World;
  addZodIssues(parsed.error.issues, document, at, KEYS, issues);
  return undefined;
}

/** The world in normal form, frozen: every list and record in an order of its own. */
export function worldInOrder(world: World): World {
  const byAttribute = (a: { readonly attribute: string }, b: { readonly attribute: string }): number => compareIds(a.attribute, b.attribute);
  const { newcomers, work, growth, careers } = world;
  return deepFreeze({
    ...world,
    traits: byName(world.traits),
    newcomers: { ...newcomers, brings: newcomers.brings.map((one) => (one.kind === 'drawn' ? { ...one, values: inOrder(one.values) } : one)).sort(byAttribute) },
    work: { ...work, levels: byName(map(work.levels, byName)), ...(work.unseated && { unseated: byName(work.unseated) }) },
    measures: world.measures.map(measureInOrder).sort(byAttribute),
    growth: {
      ...(growth.training && { training: { ...growth.training, adds: byName(growth.training.adds) } }),
      ...(growth.post && { post: { ...growth.post, adds: byName(map(growth.post.adds, byName)) } }),
    },
    careers: { ...careers, retirement: { ...careers.retirement, ages: byName(careers.retirement.ages) }, ...(careers.study && { study: { ...careers.study, adds: byName(careers.study.adds) } }) },
  });
}

function measureInOrder(measure: Measure): Measure {
  if (measure.kind === 'test') return { ...measure, of: byName(measure.of) };
  if (measure.kind === 'drawn') return { ...measure, values: inOrder(measure.values) };
  if (measure.kind === 'months' && measure.levels) return { ...measure, levels: [...new Set(measure.levels)].sort(compareTexts) };
  return measure;
}

function inOrder<T>(values: readonly T[]): T[] {
  return [...values].sort((a, b) => compareTexts(canonicalJson(a), canonicalJson(b)));
}

function map<T, U>(record: Readonly<Record<string, T>>, of: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}

/** Everything about a world that its shape does not say. Adds every problem. */
export function checkWorld(world: World, policy: Policy, at: string, issues: Issues): void {
  new WorldCheck(world, policy, at, issues).all();
}

type Type = AttributeSpec['type'];

class WorldCheck {
  private readonly world: World;
  private readonly policy: Policy;
  private readonly at: string;
  private readonly issues: Issues;
  private readonly levels: ReadonlySet<string>;

  constructor(world: World, policy: Policy, at: string, issues: Issues) {
    this.world = world;
    this.policy = policy;
    this.at = at;
    this.issues = issues;
    this.levels = new Set(policy.levels.map(({ id }) => id));
  }

  all(): void {
    const { world, at } = this;
    const { newcomers, work, growth, careers, units } = world;
    if (Object.keys(world.traits).length === 0) this.issues.add('E_VALUE_MISSING', `${at}/traits`, 'a world has at least one trait');
    for (const [name, { mean, sd }] of Object.entries(world.traits)) {
      this.points(mean, `/traits${pointerToken(name)}/mean`);
      this.points(sd, `/traits${pointerToken(name)}/sd`);
    }

    this.dayOfYear(newcomers.on, '/newcomers/on');
    const [youngest, oldest] = newcomers.ages;
    if (oldest < youngest) this.issues.add('E_NUM_RANGE', `${at}/newcomers/ages`, 'the youngest is older than the oldest');
    else if (oldest >= careers.retirement.otherwise) this.issues.add('E_NUM_RANGE', `${at}/newcomers/ages/1`, 'newcomers would be of the age of retirement');
    this.once(newcomers.brings, '/newcomers/brings');
    newcomers.brings.forEach((one, k) => {
      const here = `/newcomers/brings/${k}`;
      if (one.kind === 'joined') this.attribute(one.attribute, ['date'], `${here}/attribute`);
      else this.values(one.attribute, one.values, here);
    });

    this.byLevel(work.levels, '/work/levels', (shares, here) => this.shares(shares, here));
    if (work.unseated) this.shares(work.unseated, '/work/unseated');
    if (work.match) this.match(work.match);
    if (work.learning) this.points(work.learning.points, '/work/learning/points');

    this.once(world.measures, '/measures');
    world.measures.forEach((measure, k) => this.measure(measure, `/measures/${k}`));

    if (growth.training) this.adds(growth.training.adds, '/growth/training/adds');
    if (growth.post) this.byLevel(growth.post.adds, '/growth/post/adds', (adds, here) => this.adds(adds, here));
    this.byLevel(careers.retirement.ages, '/careers/retirement/ages');
    if (careers.study) this.adds(careers.study.adds, '/careers/study/adds');
    this.points(units.noise, '/units/noise');
  }

  private measure(measure: Measure, here: string): void {
    if (measure.kind !== 'previous') this.dayOfYear(measure.on, `${here}/on`);
    switch (measure.kind) {
      case 'rating':
      case 'test':
        this.points(measure.noise, `${here}/noise`);
        if (measure.kind === 'rating') this.points(measure.leniency, `${here}/leniency`);
        else this.shares(measure.of, `${here}/of`);
        if (measure.bands) return this.bands(measure.attribute, measure.bands, here);
        return this.wholeRange(measure.attribute, here);
      case 'letter':
        this.attribute(measure.attribute, ['boolean'], `${here}/attribute`);
        return;
      case 'drawn':
        return this.values(measure.attribute, measure.values, here);
      case 'previous': {
        const of = this.world.measures.find((one) => one.attribute === measure.of);
        if (!of || of.kind === 'previous') this.issues.add('E_REF_UNKNOWN', `${this.at}${here}/of`, 'no measure writes this attribute');
        const type = this.attribute(measure.of, undefined, `${here}/of`)?.type;
        this.attribute(measure.attribute, type && [type], `${here}/attribute`);
        return;
      }
      case 'months':
        this.attribute(measure.attribute, ['number'], `${here}/attribute`);
        measure.levels?.forEach((level, k) => {
          if (level !== '' && !this.levels.has(level)) this.issues.add('E_REF_UNKNOWN', `${this.at}${here}/levels/${k}`, 'the policy has no level of this name');
        });
        return;
      case 'step': {
        const spec = this.attribute(measure.attribute, ['number'], `${here}/attribute`);
        if (spec) checkValue(measure.most, measure.attribute, 'person', this.policy, this.at + here, { name: '/attribute', value: '/most' }, this.issues);
        if (measure.since !== undefined) this.attribute(measure.since, ['date'], `${here}/since`);
      }
    }
  }

  /** Points as they are: any number from 0 to 100 with two decimals may come. */
  private wholeRange(name: string, here: string): void {
    const spec = this.attribute(name, ['number'], `${here}/attribute`);
    if (spec && ((spec.min ?? 0) > 0 || (spec.max ?? 100) < 100)) this.issues.add('E_NUM_RANGE', `${this.at}${here}/attribute`, 'points of 0 to 100 do not fit the range of the attribute\nMaybe bands are missing.');
  }

  private bands(name: string, bands: readonly { readonly from: number; readonly value: string | number }[], here: string): void {
    const spec = this.attribute(name, undefined, `${here}/attribute`);
    bands.forEach(({ from, value }, k) => {
      this.points(from, `${here}/bands/${k}/from`);
      if (k === 0 ? from !== 0 : from <= bands[k - 1]!.from) this.issues.add('E_BANDS', `${this.at}${here}/bands/${k}/from`, 'bands rise, and the first begins at 0');
      if (spec) checkValue(value, name, 'person', this.policy, `${this.at}${here}/bands/${k}`, HERE, this.issues);
    });
  }

  private values(name: string, values: readonly { readonly value: string | number | boolean }[], here: string): void {
    const spec = this.attribute(name, undefined, `${here}/attribute`);
    if (spec) values.forEach(({ value }, k) => checkValue(value, name, 'person', this.policy, `${this.at}${here}/values/${k}`, HERE, this.issues));
  }

  private match({ person, position, otherwise }: NonNullable<World['work']['match']>): void {
    const mine = this.attribute(person, undefined, '/work/match/person');
    const theirs = this.attribute(position, mine && [mine.type], '/work/match/position', 'position');
    if (mine && theirs && mine.values && theirs.values && !mine.values.some((word) => theirs.values!.includes(word))) {
      this.issues.add('E_VALUE_UNKNOWN', `${this.at}/work/match`, 'the two attributes have no value in common');
    }
    this.points(otherwise, '/work/match/otherwise');
  }

  /** What the policy declares of an attribute, undefined after a problem. */
  private attribute(name: string, types: readonly Type[] | undefined, here: string, of: AttributeSpec['of'] = 'person'): AttributeSpec | undefined {
    const spec = attributeOf(this.policy, name);
    if (spec?.of !== of) this.issues.add('E_REF_UNKNOWN', this.at + here, `the policy declares no such attribute of a ${of}`);
    else if (spec.type === 'spells') this.issues.add('E_TYPE', this.at + here, 'this attribute has spells, not single values');
    else if (types && !types.includes(spec.type)) this.issues.add('E_TYPE', this.at + here, `expected an attribute of type ${types.join(' or ')}, came a ${spec.type}`);
    else return spec;
    return undefined;
  }

  private once(rows: readonly { readonly attribute: string }[], here: string): void {
    const first = new Map<string, number>();
    rows.forEach(({ attribute }, k) => {
      const before = first.get(attribute);
      if (before === undefined) first.set(attribute, k);
      else this.issues.add('E_ID_DUPLICATE', `${this.at}${here}/${k}/attribute`, 'this attribute stands twice', { related: [`${this.at}${here}/${before}/attribute`] });
    });
  }

  private byLevel<T>(record: Readonly<Record<string, T>>, here: string, of?: (value: T, here: string) => void): void {
    for (const [level, value] of Object.entries(record)) {
      const there = here + pointerToken(level);
      if (!this.levels.has(level)) this.issues.add('E_REF_UNKNOWN', this.at + there, 'the policy has no level of this name');
      of?.(value, there);
    }
  }

  private shares(shares: Readonly<Record<string, number>>, here: string): void {
    this.traits(shares, here);
    const sum = Object.values(shares).reduce((total, share) => total + share, 0);
    if (sum !== 100) this.issues.add('E_WEIGHT_SUM', this.at + here, `the shares sum to ${sum}, not to 100`);
  }

  private adds(adds: Readonly<Record<string, number>>, here: string): void {
    this.traits(adds, here);
    for (const [name, value] of Object.entries(adds)) this.points(value, here + pointerToken(name));
  }

  private traits(record: Readonly<Record<string, number>>, here: string): void {
    for (const name of Object.keys(record)) {
      if (!Object.hasOwn(this.world.traits, name)) this.issues.add('E_REF_UNKNOWN', this.at + here + pointerToken(name), 'the world has no trait of this name');
    }
  }

  private points(value: number, here: string): void {
    checkPoints(value, this.at + here, this.issues);
  }

  private dayOfYear(text: string, here: string): void {
    const found = /^([0-9]{2})-([0-9]{2})$/u.exec(text);
    if (!found) return this.issues.add('E_DATE_FORMAT', this.at + here, 'expected a day of every year, MM-DD');
    const [month, day] = [Number(found[1]), Number(found[2])];
    const common = 2027; // any year without a 29 February
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(common, month)) this.issues.add('E_DATE_INVALID', this.at + here, 'not every year has this day');
  }
}
