/** Work that can be done a piece at a time. */
export interface Steps<T> {
  /** Works on for about `budget` scanned edges (default 1,000,000, a few milliseconds). One search is never split. */
  step(budget?: number): 'running' | 'done';
  /** The outcome once `step` said "done". */
  readonly result: T | undefined;
}

/** What is left of the scanned edges that one piece of work may cost. */
export interface Budget {
  left: number;
}

/**
 * Work written as a generator: it books what it scans in the budget and yields when nothing is left. A yield that comes
 * earlier ends a piece early, so that the driver can tell how far the work is.
 */
export class Pieces<T> implements Steps<T> {
  result: T | undefined = undefined;
  private readonly budget: Budget = { left: 0 };
  private readonly work: Iterator<void, T>;
  private over = false;

  constructor(make: (budget: Budget) => Iterator<void, T>) {
    this.work = make(this.budget);
  }

  step(budget = 1_000_000): 'running' | 'done' {
    if (this.over) return 'done';
    this.budget.left = budget;
    const piece = this.work.next();
    if (!piece.done) return 'running';
    this.over = true;
    this.result = piece.value;
    return 'done';
  }
}

/** The result of work done in one go. */
export function finish<T>(work: Iterator<void, T>): T {
  for (;;) {
    const piece = work.next();
    if (piece.done) return piece.value;
  }
}

/**
 * Calls `work` for all rows in order, in ranges from..to (half-open) of about as many edges as the budget has left.
 * Loops belong into `work`: what is written in a generator itself is compiled late.
 * @param start - offsets of the rows' edges.
 */
export function* overRows(start: Int32Array, budget: Budget, work: (from: number, to: number) => void): Generator<void, void> {
  const rows = start.length - 1;
  for (let from = 0; from < rows; ) {
    const most = start[from]! + budget.left;
    let to = from + 1; // start[to] <= most, or one row
    for (let past = rows + 1; past - to > 1; ) {
      const mid = (to + past) >> 1;
      if (start[mid]! <= most) to = mid;
      else past = mid;
    }
    work(from, to);
    budget.left -= start[to]! - start[from]! + 1;
    from = to;
    if (budget.left < 0) yield;
  }
}

/** Calls `work` for 0..count in ranges from..to (half-open) that the budget allows, one cell one unit. */
export function* overCells(count: number, budget: Budget, work: (from: number, to: number) => void): Generator<void, void> {
  for (let from = 0; from < count; ) {
    const to = Math.min(count, from + Math.max(budget.left, 4096));
    work(from, to);
    budget.left -= to - from;
    from = to;
    if (budget.left < 0) yield;
  }
}
