import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CITY_RULES, FACTS, FAVOUR, KIN, SEED, world } from '../../examples/audit/planted.js';
import { promotionsFolder } from '../../examples/promotions/folder.js';
import { audit } from '../../src/audit.js';
import { explain, parseFolder, propose, seal } from '../../src/index.js';

const FOLDER = 'examples/notebooks';
const DATA = resolve('../shared/data/real/av_hr_promotion_train.csv');
const ALL = readdirSync(FOLDER).filter((name) => name.endsWith('.ipynb'));
/** Notebooks that open with the strip of an audit, in five lines. */
const AUDITS = ALL.filter((name) => name !== 'past-promotions.ipynb');
const MIMES = ['text/plain', 'text/html', 'image/svg+xml'];

interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
}
interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly Output[];
}

const codeOf = (path: string): Cell[] => (JSON.parse(readFileSync(path, 'utf8')) as { cells: Cell[] }).cells.filter((cell) => cell.cell_type === 'code');
const shown = (output: Output | undefined, mime: string): string => [output?.data?.[mime] ?? ''].flat().join('');
const outputsOf = (path: string): Output[][] => codeOf(path).map(({ outputs }) => [...(outputs ?? [])]);
const everything = (outputs: readonly Output[]): string => outputs.flatMap((output) => MIMES.map((mime) => shown(output, mime))).join('\n');
const committed = (name: string): Output[][] => outputsOf(join(FOLDER, name));

const temp = mkdtempSync(join(tmpdir(), 'meritra-notebooks-'));
afterAll(() => rmSync(temp, { recursive: true, force: true }));

