import type { PositionId } from '../model/ids.js';
import type { Pairs, RoundMarket } from './market.js';
import type { Vacancy } from './proposal.js';

/** Rows of each column, from the pairs of a market. */
interface ByPosition {
  readonly start: Int32Array;
  readonly person: Int32Array;
}

function byPosition(pairs: Pairs): ByPosition {
  const start = new Int32Array(pairs.cols + 1);
  for (const j of pairs.col) start[j + 1]!++;
  for (let j = 0; j < pairs.cols; j++) start[j + 1]! += start[j]!;
  const next = start.slice();
  const person = new Int32Array(pairs.col.length);
  for (let i = 0; i < pairs.rows; i++) {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) person[next[pairs.col[e]!]!++] = i;
  }
  return { start, person };
}

/** Positions from which a chain of arrivals reaches somebody who sits nowhere: they are empty by choice, not by shortage. */
function fillable(pairs: Pairs, colOf: Int32Array): Uint8Array {
  const marked = new Uint8Array(pairs.cols);
  const queue: number[] = [];
  const mark = (i: number): void => {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      const j = pairs.col[e]!;
      if (marked[j]) continue;
      marked[j] = 1;
      queue.push(j);
    }
  };
  const seated = new Map<number, number[]>();
  for (let i = 0; i < colOf.length; i++) {
    const j = colOf[i]!;
    const there = seated.get(j);
    if (j < 0) mark(i);
    else if (there) there.push(i);
    else seated.set(j, [i]);
  }
  for (let j = queue.pop(); j !== undefined; j = queue.pop()) for (const i of seated.get(j) ?? []) mark(i);
  return marked;
}

/** Positions and people reached from a vacant position through everybody who could come and the posts where they sit. */
function closure(from: number, pairs: Pairs, people: ByPosition, colOf: Int32Array) {
  const positions = new Set([from]);
  const reached = new Set<number>();
  for (const j of positions) {
    for (let t = people.start[j]!; t < people.start[j + 1]!; t++) {
      const i = people.person[t]!;
      reached.add(i);
      if (colOf[i]! >= 0) positions.add(colOf[i]!);
    }
  }
  let seats = 0;
  for (const j of positions) seats += pairs.colMax[j]!;
  return { positions: positions.size, seats, people: reached.size };
}

/**
 * The seats a plan leaves empty, and why: nobody eligible, fewer eligible people than seats among the posts concerned (a Hall
 * violator; its size is told), or a choice. O(pairs) and O(pairs) more for each distinct shortage.
 */
export function vacanciesOf(market: RoundMarket, pairs: Pairs, colOf: Int32Array): readonly Vacancy[] {
  const taken = new Int32Array(pairs.cols);
  for (const j of colOf) if (j >= 0) taken[j]!++;
  const eligible = new Int32Array(pairs.cols); // besides whoever sits there today
  for (let i = 0; i < pairs.rows; i++) {
    const seat = market.seat[i]!;
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) if (pairs.col[e] !== seat) eligible[pairs.col[e]!]!++;
  }
  let people: ByPosition | undefined;
  const marked = fillable(pairs, colOf);
  const vacancies: Vacancy[] = [];
  for (let j = 0; j < pairs.cols; j++) {
    const seats = pairs.colMax[j]! - taken[j]!;
    if (!market.open[j] || seats <= 0) continue;
    const cause = !market.receiving[j] ? 'out-of-scope' : eligible[j] === 0 ? 'no-eligible' : marked[j] ? 'not-worth-it' : 'shortage';
    const position: PositionId = market.round.positions[j]!.id;
    const short = cause === 'shortage' ? closure(j, pairs, (people ??= byPosition(pairs)), colOf) : null;
    vacancies.push({ position, seats, eligible: eligible[j]!, cause, short });
  }
  return vacancies;
}
