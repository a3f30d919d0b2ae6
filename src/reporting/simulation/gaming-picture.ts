import type { GamingRow, GamingTest } from '../../simulating/index.js';
import { ticksOf } from '../audit/scale.js';
import { html } from '../html.js';
import type { Locale } from '../locale/index.js';
import { Easel, INK, line, LINE, linesOf, short, SOFT, text, WIDTH, type Picture } from '../picture.js';
import { asked } from './gaming-text.js';
import { gamingWords } from './words-of.js';
import { caption, estimateMark, extent } from './marks.js';
import { along } from './measure-picture.js';
import { fittedNames } from './studio.js';

/** Where the names of strengths end, the gap between policies, the height of a row, and the narrowest column. */
const [NAMES, GAP, ROW, LEAST] = [162, 16, 47, 104] as const;

/**
 * A gaming test in one picture: policies across, attacks and their strengths down; in each field what the attack brings in posts with its interval, all on one scale, and under it how
 * often the sign whose rates differ most fires in attacked and in honest rounds. Policies that do not fit stand in a further row of columns. None where no attack had anybody to favour.
 */
export function gamingPicture(test: GamingTest, { locale = 'en' }: { readonly locale?: Locale } = {}): Picture | null {
  const known = test.rows.filter(({ gain }) => gain !== null);
  if (known.length === 0) return null;
  const words = gamingWords[locale];
  const easel = new Easel(locale, { seed: test.seed, version: test.engine, foot: `${short(test.engine, 30)}, ${words.made(easelOf(locale).whole(test.organisation.seats), easelOf(locale).whole(test.organisation.people), easelOf(locale).whole(test.seeds)).split(';')[0]!}` });
  const told = caption(words.caption(easel.level(test.confidence).replace(' ', '\u00a0')));
  const policies = test.policies.map(({ name }) => name);
  const across = Math.max(1, Math.min(policies.length, Math.floor((WIDTH - NAMES) / (LEAST + GAP))));
  const wide = (WIDTH - NAMES) / across - GAP;
  const names = fittedNames(policies, wide, 12);
  const ticks = ticksOf(...extent([0, ...known.flatMap(({ gain }) => [gain!.low, gain!.high])]));
  const ways = [...new Map(test.rows.map((row) => [JSON.stringify([row.attack, row.strength]), row])).values()];
  const marks: ReturnType<typeof html>[] = [];
  let y = 38 + told.lines * 15 + 14;
  for (let first = 0; first < policies.length; first += across) {
    const block = policies.slice(first, first + across);
    const scales = block.map((_, k) => along(ticks, [NAMES + GAP + k * (wide + GAP), NAMES + k * (wide + GAP) + wide]));
    const top = y + 8;
    block.forEach((_, k) => marks.push(text(NAMES + GAP + k * (wide + GAP), y, names[first + k]!, 'start', INK, 12)));
    y += 14;
    for (const [k, way] of ways.entries()) {
      if (k === 0 || ways[k - 1]!.attack !== way.attack) {
        y += 20;
        marks.push(html`<text x="0" y="${y - 4}" font-size="12" font-weight="600" fill="${INK}">${words.attacks[way.attack].name}</text>`);
      }
      const label = linesOf(words.strengths[way.strength] ?? way.strength, 24);
      marks.push(...label.map((part, n) => text(NAMES - 6, y + 14 + n * 13, part, 'end', INK, 11.5)));
      for (const [p, policy] of block.entries()) {
        const row = test.rows.find((one) => one.policy === policy && one.attack === way.attack && one.strength === way.strength);
        const x = scales[p]!;
        marks.push(line(x(0), y, x(0), y + ROW - 6, LINE));
        if (row?.gain) marks.push(estimateMark(x, y + 9, row.gain, row.gain.low > 0 || row.gain.high < 0 ? 'taste' : 'not-apart'), ...signOf(row).map((part, n) => text(NAMES + GAP + p * (wide + GAP), y + 25 + n * 12, part, 'start', SOFT, 10)));
        else marks.push(text(NAMES + GAP + p * (wide + GAP), y + 13, '\u2013', 'start', SOFT, 11.5));
      }
      y += ROW;
    }
    scales.forEach((x) => [ticks[0]!, 0, ticks[ticks.length - 1]!].forEach((tick, n, all) => {
      if (all.indexOf(tick) === n) marks.push(text(x(tick), y + 10, easel.decimal(tick, 1), 'middle', SOFT, 10));
    }));
    marks.push(line(0, top, WIDTH, top, LINE), line(0, y - 4, WIDTH, y - 4, LINE));
    y += 40;
  }
  const data = test.rows.map(({ attack, strength, policy, runs, gain, lost, shown, signals }) => {
    const sign = signals.find(({ signal }) => signal === shown);
    return { attack, strength, policy, runs, gain: gain?.mean ?? null, low: gain?.low ?? null, high: gain?.high ?? null, lost: lost?.mean ?? null, sign: shown, attacked: sign?.attacked.fired ?? null, attackedOf: sign?.attacked.of ?? null, honest: sign?.honest.fired ?? null, honestOf: sign?.honest.of ?? null };
  });
  const title = `${words.title}: ${words.gain}`;
  const spoken = known.map(({ attack, strength, policy, gain }) => `${words.attacks[attack].name}, ${words.strengths[strength] ?? strength}, ${policy}: ${easel.decimal(gain!.mean)} [${easel.decimal(gain!.low)}; ${easel.decimal(gain!.high)}]`).join('; ');
  return easel.picture('gaming', title, data, easel.frame('gaming', title, spoken, y - 24, [told.markup, marks]));

  function signOf(row: GamingRow): readonly string[] {
    const signs = asked(row);
    const sign = signs.find(({ signal }) => signal === row.shown) ?? signs[0];
    const cut = (name: string): string => fittedNames([name], wide, 10)[0]!;
    return sign ? [cut(words.signals[sign.signal]), `${sign.attacked.fired}/${sign.attacked.of} | ${sign.honest.fired}/${sign.honest.of}`] : [cut(words.none)];
  }
}

const easelOf = (locale: Locale): Easel => new Easel(locale, { seed: 0, version: '', foot: '' });
