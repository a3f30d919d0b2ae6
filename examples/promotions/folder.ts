/** A company's yearly promotions as a round: who would have been promoted in each department on qualification, competence and performance alone. */

export interface PromotionsFolder {
  /** The folder of tables (docs/formats.md, section 2.1), by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** Promotions made in each department, by department in the order of their ids. */
  readonly seats: ReadonlyMap<string, number>;
  /** Ids of the people who were promoted. Nothing in `files` uses them but the number of seats. */
  readonly promoted: ReadonlySet<string>;
}

const NONCE = '51d2c8e07b94af3610e5d97c28b643fa6d01e8b75c3f924a80be16d74f2a93c5'; // policy.json holds its commitment
const SHEET = 'employees.csv';

// never used in merit; is_promoted is what is asked, and the number of trainings and years says nothing that the score does not
const IGNORED = ['region', 'gender', 'recruitment_channel', 'no_of_trainings', 'age', 'length_of_service', 'is_promoted'];

/**
 * The folder for a file with the columns employee_id, department, education, previous_year_rating, KPIs_met, awards_won, avg_training_score and
 * is_promoted. Each department is one position with as many seats as promotions were made in it; nobody holds a seat.
 */
export function promotionsFolder(csvText: string): PromotionsFolder {
  const promoted = new Set<string>();
  const seats = new Map<string, number>();
  for (const { id, department } of promotionsIn(csvText)) {
    promoted.add(id);
    seats.set(department, (seats.get(department) ?? 0) + 1);
  }
  const departments = [...seats.keys()].sort((a, b) => (a < b ? -1 : 1)).map((name) => ({ name, id: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'), seats: seats.get(name) ?? 0 }));

  const column = (attribute: string): object => ({ attribute, source: 'FILE', empty: 'unknown' });
  const round = {
    format: 'meritra/round-folder/0',
    id: 'promotions-by-department',
    title: 'Promotions by department',
    asOf: '2020-12-31',
    scope: { positions: 'all', people: 'all' },
    delimiter: ',',
    reveals: [{ party: 'works-council', nonce: NONCE }],
    sheets: [
      { file: 'departments.csv', about: 'position', id: 'position', columns: { promotesFrom: { attribute: 'promotesFrom' } } },
      {
        file: SHEET,
        about: 'person',
        id: 'employee_id',
        adds: true,
        columns: {
          department: column('department'),
          education: column('education'),
          avg_training_score: column('trainingScore'),
          previous_year_rating: column('rating'),
          'KPIs_met _greaterthan_80percent': column('kpisMet'),
          awards_won: column('awards'),
        },
        ignore: IGNORED,
      },
    ],
  };
  const lines = (...all: readonly (readonly (string | number)[])[]): string => all.map((cells) => `${cells.join(',')}\n`).join('');
  return {
    files: {
      'round.json': `${JSON.stringify(round, null, 2)}\n`,
      'sources.csv': lines(['id', 'title', 'date'], ['FILE', 'The file of the personnel department', '2020-12-31']),
      'units.csv': lines(['id', 'name'], ['company', 'The company']),
      'positions.csv': lines(['id', 'title', 'unit', 'level', 'seats'], ...departments.map((d) => [d.id, `Promotion in ${d.name}`, 'company', 'PROMOTED', d.seats])),
      'departments.csv': lines(['position', 'promotesFrom'], ...departments.map((d) => [d.id, d.name])),
      [SHEET]: csvText,
    },
    seats: new Map(departments.map((d) => [d.name, d.seats])),
    promoted,
  };
}

/** Who was promoted, and where. Lines are split at commas: a quoted cell is refused here, though the library itself reads it. */
function promotionsIn(csvText: string): { id: string; department: string }[] {
  if (csvText.includes('"')) throw new Error('quoted cells are not expected in this file');
  const [header = [], ...rows] = csvText.split(/\r?\n/).filter((line) => line !== '').map((line) => line.split(','));
  const [id, department, answer] = ['employee_id', 'department', 'is_promoted'].map((name) => header.indexOf(name)) as [number, number, number];
  return rows.filter((row) => row[answer] === '1').map((row) => ({ id: row[id] ?? '', department: row[department] ?? '' }));
}
