/** The figures that the notebooks on public lists print, counted again from the files by plain loops: nothing of examples/audit is used. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly outputs?: readonly { readonly data?: Readonly<Record<string, string | readonly string[]>> }[] }[];
}

/** What each code cell shows, in each form. */
function shown(name: string): { readonly text: string; readonly svg: string; readonly all: string }[] {
  const { cells } = JSON.parse(readFileSync(`examples/notebooks/${name}.ipynb`, 'utf8')) as Notebook;
  return cells.filter(({ cell_type }) => cell_type === 'code').map(({ outputs = [] }) => {
    const form = (mime: string): string => [outputs[0]?.data?.[mime] ?? ''].flat().join('');
    return { text: form('text/plain'), svg: form('image/svg+xml'), all: JSON.stringify(outputs) };
  });
}

/** The rows of a table that was printed as text, its head included; what has no cell is no row. */
function tableWith(name: string, head: string): string[][] {
  const cell = shown(name).find(({ text }) => text.split('\n')[0]!.includes(head));
  if (!cell) throw new Error(`no table with ${head}`);
  return cell.text.split('\n').map((row) => row.trim().split(/ {2,}/)).filter((row) => row.length > 1);
}

/** Records of a plain CSV file; a comma in quotes is text. */
function read(path: string): Record<string, string>[] {
  const fields = (line: string): string[] => {
    const cells: string[] = [''];
    let quoted = false;
    for (const character of line) {
      if (character === '"') quoted = !quoted;
      else if (character === ',' && !quoted) cells.push('');
      else cells[cells.length - 1] += character;
    }
    return cells;
  };
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = fields(head!);
  return lines.map((line) => Object.fromEntries(fields(line).map((cell, k) => [names[k]!, cell])));
}

const n = (count: number): string => count.toLocaleString('en');
const percent = (share: number, decimals = 1): string => `${(100 * share).toFixed(decimals)} %`;
/** Whether some of a group, or the rest of it, are from 1 to 4: not shown. */
const small = (some: number, whole: number): boolean => (some > 0 && some < 5) || (whole - some > 0 && whole - some < 5);

const LISTS = resolve('../shared/data/real/slas_panel_pseudonymised.csv');
const MOVES = resolve('../shared/data/real/chicago_title_moves.csv');

describe.each([['seniority', 3], ['title-changes', 3]])('examples/notebooks/%s.ipynb', (name, pictures) => {
  it('is small, every cell shows one thing, and nothing of one person', () => {
    expect(statSync(`examples/notebooks/${name}.ipynb`).size).toBeLessThan(300_000);
    const cells = shown(name);
    for (const { all } of cells) {
      expect(all).toMatch(/text\/plain/);
      expect(all).not.toMatch(/C\d{6}|officer-\d|mover-\d|job-\d|P-\d{4}|F-\d{4}|NaN|undefined|Infinity/);
    }
    expect(cells.filter(({ svg }) => /^<svg [^]*<\/svg>$/.test(svg))).toHaveLength(pictures);
  });
});