describe('every notebook', () => {
  // without the data only the invented city can be run
  const names = existsSync(DATA) ? ALL : ['planted-favour.ipynb'];
  let reason: string | undefined;
  beforeAll(() => {
    const { status, stdout, stderr } = spawnSync('scripts/notebooks/run', ['--to', temp, ...names], { encoding: 'utf8' });
    if (status === 3) reason = stdout.trim();
    else if (status !== 0) throw new Error(stdout + stderr);
  }, 600_000);

  it.for(ALL)('%s, run by a Deno kernel on the built package, shows in every cell what is committed', (name, context) => {
    const why = reason ?? (names.includes(name) ? undefined : `${DATA} is not here`);
    if (why !== undefined) {
      console.log(`skipped: ${name} is not run: ${why}`);
      return context.skip(why);
    }
    const now = outputsOf(join(temp, name));
    for (const mime of MIMES) {
      expect(now.map((cell) => cell.map((output) => shown(output, mime))), 'the committed notebook is stale: scripts/notebooks/run').toEqual(committed(name).map((cell) => cell.map((output) => shown(output, mime))));
    }
  });

  it.each(ALL)('%s is small, each cell of code shows one thing, and each drawing is whole', (name) => {
    expect(statSync(join(FOLDER, name)).size).toBeLessThan(400_000);
    for (const { metadata, outputs = [] } of codeOf(join(FOLDER, name))) {
      expect(outputs.map(({ output_type }) => output_type)).toEqual(metadata.tags?.includes('silent') ? [] : [expect.stringMatching(/^(?:display_data|execute_result)$/)]);
      for (const output of outputs) {
        const svg = shown(output, 'image/svg+xml');
        if (svg !== '') expect(svg).toMatch(/^<svg (?:(?!NaN|undefined|Infinity)[^])*<\/svg>$/);
        expect(everything([output])).not.toMatch(/\bNaN\b|\bundefined\b|\[object/);
      }
    }
  });

  it.each(AUDITS)('%s opens with five lines of code that give the strip', (name) => {
    const [first] = codeOf(join(FOLDER, name));
    expect([first!.source].flat().join('').split('\n').length).toBeLessThanOrEqual(5);
    expect(shown(first!.outputs![0], 'image/svg+xml')).toContain('What it stands on');
  });

  it.each(ALL)('%s accuses nobody', (name) => {
    expect(everything(committed(name).flat())).not.toMatch(/guilt|culprit|corrupt|nepot|favourit|fraud|cheat|crime|bribe|illegal/i);
  });
});

describe('past-promotions.ipynb', () => {
  it('names nobody', () => {
    // ids are numbers of up to five digits; counts from a thousand on have a comma, so a bare one of four digits would be an id
    for (const [output] of committed('past-promotions.ipynb').slice(1)) expect(shown(output, 'text/plain').replace(/sha256:\w+/, '')).not.toMatch(/\d{4}/);
  });

  it.skipIf(!existsSync(DATA))('has figures that Node computes too', async () => {
    const outputs = committed('past-promotions.ipynb');
    expect(outputs.flat().filter((output) => shown(output, 'image/svg+xml') !== '')).toHaveLength(3);
    const table = shown(outputs[2]?.[0], 'text/plain').split('\n').slice(1, -1).map((line) => line.split(/ {2,}/).slice(0, 8));
    expect(table).toEqual(await departments());
  });
});

describe('referred.ipynb', () => {
  const text = committed('referred.ipynb').flat().map((output) => `${shown(output, 'text/plain')}\n${shown(output, 'text/html')}`).join('\n');

  it('names nobody, and never says that an effect vanishes', () => {
    expect(text).not.toMatch(/(?<![.\d,])\d{4,}/);
    expect(readFileSync(join(FOLDER, 'referred.ipynb'), 'utf8')).not.toMatch(/vanish|disappear/i);
  });

  it.skipIf(!existsSync(DATA))('shows the whole ladder, and ratios that plain loops over the sheet give too', () => {
    const rows = readFileSync(DATA, 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','));
    // Mantel-Haenszel: sum of ad/n over sum of bc/n
    const ratio = (columns: readonly number[], of: (row: readonly string[]) => boolean): string => {
      const strata = new Map<string, [number, number, number, number]>();
      for (const row of rows.filter(of)) {
        const key = columns.map((c) => (c === 12 ? String([50, 60, 70, 80].filter((edge) => Number(row[c]) > edge).length) : row[c])).join('|');
        const cells = strata.get(key) ?? [0, 0, 0, 0];
        cells[(row[5] === 'referred' ? 0 : 2) + (row[13] === '1' ? 0 : 1)]!++;
        strata.set(key, cells);
      }
      let [above, below] = [0, 0];
      for (const [a, b, c, d] of strata.values()) [above, below] = [above + (a * d) / (a + b + c + d), below + (b * c) / (a + b + c + d)];
      return (above / below).toFixed(4);
    };
    const sourcing = (row: readonly string[]): boolean => row[5] !== 'other';
    const [department, kpi, rating, awards, score] = [1, 10, 8, 11, 12];
    const rungs = [[], [department], [department, kpi, rating], [department, kpi, rating, awards, score]];
    const ladder = shown(committed('referred.ipynb')[4]![0], 'text/plain').split('\n').slice(1).map((line) => line.split(/ {2,}/).slice(1, 3));
    expect(ladder).toEqual(rungs.flatMap((columns) => [['everybody else', ratio(columns, () => true)], ['sourcing', ratio(columns, sourcing)]]));
    expect(ladder.flat()).toEqual(expect.arrayContaining(['1.4794', '0.9561', '1.4909', '0.9546']));
    const blanks = shown(committed('referred.ipynb').at(-1)![0], 'text/plain').split('\n').slice(1).map((line) => line.split(/ {2,}/)[3]);
    const merit = [department, kpi, rating];
    expect(blanks).toEqual([ratio(merit, sourcing), ratio(merit, (row) => sourcing(row) && row[rating] !== ''), ratio(merit, (row) => sourcing(row) && row[rating] === '')]);
    expect(blanks[1]).toBe('0.9974');
  });
});

