/**
 * How organisations are built: which heads stand over whom, and how many parts each has. The numbers of a city are counts from three public lists of city
 * governments (docs/simulating.md says which; names of units are invented, nothing but counts is carried over):
 *
 * - 21 offices, 3 districts, 3 assistants with 8 parts in one city; 30, 4 and 3 with 11 in another: 7 offices to a district and an assistant, 3 parts to an assistant;
 * - 18 wards in 3 districts and 16 in 4: 5 to a district;
 * - a secretariat of 3 sections, then 4 divisions of 3 sections each in the one office that is listed to the bottom, 6 divisions in another; 2 and 3 branches below them.
 *
 * No list of a province, a ministry or a company was at hand: they take what lies within an office from the city, and the rest is chosen, as written there.
 */
export const SHAPES = ['city', 'province', 'ministry', 'company'] as const;
export type Shape = (typeof SHAPES)[number];

/** A unit and the post of its head. `key` is the id of both; `field` is what it works on. */
export interface Head {
  readonly key: string;
  readonly name: string;
  readonly level: string;
  readonly field: string;
}

/** The least that an organisation grows by: a unit with its head and so many sections, each with a head and one post for its staff. */
export interface Cell {
  /** Who stands over it, from the top; the second is the branch it belongs to (the cell itself where there is none). */
  readonly over: readonly Head[];
  readonly head: Head;
  readonly section: string;
  readonly sections: number;
}

/** What is the same for every organisation of a shape. */
export interface ShapeSpec {
  readonly title: string;
  /** Lowest first: staff, heads of sections, heads of cells, and those above. */
  readonly levels: readonly { readonly id: string; readonly label: { readonly en: string; readonly id: string } }[];
  readonly fields: readonly string[];
  /** Cells without end, in the order in which an organisation grows. */
  readonly cells: () => Generator<Cell, never, undefined>;
  /** Seats, where nobody says how many. */
  readonly posts: number;
}

const PUBLIC = ['works', 'health', 'schools', 'finance', 'permits', 'transport', 'environment', 'welfare', 'planning', 'culture', 'administration', 'law'];
const BUSINESS = ['production', 'sales', 'logistics', 'engineering', 'quality', 'purchasing', 'service', 'information', 'administration', 'law'];

const level = (id: string, en: string, words: string) => ({ id, label: { en, id: words } });
const STAFF = level('STAFF', 'Staff', 'Staf');
const OFFICES = [STAFF, level('SECTION', 'Head of section', 'Kepala seksi'), level('DIVISION', 'Head of division', 'Kepala bidang'), level('OFFICE', 'Head of office', 'Kepala kantor')];

/** The k-th of a list that begins again, and its name: `Works`, …, `Works 2`. */
function named(list: readonly string[], k: number): { readonly field: string; readonly name: string } {
  const field = list[k % list.length]!;
  const again = Math.floor(k / list.length);
  const word = field.charAt(0).toUpperCase() + field.slice(1);
  return { field, name: again === 0 ? word : `${word} ${again + 1}` };
}

/** The cells of one office: secretariat first, then divisions, then branches. */
function* office(top: Head, head: Head, divisions: number, branches: number): Generator<Cell, void, undefined> {
  const over = [top, head];
  const part = (key: string, name: string, field: string): Head => ({ key: `${head.key}-${key}`, name: `${name}, ${head.name}`, level: 'DIVISION', field });
  yield { over, head: part('SEC', 'Secretariat', 'administration'), section: 'Subdivision', sections: 3 };
  for (let d = 1; d <= divisions; d++) yield { over, head: part(`D${d}`, `Division ${d}`, head.field), section: 'Section', sections: 3 };
  for (let b = 1; b <= branches; b++) yield { over, head: part(`B${b}`, `Branch ${b}`, head.field), section: 'Section', sections: 2 };
}