describe('seniority.ipynb prints what the lists hold', () => {
  const reason = existsSync(LISTS) ? undefined : `${LISTS} is not here`;
  if (reason) console.log(`skipped: the figures of seniority.ipynb are not counted again, ${reason}`);
  const rows = reason ? [] : read(LISTS);
  const times = new Map<string, number>();
  for (const row of rows) times.set(`${row['officer']} ${row['as_at']}`, (times.get(`${row['officer']} ${row['as_at']}`) ?? 0) + 1);
  const twice = new Set([...times].filter(([, count]) => count > 1).map(([key]) => key.split(' ')[0]!));
  const kept = rows.filter((row) => !twice.has(row['officer']!));
  const on = new Map(kept.map((row) => [`${row['officer']} ${row['as_at']}`, row]));
  const next = (row: Record<string, string>): Record<string, string> | undefined => on.get(`${row['officer']} ${Number(row['as_at']) + 1}`);
  const years = [2021, 2022, 2023, 2024, 2025];

  it.skipIf(reason)('officers and workplaces of each list, and numbers that stand twice', () => {
    const printed = tableWith('seniority', 'workplaces');
    for (const [k, year] of [...years, 2026].entries()) {
      const here = kept.filter((row) => row['as_at'] === String(year));
      expect(printed[k + 1]!.slice(0, 3)).toEqual([String(year), n(here.length), n(new Set(here.map((row) => row['workplace_id'])).size)]);
    }
    expect(shown('seniority')[1]!.text).toContain(`${n(rows.length)} rows, ${n(new Set(kept.map((row) => row['officer'])).size)} officers; left out: ${twice.size} numbers`);
  });

  it.skipIf(reason)('signs to look at in the strip: grades that do not follow each other on two lists in a row', () => {
    const order = ['III', 'II', 'I', 'SP'];
    let signs = 0;
    for (const row of kept) {
      const after = next(row);
      if (!after) continue;
      const up = order.indexOf(after['grade']!) - order.indexOf(row['grade']!);
      if (up > 1 || up < 0) signs++;
    }
    expect(shown('seniority')[0]!.text).toContain(`rules not met: 0; signs to look at: ${signs}`);
  });

  it.skipIf(reason)('promoted, stayed, passed, dated level later, reversed pairs', () => {
    const printed = tableWith('seniority', 'dated level later').slice(1);
    const expected: (string | undefined)[][] = [];
    for (const [from, to] of [['III', 'II'], ['II', 'I'], ['I', 'SP']] as const) {
      const dated = (row: Record<string, string>): number => {
        let last = Infinity;
        for (let year = 2021; year <= 2026; year++) {
          const stated = on.get(`${row['officer']} ${year}`)?.[`year_to_${to}`];
          if (stated) last = Number(stated);
        }
        return last;
      };
      for (const year of years) {
        const here = kept.filter((row) => row['as_at'] === String(year) && row['grade'] === from);
        const up = here.filter((row) => next(row)?.['grade'] === to).map((row) => ({ place: Number(row['seniority']), dated: dated(row) }));
        const stay = here.filter((row) => next(row)?.['grade'] === from).map((row) => ({ place: Number(row['seniority']), dated: dated(row) }));
        let [reversed, passed, level] = [0, 0, 0];
        for (const s of stay) {
          const below = up.filter((p) => p.place > s.place);
          reversed += below.length;
          if (below.length === 0) continue;
          passed++;
          if (below.every((p) => !(p.dated < s.dated))) level++;
        }
        const later = year === 2025 ? 'not known yet' : small(level, passed) ? '·' : n(level);
        expected.push([`${from} to ${to}`, `${year}→${String(year + 1).slice(2)}`, n(up.length), n(stay.length), n(passed), later, percent(reversed / (up.length * stay.length))]);
      }
    }
    expect(printed.map((row) => row.slice(0, 7))).toEqual(expected);
  });

  const workplaces = new Set(kept.map((row) => `${row['as_at']} ${row['workplace_id']}`));
  const moved = (row: Record<string, string>, after: Record<string, string>, firm: boolean): boolean =>
    row['workplace_id'] !== after['workplace_id'] && (!firm || (workplaces.has(`${after['as_at']} ${row['workplace_id']}`) && workplaces.has(`${row['as_at']} ${after['workplace_id']}`)));

  it.skipIf(reason)('stays that began with a move, followed year by year', () => {
    const expected: string[][] = [];
    for (const firm of [false, true]) {
      let left = 1;
      for (let age = 1; age <= 4; age++) {
        let [risk, ended] = [0, 0];
        for (const start of kept) { // the list before the move with which the stay began
          let row = next(start);
          if (!row || !moved(start, row, firm)) continue;
          let whole = true;
          for (let k = 1; k < age && whole; k++) {
            const after: Record<string, string> | undefined = next(row);
            whole = after !== undefined && !moved(row, after, firm);
            if (after) row = after;
          }
          const after = next(row);
          if (!whole || !after) continue;
          risk++;
          if (moved(row, after, firm)) ended++;
        }
        left *= 1 - ended / risk;
        expected.push([firm ? 'firm' : 'any', String(age), n(risk), n(ended), percent(ended / risk), percent(left)]);
      }
    }
    expect(tableWith('seniority', 'stays followed').slice(1).map((row) => [...row.slice(0, 5), row.at(-1)])).toEqual(expected);
  });

  it.skipIf(reason)('moves by grade and year, and of those promoted and those who stayed', () => {
    const both = (grade: string, year: number): [Record<string, string>, Record<string, string>][] => kept.flatMap((row) => {
      const after = next(row);
      return row['grade'] === grade && row['as_at'] === String(year) && after ? [[row, after]] : [];
    });
    const share = (pairs: [Record<string, string>, Record<string, string>][], firm: boolean): number => pairs.filter(([row, after]) => moved(row, after, firm)).length / pairs.length;
    expect(tableWith('seniority', '2021→22').slice(1)).toEqual(['III', 'II', 'I', 'SP'].map((grade) => [grade, ...years.map((year) => `${percent(share(both(grade, year), true), 0)} to ${percent(share(both(grade, year), false), 0)}`)]));
    const expected = ['III', 'II', 'I'].flatMap((grade, g) => [true, false].map((firm) => {
      const all = years.flatMap((year) => both(grade, year));
      return [grade, firm ? 'firm' : 'any', percent(share(all.filter(([, after]) => after['grade'] === ['II', 'I', 'SP'][g]), firm)), percent(share(all.filter(([, after]) => after['grade'] === grade), firm))];
    }));
    expect(tableWith('seniority', 'promoted who moved').slice(1).map((row) => row.slice(0, 4))).toEqual(expected);
  });
});