describe('planted-favour.ipynb', () => {
  const cells = committed('planted-favour.ipynb');
  const text = (k: number): string => shown(cells[k]?.[0], 'text/plain');

  it('names nobody before the reveal, and there the one person that was asked for', () => {
    const names = /Resident|\bN-\d{4}|\bD-\d\b|(?:OLD|MID|FAR)-\d/;
    expect(everything(cells.slice(0, -1).flat())).not.toMatch(names);
    expect(text(cells.length - 1).match(/Resident \d+/g)).toHaveLength(1);
    expect(text(cells.length - 1)).toMatch(/on record +Inspectorate of Arunika, 2026-02-02, to ask about SK-\d+: P-\d+/);
  });

  it('tells the truth of the list: found, missed, beside and falsely, counted again one by one', async () => {
    const city = world({ seed: SEED, favour: FAVOUR });
    const { findings } = await audit(city.past, { rules: CITY_RULES, ties: KIN });
    const documents = new Map(city.past.roster!.filter((row) => row.decider !== undefined && row.position.startsWith('DIRECT')).map((row) => [row.person, row.document!]));
    const planted = city.planted.flatMap(({ code, decision, person }) => {
      const place = decision === '' ? documents.get(person)! : decision;
      return code === 'late-score-change' ? [[code, place], ['score-after-opening', place]] : [[code, place]];
    });
    const told = findings.filter(({ code, kind }) => kind !== 'effect' && !FACTS.includes(code)).map(({ code, decision, document }) => [code, decision ?? document!]);
    const same = (a: readonly string[]) => (b: readonly string[]) => a[0] === b[0] && a[1] === b[1];
    const table = text(cells.findIndex(([output]) => shown(output, 'text/plain').startsWith('code') && shown(output, 'text/plain').includes('missed'))).split('\n').slice(1).map((line) => line.split(/ {2,}/));
    expect(table.map(([code]) => code)).toEqual([...new Set([...planted, ...told].map(([code]) => code))].sort());
    for (const [code, ...counts] of table) {
      const [put, said] = [planted, told].map((all) => all.filter((one, k) => one[0] === code && all.findIndex(same(one)) === k)) as [string[][], string[][]];
      const found = put.filter((one) => said.some(same(one))).length;
      const elsewhere = said.filter((one) => !put.some(same(one)));
      const beside = elsewhere.filter(([, place]) => planted.some(([, other]) => other === place)).length;
      expect([code, ...counts.map(Number)]).toEqual([code, put.length, found, put.length - found, beside, elsewhere.length - beside]);
      expect(elsewhere.length - beside, 'the text says that nothing is told falsely').toBe(0);
    }
    expect(table.find(([code]) => code === 'tie-effect')!.slice(1, 4), 'the text says that lifted marks are missed').toEqual(['5', '0', '5']);
  }, 60_000);
});

/** The table of departments, counted again: seats, overlap, its expectation by lot, and the merit lost, in hundredths of a point a seat. */
async function departments(): Promise<string[][]> {
  const { files, promoted } = promotionsFolder(readFileSync(DATA, 'utf8'));
  const policy = seal(readFileSync('examples/promotions/policy.json'));
  const { round } = parseFolder(files, policy);
  const proposal = await propose(round, policy);
  const answers = explain(proposal, round, policy);
  const placed = new Map(proposal.certain.seats);
  const grouped = (count: number): string => count.toLocaleString('en');
  return round.positions.map(({ id, seats = 1, attributes }) => {
    const able = answers.eligible(id);
    let [both, low, high] = [0, 0, 0];
    for (const { person, fit } of able) {
      const [named, chosen] = [placed.get(person) === id, promoted.has(person)];
      if (named && chosen) both++;
      if (named) [low, high] = [low + fit.low, high + fit.low];
      if (chosen) [low, high] = [low - fit.low, high - fit.high];
    }
    const points = (units: number): string => (units / seats / 10_000).toFixed(2);
    const share = `${((100 * both) / seats).toFixed(1)} %`;
    return [String(attributes?.['promotesFrom']), grouped(able.length), grouped(seats), grouped(both), share, ((seats * seats) / able.length).toFixed(1), points(low), points(high)];
  });
}
