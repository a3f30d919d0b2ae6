import { line, legend, mark, SOFT, text, WIDTH, type Picture, type Studio } from './picture.js';

const [LEFT, RIGHT] = [20, 700];
const BINS = 60;

/** Each choice as a mark at the place of the chosen among the eligible by score, those with the tie apart from the others; marks that would cover each other are piled up. */
export function rankPicture(studio: Studio, tie: string): Picture | null {
  const rows = studio.audit.ranks.filter((row) => row.relative !== null);
  if (rows.length === 0) return null;
  const title = `${studio.label('ranks')}: ${tie}`;
  const piles = new Map<number, number>();
  const deepest = new Map<number, number>();
  const placed = [...rows].sort((a, b) => order(a.ties[tie]) - order(b.ties[tie])).map((row) => {
    const bin = Math.min(BINS - 1, Math.floor(row.relative! * BINS));
    const height = piles.get(bin) ?? 0;
    piles.set(bin, height + 1);
    deepest.set(bin, height);
    return { row, bin, height };
  });
  const most = Math.max(...piles.values());
  const pitch = Math.min(11, 180 / most);
  const base = 52 + most * pitch;
  const x = (bin: number): number => LEFT + ((bin + 0.5) / BINS) * (RIGHT - LEFT);
  const marks = placed.map(({ row, bin, height }) => mark(x(bin), base - 6 - height * pitch, row.ties[tie] ?? null));
  const axis = [line(LEFT, base + 2, RIGHT, base + 2, '#1c252e'), text(LEFT, base + 18, studio.label('best'), 'start', SOFT, 11), text(WIDTH / 2, base + 18, studio.label('relative-rank'), 'middle', SOFT, 11), text(RIGHT, base + 18, studio.label('last'), 'end', SOFT, 11)];
  const data = rows.map(({ decision, eligible, rank, skipped, relative, ties }) => ({ decision, eligible, rank, skipped, relative, tie: ties[tie] ?? null }));
  const told = `${studio.whole(rows.length)} ${studio.label('decisions')}; ${studio.label('best')}: ${studio.whole(rows.filter((row) => row.skipped === 0).length)}`;
  return studio.picture(`ranks-${tie}`, title, data, studio.frame(`ranks-${tie}`, title, told, base + 28, [legend(studio, LEFT, 36, rows.some((row) => (row.ties[tie] ?? null) === null)), marks, axis]));
}

const order = (tie: boolean | null | undefined): number => (tie === true ? 0 : tie === false ? 1 : 2);
