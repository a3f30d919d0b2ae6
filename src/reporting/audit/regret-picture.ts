import { html } from '../html.js';
import { at, INK, line, OTHER, short, SOFT, text, type Picture, type Studio } from './picture.js';
import { ticksOf } from './scale.js';

const [LEFT, RIGHT, ROW, MOST] = [150, 630, 20, 24];

/** By how many points undoing each decision alone would raise the day's total, the most first, and how far all of them together lie below the best possible. */
export function regretPicture(studio: Studio): Picture | null {
  const days = studio.audit.regret.filter((row) => row.because === null);
  const steps = days.flatMap((row) => row.waterfall).filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain || (a.decision < b.decision ? -1 : 1));
  if (days.length === 0) return null;
  const title = studio.label('regret');
  const shown = steps.slice(0, MOST);
  const ticks = ticksOf(0, Math.max(1, ...shown.map(({ gain }) => gain / 10_000)));
  const x = (points: number): number => LEFT + (points / ticks[ticks.length - 1]!) * (RIGHT - LEFT);
  const height = 82 + shown.length * ROW + (steps.length > MOST ? ROW : 0);
  const [loss, room] = days.reduce(([l, r], row) => [l + row.loss, r + row.best - row.worst], [0, 0]);
  const all = `${studio.label('loss')}: ${studio.points(loss)}${room > 0 ? `, ${studio.percent(loss / room)} ${studio.label('share-of-discretion')}` : ''}`;
  const bars = shown.map(({ decision, gain }, k) => {
    const y = 74 + k * ROW;
    return html`${text(LEFT - 8, y + 11, short(decision, 20), 'end', INK, 12)}<rect x="${LEFT}" y="${y}" width="${at(x(gain / 10_000) - LEFT)}" height="14" fill="${OTHER}"/>${text(x(gain / 10_000) + 6, y + 11, studio.points(gain), 'start', SOFT, 12)}`;
  });
  const rest = steps.length > MOST ? text(LEFT, height - 6, studio.label('more', steps.length - MOST), 'start', SOFT, 11) : null;
  const grid = ticks.map((tick) => line(x(tick), 66, x(tick), 72 + shown.length * ROW));
  return studio.picture('regret', title, (steps.length > 0 ? steps : days.flatMap((row) => row.decisions.map((decision) => ({ decision, gain: 0 })))).map(({ decision, gain }) => ({ decision, undone: gain })), studio.frame('regret', title, all, height + 6, [text(0, 36, all, 'start', INK, 12), text(LEFT, 58, studio.label('undone'), 'start', SOFT, 12), grid, bars, rest]));
}
