import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { promotionsFolder } from '../../examples/promotions/folder.js';
import { explain, parseFolder, propose, seal } from '../../src/index.js';

const DATA = resolve('../shared/data/real/av_hr_promotion_train.csv');
const NOTEBOOK = 'examples/notebooks/past-promotions.ipynb';
const DENO = 'deno@2.9.6';

interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
}
interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly outputs?: readonly Output[] }[];
}

const temp = mkdtempSync(join(tmpdir(), 'meritra-notebook-'));
afterAll(() => rmSync(temp, { recursive: true, force: true }));

const outputsOf = (path: string): Output[][] =>
  (JSON.parse(readFileSync(path, 'utf8')) as Notebook).cells.filter((cell) => cell.cell_type === 'code').map((cell) => [...(cell.outputs ?? [])]);
const shown = (output: Output | undefined, mime: string): string => [output?.data?.[mime] ?? ''].flat().join('');
const complete = (cells: readonly (readonly Output[])[]): boolean => cells.slice(1).every((outputs) => outputs.length === 1);

/** Why the notebook cannot be run here, if it cannot; else the kernel stands in `temp`. */
function missing(): string | undefined {
  if (!existsSync(DATA)) return `${DATA} is not here`;
  if (spawnSync('jupyter', ['nbconvert', '--version']).status !== 0) return 'jupyter nbconvert is not installed';
  const kernel = join(temp, 'jupyter', 'kernels', 'deno');
  mkdirSync(kernel, { recursive: true });
  writeFileSync(join(temp, 'package.json'), '{}');
  if (spawnSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', temp, DENO]).status !== 0) return `${DENO} cannot be installed`;
  if (spawnSync(join(temp, 'node_modules', '.bin', 'deno'), ['--version']).status !== 0) return `${DENO} does not start`; // the first start puts the program in its place
  const argv = [join(temp, 'node_modules', 'deno', 'deno'), 'jupyter', '--kernel', '--conn', '{connection_file}'];
  writeFileSync(join(kernel, 'kernel.json'), JSON.stringify({ argv, display_name: 'Deno', language: 'typescript' }));
  return undefined;
}

/** Runs a copy beside which `meritra` is installed as built. An output can be lost on a busy machine, since the kernel says that it is idle too early: then once more. */
function execute(): string {
  const user = join(temp, 'user');
  const modules = join(user, 'node_modules');
  mkdirSync(join(modules, 'meritra'), { recursive: true });
  writeFileSync(join(user, 'package.json'), JSON.stringify({ type: 'module', dependencies: { meritra: pkg.version } }));
  for (const path of ['package.json', 'dist']) cpSync(path, join(modules, 'meritra', path), { recursive: true });
  for (const name of Object.keys(pkg.dependencies)) symlinkSync(resolve('node_modules', name), join(modules, name));
  for (const folder of ['notebooks', 'promotions']) cpSync(join('examples', folder), join(user, 'examples', folder), { recursive: true });
  symlinkSync(resolve('../shared'), join(temp, 'shared'));

  const home = Object.fromEntries(['JUPYTER_DATA_DIR', 'JUPYTER_RUNTIME_DIR', 'JUPYTER_CONFIG_DIR', 'IPYTHONDIR', 'DENO_DIR'].map((name) => [name, join(temp, 'home', name)]));
  const args = ['nbconvert', '--to', 'notebook', '--execute', '--ExecutePreprocessor.timeout=300', '--output', 'executed.ipynb', 'past-promotions.ipynb'];
  const executed = join(user, 'examples', 'notebooks', 'executed.ipynb');
  for (let attempt = 0; attempt < 3 && !(existsSync(executed) && complete(outputsOf(executed))); attempt++) {
    execFileSync('jupyter', args, { cwd: join(user, 'examples', 'notebooks'), env: { ...process.env, ...home, JUPYTER_PATH: join(temp, 'jupyter') }, stdio: 'pipe' });
  }
  return executed;
}

describe('examples/notebooks/past-promotions.ipynb', () => {
  it('is small, and what it shows names nobody', () => {
    expect(statSync(NOTEBOOK).size).toBeLessThan(300_000);
    const outputs = outputsOf(NOTEBOOK);
    expect(complete(outputs)).toBe(true);
    // ids are numbers of up to five digits; counts from a thousand on have a comma, so a bare one of four digits would be an id
    for (const [output] of outputs.slice(1)) expect(shown(output, 'text/plain').replace(/sha256:\w+/, '')).not.toMatch(/\d{4}/);
  });

  it('run by a Deno kernel on the built package, shows in every cell what is committed, and figures that Node computes too', async (context) => {
    const reason = missing();
    if (reason) {
      console.log(`skipped: the notebook is not run, ${reason}`);
      return context.skip(reason);
    }
    if (!existsSync('dist/index.js')) throw new Error('dist is not here: npm run build');
    const outputs = outputsOf(execute());
    expect(outputs.map((cell) => cell.map((output) => output.output_type))).toEqual([[], ...outputs.slice(1).map(() => ['display_data'])]);
    const committed = outputsOf(NOTEBOOK);
    for (const mime of ['text/plain', 'text/html', 'image/svg+xml']) {
      expect(outputs.map(([output]) => shown(output, mime)), 'the committed notebook is stale: run it again').toEqual(committed.map(([output]) => shown(output, mime)));
    }
    const pictures = outputs.flat().map((output) => shown(output, 'image/svg+xml')).filter((svg) => svg !== '');
    expect(pictures).toHaveLength(3);
    for (const svg of pictures) expect(svg).toMatch(/^<svg (?:(?!NaN|undefined|Infinity)[^])*<\/svg>$/);

    const table = shown(outputs[2]?.[0], 'text/plain').split('\n').slice(1, -1).map((line) => line.split(/ {2,}/).slice(0, 8));
    expect(table).toEqual(await departments());
  });
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