describe('title-changes.ipynb prints what the rosters hold', () => {
  const reason = existsSync(MOVES) ? undefined : `${MOVES} is not here`;
  if (reason) console.log(`skipped: the figures of title-changes.ipynb are not counted again, ${reason}`);
  /** The departments' later names, written down a second time, by the least letters that tell them apart. */
  const LATER: readonly (readonly [starts: string, later: string])[] = [
    ['ADMIN', 'DEPT OF ADMINISTRATIVE HEARING'], ['ANIM', 'COMM ANIMAL CARE AND CONTROL'], ['AVI', 'DEPARTMENT OF AVIATION'], ['BOARD OF EL', 'BOARD OF ELECTION COMMISSIONER'], ['BUDG', 'OFFICE OF BUDGET & MANAGEMENT'],
    ['BUI', 'DEPT OF BUILDINGS'], ['BUSI', 'BUS AFFAIRS AND CONSUMER PROT'], ['COMMUNITY', 'DEPARTMENT OF PLANNING AND DEVELOPMENT'], ['CUL', 'DEPT OF CULTURAL AFFAIRS'], ['DISAB', 'MAYORS OFFICE-DISABILITIES'], ['DoIT', 'DAIS'],
    ['FAM', 'FAMILY AND SUPPORT SERVICES'], ['FIN', 'DEPARTMENT OF FINANCE'], ['FIRE', 'FIRE DEPARTMENT'], ['GEN', 'DAIS'], ['HEA', 'DEPARTMENT OF PUBLIC HEALTH'], ['HOU', 'DEPT OF HOUSING'], ['HUMAN REL', 'COMMISSION ON HUMAN RELATIONS'],
    ['HUMAN RES', 'DEPARTMENT OF HUMAN RESOURCES'], ['INSP', 'IG'], ['LAW', 'DEPARTMENT OF LAW'], ['MAYOR', 'OFFICE OF THE MAYOR'], ['OEMC', 'OFFICE OF EMERGENCY MANAGEMENT'], ['PROC', 'DEPARTMENT OF PROCUREMENT SERV'],
    ['PUBLIC LIB', 'CHICAGO PUBLIC LIBRARY'], ['STREETS', 'DEPT STREETS AND SANITATION'], ['TRANSP', 'CHICAGO DEPT OF TRANSPORTATION'], ['TREAS', 'CITY TREASURER'], ['WATER', 'DEPT OF WATER MANAGEMENT'],
  ];
  const base = (title: string): string => {
    let short = title.split('(')[0]!.split('/ FLD')[0]!.split(' / FLD')[0]!.trim();
    for (const end of ['- HOURLY', '-HOURLY', '- APPRENTICE', '-APPRENTICE']) if (short.endsWith(end)) short = short.slice(0, -end.length).trim();
    const words = short.split(' ');
    if (['I', 'II', 'III', 'IV', 'V', 'VI', 'VII'].includes(words.at(-1)!)) words.pop();
    return words.join(' ');
  };
  const moves = (reason ? [] : read(MOVES)).map((row) => {
    const earlier = row['department_earlier']!;
    const department = earlier === 'POLICE' ? 'DEPARTMENT OF POLICE' : (LATER.find(([starts]) => earlier.startsWith(starts))?.[1] ?? earlier);
    const pay = [row['salary_earlier'], row['salary_later']].map((cell) => (cell ? Number(cell) : null));
    const inside = department === row['department_later'];
    return {
      from: `${department}: ${row['title_earlier']}`, to: `${row['department_later']}: ${row['title_later']}`, inside,
      step: inside && base(row['title_earlier']!) === base(row['title_later']!),
      change: pay[0] !== null && pay[1] !== null ? pay[1]! / pay[0]! - 1 : null,
    };
  });
  const lower = moves.filter(({ change }) => change !== null && change < 0);
  const count = <T>(list: readonly T[]): Map<T, number> => {
    const counts = new Map<T, number>();
    for (const item of list) counts.set(item, (counts.get(item) ?? 0) + 1);
    return counts;
  };

  it.skipIf(reason)('what the file holds', () => {
    const printed = Object.fromEntries(tableWith('title-changes', 'of all moves').slice(1).map((row) => [row[0], row[1]]));
    const [left, taken] = [count(moves.map(({ from }) => from)), count(moves.map(({ to }) => to))];
    expect(printed).toEqual({
      'moves': n(moves.length), 'within a department': n(moves.filter(({ inside }) => inside).length), 'of these a step of the same title': n(moves.filter(({ step }) => step).length),
      'to another department': n(moves.filter(({ inside }) => !inside).length), 'of these with lower pay': n(lower.filter(({ inside }) => !inside).length),
      'yearly pay known on both rosters': n(moves.filter(({ change }) => change !== null).length), 'jobs that a mover left': n(left.size), 'jobs that a mover took': n(taken.size),
      'jobs both left and taken': n([...left.keys()].filter((job) => taken.has(job)).length),
    });
  });

  it.skipIf(reason)('seats opened: what each job took beyond what it lost, in each of the five ways; moves per opened seat within a hundredth of their quotient', () => {
    const printed = tableWith('title-changes', 'seats opened').slice(1);
    const views = [moves, moves.filter(({ step }) => !step), moves.filter(({ inside }) => inside), moves.filter(({ inside, step }) => inside && !step), moves.filter(({ inside, change }) => inside || change === null || change >= 0)];
    expect(printed).toHaveLength(views.length);
    views.forEach((kept, k) => {
      const [left, taken] = [count(kept.map(({ from }) => from)), count(kept.map(({ to }) => to))];
      let opened = 0;
      for (const [job, came] of taken) opened += Math.max(0, came - (left.get(job) ?? 0));
      expect(printed[k]!.slice(1, 3)).toEqual([n(kept.length), n(opened)]);
      expect(Math.abs(Number(printed[k]![3]) - kept.length / opened)).toBeLessThan(0.01);
    });
  });

  it.skipIf(reason)('chains by length add up to the seats opened and the moves made', () => {
    const { text } = shown('title-changes').find(({ text: words }) => words.startsWith('Chains of vacancies'))!;
    for (const [view, seats] of [['all moves', 2851], ['without steps of a title', 2191]] as const) {
      const means = [...text.split('\n').find((row) => row.startsWith(`${view}:`))!.matchAll(/(?:\d|more): ([\d,]+) \(/g)].map(([, value]) => Number(value!.replace(',', '')));
      expect(Math.abs(means.reduce((sum, value) => sum + value, 0) - seats)).toBeLessThan(means.length / 2 + 0.01); // each is rounded
    }
  });

  it.skipIf(reason)('the jobs with the most links', () => {
    const kept = moves.filter(({ step }) => !step);
    const [left, taken] = [count(kept.map(({ from }) => from)), count(kept.map(({ to }) => to))];
    const links = [...left].map(([job, gone]) => ({ job, gone, came: taken.get(job) ?? 0 })).sort((a, b) => Math.min(b.gone, b.came) - Math.min(a.gone, a.came) || (a.job < b.job ? -1 : 1));
    expect(tableWith('title-changes', 'linked').slice(1)).toEqual(links.slice(0, 15).map(({ job, gone, came }) => [job, n(gone), n(came), n(Math.min(gone, came))]));
  });

  it.skipIf(reason)('changes of pay by kind of move, and how many are lower', () => {
    const paid = moves.flatMap(({ change, ...move }) => (change === null ? [] : [{ ...move, change }]));
    const kinds = [paid.filter(({ step }) => step), paid.filter(({ inside, step }) => inside && !step), paid.filter(({ inside }) => !inside)];
    const printed = tableWith('title-changes', 'kind of move').slice(1);
    kinds.forEach((of, k) => {
      const changes = of.map(({ change }) => change).sort((a, b) => a - b);
      const signed = [0.1, 0.5, 0.9].map((q) => changes[Math.floor(q * (changes.length - 1))]!).map((change) => `${change < 0 ? '−' : '+'}${Math.abs(100 * change).toFixed(1)} %`);
      expect(printed[k]!.slice(1)).toEqual([n(of.length), ...signed]);
    });
    const groups = [false, true].map((inside) => [paid.filter((move) => move.inside === inside).length, lower.filter((move) => move.inside === inside).length] as const);
    expect(tableWith('title-changes', 'with lower pay').slice(1).map((row) => row.slice(1, 4))).toEqual(groups.map(([of, falls]) => [n(of), n(falls), percent(falls / of)]));
  });
});
