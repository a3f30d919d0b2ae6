import { html, type Markup } from '../html.js';
import { tooFew } from './null-picture.js';
import { at, line, mark, OTHER, SOFT, text, TIED, type Picture, type Studio } from './picture.js';

const [LEFT, RIGHT, BINS, ROOM] = [20, 700, 34, 120];
const GROUPS = [
  { tied: true, label: 'with-tie' },
  { tied: false, label: 'others' },
  { tied: null, label: 'unknown' },
] as const;

/**
 * Each choice as a mark at the place of the chosen among the eligible by score: a band for those with the tie, one for the others and one for those of whom
 * it is unknown, over the same axis; all in one band where one of these is a number that may not be shown. Marks are piled up side by side so that none covers another; where they are too many, one stands for several.
 */
export function rankPicture(studio: Studio, tie: string): Picture | null {
  const rows = studio.audit.ranks.filter((row) => row.relative !== null);
  if (rows.length === 0) return null;
  const title = `${studio.label('ranks')}: ${tie}`;
  const width = (RIGHT - LEFT) / BINS;
  const split = GROUPS.map(({ tied, label }) => {
    const piles = Array.from({ length: BINS }, () => 0);
    for (const row of rows) if ((row.ties[tie] ?? null) === tied) piles[Math.min(BINS - 1, Math.floor(row.relative! * BINS))]!++;
    return { tied, label, piles, all: piles.reduce((a, b) => a + b, 0) };
  }).filter(({ all }) => all > 0);
  const apart = !split.some(({ all }) => tooFew(studio, all));
  const groups = apart ? split : [{ tied: null, label: 'unknown' as const, piles: split[0]!.piles.map((_, bin) => split.reduce((sum, { piles }) => sum + piles[bin]!, 0)), all: rows.length }];
  const highest = Math.max(...groups.flatMap(({ piles }) => piles));
  const across = [1, 2, 3, 4].find((n) => Math.ceil(highest / n) * (width / n) <= ROOM) ?? 4;
  const size = width / across;
  const each = Math.max(1, Math.ceil(highest / (across * Math.floor(ROOM / size))));
  let base = 36;
  const bands = groups.map(({ tied, label, piles, all }) => {
    const marks = piles.map((n) => Math.ceil(n / each));
    const tall = Math.ceil(Math.max(...marks) / across) * size;
    base += 30 + tall;
    return html`${text(LEFT, base - tall - 12, `${apart ? studio.label(label) : studio.label('hidden', studio.audit.minimum.cell)}: ${studio.whole(all)} ${studio.words.roles['chosen']!}`, 'start', tied === true ? TIED : tied === false ? OTHER : SOFT, 12)}${marks.map((n, bin) => Array.from({ length: n }, (_, k) => small(LEFT + bin * width + ((k % across) + 0.5) * size, base - (Math.floor(k / across) + 0.5) * size, size, tied)))}${line(LEFT, base + 1, RIGHT, base + 1)}`;
  });
  const foot = base + 18;
  const axis = [text(LEFT, foot, studio.label('best'), 'start', SOFT, 11), text((LEFT + RIGHT) / 2, foot, studio.label('relative-rank'), 'middle', SOFT, 11), text(RIGHT, foot, studio.label('last'), 'end', SOFT, 11)];
  const scale = each > 1 ? text(RIGHT, 36, studio.label('one-mark', each), 'end', SOFT, 11) : null;
  const data = rows.map(({ decision, eligible, rank, skipped, relative, ties }) => ({ decision, eligible, rank, skipped, relative, tie: apart ? (ties[tie] ?? null) : null }));
  const told = `${studio.whole(rows.length)} ${studio.words.roles['chosen']!}; ${studio.label('best')}: ${studio.whole(rows.filter((row) => row.skipped === 0).length)}`;
  return studio.picture(`ranks-${tie}`, title, data, studio.frame(`ranks-${tie}`, title, told, foot + 8, [scale, bands, axis]));
}

function small(x: number, y: number, size: number, tied: boolean | null): Markup {
  const r = size * 0.38;
  if (tied === true) return html`<circle cx="${at(x)}" cy="${at(y)}" r="${at(r)}" fill="${TIED}"/>`;
  if (tied === false) return html`<rect x="${at(x - r)}" y="${at(y - r)}" width="${at(2 * r)}" height="${at(2 * r)}" fill="#fff" stroke="${OTHER}"/>`;
  return size > 9 ? mark(x, y, null) : html`<path d="M${at(x - r)} ${at(y)}h${at(2 * r)}" stroke="${SOFT}"/>`;
}
