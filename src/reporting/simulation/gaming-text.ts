import type { Fired, GamingRow, GamingTest } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import { Easel } from '../picture.js';
import { terminalLine } from '../terminal-text.js';
import { columnsOf } from './columns.js';
import { gamingWords } from './gaming-words.js';
import { shortNames } from './studio.js';

/**
 * A gaming test for a terminal, attack by attack: what it brings and costs under each policy with intervals, and the sign that shows it with its hits and its false
 * alarms, or that none does. No colour codes; names cannot steer the terminal.
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
    const rows = test.rows.filter((row) => row.attack === attack).map((row) => {
      const signal = row.signals.find((one) => one.signal === row.shown);
      return [
        words.strengths[row.strength] ?? row.strength, names.get(row.policy) ?? row.policy, estimate(row.gain, 2), estimate(row.lost, 1),
        signal === undefined ? words.none : words.rates(words.signals[signal.signal], rate(signal.attacked), rate(signal.honest)),
      ];
    });
    lines.push('', `${name}: ${what}`, ...columnsOf([['', '', words.gain, words.lost, words.sign], ...rows.map((row, k) => (k > 0 && rows[k - 1]![0] === row[0] ? ['', ...row.slice(1)] : row))]));
  }
  lines.push('', words.reads(easel.level(test.confidence)), words.cannot);
  return `${lines.map((line) => terminalLine(line).trimEnd()).join('\n')}\n`;
}
