import { mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canonicalJson, pointer } from '../canonical/index.js';
import { Issues, MeritError } from '../errors/index.js';
import { readDocumentFile, threads, writeFileAtomic } from '../node/index.js';
import { locales, type Locale } from '../reporting/index.js';
import { comparisonCsv, comparisonParagraph, comparisonReport, comparisonText } from '../reporting/simulation/index.js';
import { compare, generate, ORGANISATION_FORMAT, organisationOf, parseOrganisation, parseWorld, type Choice, type Comparison, type Organisation, type Regime, type Shape, type World } from '../simulating/index.js';
import { EXIT, type Io } from './io.js';
import { inFile, warningLines } from './problems.js';
import { progressOn } from './progress.js';
import { readPlain, readPolicy, readRound } from './read-round.js';

export interface SimulateFlags {
  readonly generate?: Shape;
  readonly posts?: number;
  readonly world?: string;
  readonly policy?: readonly string[];
  readonly choose?: readonly string[];
  readonly base?: string;
  readonly connected?: string;
  readonly years: number;
  readonly seed: number;
  readonly seeds?: number;
  readonly workers?: number;
  readonly report?: string;
  readonly csv?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** A policy of the comparison, and the file its pack was read from. */
interface Named {
  readonly name: string;
  readonly file: string;
  readonly regime: Regime;
}

interface Start {
  readonly organisation: Organisation;
  readonly world: World;
  readonly places: Places;
}

/** Where a user finds what a pointer of the library begins with; the first that fits. */
type Places = readonly (readonly [pointer: string, place: string])[];

const OPTIONS: Places = ['years', 'seed', 'seeds', 'base', 'workers', 'posts'].map((name) => [`/${name}`, `--${name}`]);

/** What stands beside the pack of an invented organisation where nobody says with what to compare it. */
const USUAL: readonly Choice[] = ['seniority', 'patronage', 'random', 'none'];

/** There is one start, with all that it needs and nothing that only another takes. */
export function startIsGiven(source: string | undefined, { generate: shape, posts, world, policy, connected }: SimulateFlags): boolean {
  return shape === undefined ? source !== undefined && world !== undefined && policy !== undefined && posts === undefined : source === undefined && world === undefined && connected === undefined;
}

/** Lives the years under every policy on the same luck; then, once all is known, writes what was asked for and prints the table and the paragraph. */
export async function simulateCommand(source: string | undefined, flags: SimulateFlags, locale: Locale, io: Io): Promise<number> {
  const words = locales[locale].cli;
  const say = (text: string): void => void (flags.quiet || io.stderr.write(text));
  const { years, seed, workers = 0 } = flags;
  const invented = flags.generate && (await placed(OPTIONS, () => generate({ shape: flags.generate!, seed, ...(flags.posts !== undefined && { posts: flags.posts }) })));
  const packs: Named[] = invented ? [{ name: 'merit', file: '--generate', regime: { policy: invented.policy } }] : [];
  for (const given of flags.policy ?? []) packs.push(await readNamed(given));
  for (const { file, regime } of packs) say(warningLines(regime.policy.warnings, file, locale));
  const policies = withChoices(packs, flags.choose ?? (invented && !flags.policy ? USUAL : []));
  const { organisation, world, places } = invented ? { ...invented, places: [] } : await readStart(source!, packs[0]!, flags, (warnings) => say(warningLines(warnings, source!, locale)));

  const bar = progressOn(io, flags.quiet === true);
  const named = policies.flatMap(({ name, file }): Places => [[pointer(['policies', name, 'choose']), `--choose ${name}`], [pointer(['policies', name]), file]]);
  const comparison = await placed([...places, ...named, ...OPTIONS], async () => {
    const pool = threads({ workers });
    try {
      return await compare(pool, {
        organisation, world, years, seed,
        policies: Object.fromEntries(policies.map(({ name, regime }) => [name, regime])),
        base: flags.base ?? policies[0]!.name, // not the first key: keys that are numbers come first
        ...(flags.seeds !== undefined && { seeds: flags.seeds }),
        ...(io.signal && { signal: io.signal }),
        onProgress: ({ done, of }) => bar.show(words.lives(done, of), done, of),
      });
    } finally {
      bar.clear();
      await pool.close();
    }
  });

  await writeFiles(comparison, flags, locale, (file) => say(`${words.wrote(file)}\n`));
  if (flags.json) io.stdout.write(`${canonicalJson(comparison)}\n`);
  else if (!flags.quiet) io.stdout.write(`${comparisonText(comparison, { locale })}\n${comparisonParagraph(comparison, { locale })}\n`);
  return EXIT.ok;
}

/** `name=file`, or a file, whose name without `.json` is that of the policy. */
async function readNamed(given: string): Promise<Named> {
  const [, name, file = given] = /^([^=]+)=(.+)$/su.exec(given) ?? [];
  return { name: name ?? basename(file, '.json'), file, regime: { policy: await readPolicy(file) } };
}

/** The policies as asked: `name=way` says how one of them chooses, `way` alone adds the first pack chosen so, under that name. @throws {MeritError} with every problem of the names; ways are looked at by compare */
function withChoices(packs: readonly Named[], chosen: readonly string[]): readonly Named[] {
  const issues = new Issues();
  const all = new Map<string, Named>();
  const add = (named: Named, option: string): void => {
    if (all.has(named.name)) issues.add('E_ID_DUPLICATE', `${option} ${named.name}`, 'another policy has this name\nMaybe name=file was meant, or name=way.');
    all.set(named.name, named);
  };
  for (const pack of packs) add(pack, '--policy');
  for (const given of chosen) {
    const at = given.lastIndexOf('='); // no way to choose has one
    const [name, choose] = [given.slice(0, Math.max(at, 0)), given.slice(at + 1) as Choice];
    const pack = at < 0 ? packs[0]! : all.get(name);
    if (pack === undefined) issues.add('E_REF_UNKNOWN', `--choose ${name}`, 'expected the name of one of the policies, or a way to choose alone');
    else if (at < 0) add({ ...pack, name: choose, regime: { policy: pack.regime.policy, choose } }, '--choose');
    else all.set(name, { ...pack, regime: { ...pack.regime, choose } });
  }
  issues.throwIfAny();
  return [...all.values()];
}

/** An organisation as it is described, or as a round (JSON or a folder of tables) stands, read by the first pack. */
async function readStart(source: string, { regime: { policy } }: Named, { world: worldFile, connected, seed }: SimulateFlags, warn: (warnings: Awaited<ReturnType<typeof readRound>>['warnings']) => void): Promise<Start> {
  const world = await inFile(worldFile!, async () => parseWorld(await readDocumentFile(worldFile!), policy));
  const places = (people: string): Places => [['/organisation/members', `${source}#${people}`], ['/organisation', `${source}#`], ['/world', `${worldFile!}#`]];
  const folder = await stat(source).then((s) => s.isDirectory(), () => false);
  const bytes = folder ? undefined : await readDocumentFile(source);
  if (bytes && (await inFile(source, () => isOrganisation(readPlain(bytes))))) {
    if (connected !== undefined) throw new MeritError('E_KEY_UNKNOWN', 'an organisation says of each of its members whether he is connected', { path: '--connected' });
    return { organisation: await inFile(source, () => parseOrganisation(bytes)), world, places: places('/members') };
  }
  const { round, warnings } = await readRound(source, policy);
  warn(warnings);
  const ids = connected === undefined ? [] : await readIds(connected);
  const tied = ids.map(({ line }, k): Places[number] => [`/connected/${k}`, `${connected!}:${line}`]);
  const organisation = await placed([...tied, ...OPTIONS, ['/people', `${source}#/people`]], () => organisationOf(round, policy, world, { seed, connected: ids.map(({ id }) => id) }));
  return { organisation, world, places: places('/people') };
}

function isOrganisation(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'format' in document && document.format === ORGANISATION_FORMAT;
}

/** One id on each line that is not empty. */
async function readIds(file: string): Promise<readonly { readonly id: string; readonly line: number }[]> {
  const text = new TextDecoder().decode(await readDocumentFile(file));
  return text.split('\n').map((id, k) => ({ id: id.trim(), line: k + 1 })).filter(({ id }) => id !== '');
}

/** The same problems at the files and options in which they are. */
async function placed<T>(places: Places, make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    throw MeritError.of(error.issues.map((issue) => {
      const found = places.find(([start]) => issue.path === start || issue.path.startsWith(`${start}/`));
      if (!found) return issue;
      const [start, place] = found;
      return { ...issue, path: place.includes('#') ? place + issue.path.slice(start.length) : place };
    }));
  }
}

async function writeFiles(comparison: Comparison, { report, csv }: SimulateFlags, locale: Locale, wrote: (file: string) => void): Promise<void> {
  const files: (readonly [string, string])[] = [];
  if (report !== undefined) files.push([report, comparisonReport(comparison, { locale })]);
  if (csv !== undefined) {
    await mkdir(csv, { recursive: true }).catch(() => {
      throw new MeritError('E_FILE', 'the folder cannot be made', { path: csv });
    });
    for (const [name, text] of Object.entries(comparisonCsv(comparison, { locale }))) files.push([join(csv, name), text]);
  }
  for (const [file, text] of files) {
    await writeFileAtomic(file, text);
    wrote(file);
  }
}