/** Offices under a secretary with assistants, seven to an assistant, with so many branches in turn; a district for every seven where there are districts. */
function* government(title: string, districts: boolean, branches: readonly number[]): Generator<Cell, never, undefined> {
  const top: Head = { key: 'TOP', name: title, level: 'OFFICE', field: 'administration' };
  let built = 0;
  for (let k = 1; ; k++) {
    const assistant: Head = { key: `A${k}`, name: `Assistant ${k}`, level: 'OFFICE', field: 'administration' };
    for (const [p, field] of ['administration', 'law', 'planning'].entries()) {
      yield { over: [top, assistant], head: { key: `A${k}-P${p + 1}`, name: `Part ${p + 1}, Assistant ${k}`, level: 'DIVISION', field }, section: 'Subdivision', sections: 3 };
    }
    for (let o = 1; o <= 7; o++, built++) {
      const { field, name } = named(PUBLIC.slice(0, 10), built);
      yield* office(top, { key: `O${built + 1}`, name: `Office of ${name}`, level: 'OFFICE', field }, [4, 5, 6][built % 3]!, branches[built % branches.length]!);
      // After the second office, so that a small city has one too.
      if (o === 2 && districts) yield { over: [top], head: { key: `K${k}`, name: `District ${k}`, level: 'DIVISION', field: 'administration' }, section: 'Ward', sections: 4 + (k % 3) };
    }
  }
}

/** Chosen: a general directorate has a secretariat and four directorates of four subdirectorates with two sections, and two regional offices of three with two. */
function* ministry(): Generator<Cell, never, undefined> {
  const top: Head = { key: 'TOP', name: 'General Secretariat', level: 'GENERAL', field: 'administration' };
  for (let k = 0; ; k++) {
    const { field, name } = named(PUBLIC.slice(0, 10), k);
    const general: Head = { key: `G${k + 1}`, name: `Directorate General of ${name}`, level: 'GENERAL', field };
    for (let d = 0; d < 7; d++) {
      const regional = d > 4;
      const what = d === 0 ? 'Secretariat' : regional ? `Regional office ${d - 4}` : `Directorate ${d}`;
      const own = d === 0 ? 'administration' : field;
      const directorate: Head = { key: `${general.key}-D${d}`, name: `${what}, ${general.name}`, level: 'DIRECTORATE', field: own };
      for (let s = 1; s <= (regional ? 3 : 4); s++) {
        const head: Head = { key: `${directorate.key}-S${s}`, name: `Subdirectorate ${s}, ${directorate.name}`, level: 'SUBDIRECTORATE', field: own };
        yield { over: [top, general, directorate], head, section: 'Section', sections: 2 };
      }
    }
  }
}

/** Chosen: a division has three to five departments of three teams; every second division has a site of four teams. */
function* company(): Generator<Cell, never, undefined> {
  const top: Head = { key: 'TOP', name: 'General Management', level: 'DIVISION', field: 'administration' };
  for (let k = 0; ; k++) {
    const { field, name } = named(BUSINESS.slice(0, 8), k);
    const division: Head = { key: `V${k + 1}`, name: `${name} Division`, level: 'DIVISION', field };
    for (let d = 1; d <= 3 + (k % 3); d++) {
      const own = d === 1 ? 'administration' : field;
      yield { over: [top, division], head: { key: `${division.key}-D${d}`, name: `Department ${d}, ${division.name}`, level: 'DEPARTMENT', field: own }, section: 'Team', sections: 3 };
    }
    if (k % 2 === 1) yield { over: [top, division], head: { key: `${division.key}-SITE`, name: `Site, ${division.name}`, level: 'DEPARTMENT', field }, section: 'Team', sections: 4 };
  }
}

export const SHAPE_SPECS: Readonly<Record<Shape, ShapeSpec>> = {
  city: { title: 'An invented city', levels: OFFICES, fields: PUBLIC, cells: () => government('City Secretariat', true, [0]), posts: 500 },
  // Larger offices, with the two and three branches that offices of cities have, and no districts of its own.
  province: { title: 'An invented province', levels: OFFICES, fields: PUBLIC, cells: () => government('Provincial Secretariat', false, [2, 3]), posts: 900 },
  ministry: {
    title: 'An invented ministry',
    levels: [
      STAFF,
      level('SECTION', 'Head of section', 'Kepala seksi'),
      level('SUBDIRECTORATE', 'Head of subdirectorate', 'Kepala subdirektorat'),
      level('DIRECTORATE', 'Director', 'Direktur'),
      level('GENERAL', 'Director general', 'Direktur jenderal'),
    ],
    fields: PUBLIC,
    cells: ministry,
    posts: 1200,
  },
  company: {
    title: 'An invented company',
    levels: [STAFF, level('TEAM', 'Team leader', 'Ketua tim'), level('DEPARTMENT', 'Head of department', 'Kepala departemen'), level('DIVISION', 'Head of division', 'Kepala divisi')],
    fields: BUSINESS,
    cells: company,
    posts: 400,
  },
};
