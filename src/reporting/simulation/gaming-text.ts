import type { Fired, GamingRow, GamingTest } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import { Easel } from '../picture.js';
import { terminalLine } from '../terminal-text.js';
import { columnsOf } from './columns.js';
import { gamingWords } from './words-of.js';
import { shortNames } from './studio.js';

/**
 * A gaming test for a terminal, attack by attack: what it brings and costs under each policy with intervals, and under that every sign that was asked with its hits in
 * attacked and in honest rounds. No colour codes; names cannot steer the terminal.
 */
export function gamingText(test: GamingTest, { locale = 'en' }: { readonly locale?: Locale } = {}): string {
  const words = gamingWords[locale];
  const easel = new Easel(locale, { seed: test.seed, version: test.engine, foot: '' });
  const estimate = (of: GamingRow['gain'], decimals: number): string => (of === null ? '\u2013' : `${easel.decimal(of.mean, decimals)} [${easel.decimal(of.low, decimals)}; ${easel.decimal(of.high, decimals)}]`);
  const rate = ({ fired, of }: Fired): string => `${easel.whole(fired)}/${easel.whole(of)}`;
  const policies = test.policies.map(({ name }) => name);
  const names = new Map(shortNames(policies, 24).map((short, k) => [policies[k]!, short]));
  const lines = [words.title, words.made(easel.whole(test.organisation.seats), easel.whole(test.organisation.people), easel.whole(test.seeds))];
  for (const attack of new Set(test.rows.map((row) => row.attack))) {
    const { name, what } = words.attacks[attack];
    const rows = test.rows.filter((row) => row.attack === attack);
    const table = columnsOf([[words.policy, words.gain, words.lost], ...rows.map((row) => [
      names.get(row.policy) ?? row.policy, `${estimate(row.gain, 2)}${isFewer(test, row) ? ` (${easel.whole(row.runs)})` : ''}`, estimate(row.lost, 1),
    ])]);
    lines.push('', `${name}: ${what}`, `    ${table[0]}`);
    rows.forEach((row, k) => {
      if (k === 0 || rows[k - 1]!.strength !== row.strength) lines.push(`  ${words.strengths[row.strength] ?? row.strength}`);
      const signs = asked(row).map(({ signal, attacked, honest }) => words.rates(words.signals[signal], rate(attacked), rate(honest)));
      lines.push(`    ${table[k + 1]}`, ...(row.gain === null ? [] : signs.length === 0 ? [words.none] : signs).map((sign) => `      ${sign}`));
    });
  }
  const point = test.rows.some(({ gain, lost }) => [gain, lost].some((of) => of !== null && of.low === of.high));
  lines.push('', words.reads(easel.level(test.confidence)), ...(test.rows.some((row) => isFewer(test, row)) ? [words.fewer] : []), ...(point ? [words.noWidth] : []), words.cannot);
  return `${lines.map((line) => terminalLine(line).trimEnd()).join('\n')}\n`;
}

/** Signs that could be asked of any round of the row. */
export const asked = ({ signals }: GamingRow): GamingRow['signals'] => signals.filter(({ attacked, honest }) => attacked.of + honest.of > 0);

const isFewer = ({ seeds }: GamingTest, { gain, runs }: GamingRow): boolean => gain !== null && runs < seeds;
