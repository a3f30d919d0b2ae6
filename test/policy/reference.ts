/** The rule language on data that is all known, written apart from src: exact integers as bigint, months counted one by one. */
import type { Expression } from '../../src/policy/index.js';

/** What every attribute, seat and date is worth; numbers as points. */
export interface Known {
  readonly person: Readonly<Record<string, number | string | boolean | readonly string[]>>;
  readonly position: Readonly<Record<string, number | string | boolean | readonly string[]>>;
  readonly level: { readonly position: number; readonly seat: number };
  readonly scales: Readonly<Record<string, readonly string[]>>;
}

const micro = (x: number): bigint => BigInt(Math.round(x * 1e6));
const halfUp = (a: bigint, b: bigint): bigint => {
  const [n, d] = [2n * a + b, 2n * b];
  return n / d - (n % d < 0n ? 1n : 0n);
};

/** A number in millionths. */
export function numberOf(e: Expression, known: Known): bigint {
  const of = (x: Expression): bigint => numberOf(x, known);
  switch (e.op) {
    case 'const':
      return micro(e.value as number);
    case 'person':
    case 'position':
      return micro(known[e.op][e.attribute] as number);
    case 'level':
      return micro(known.level[e.of]);
    case 'lookup':
      return micro(e.table[textOf(e.key, known)] ?? e.else!);
    case 'piecewise': {
      const x = of(e.of);
      const points = e.points.map(([a, b]) => [micro(a), micro(b)] as const);
      const right = points.findIndex(([a]) => a > x);
      if (right === 0) return points[0]![1];
      const [x0, y0] = points.at(right < 0 ? -1 : right - 1)!;
      if (right < 0 || e.mode === 'step') return y0;
      const [x1, y1] = points[right]!;
      return y0 + halfUp((y1 - y0) * (x - x0), x1 - x0);
    }
    case 'cases':
      return of(e.cases.find((c) => truthOf(c.when, known))?.then ?? e.else);
    case 'sum':
      return e.terms.reduce((total, t) => total + halfUp(BigInt(Math.round(t.weight * 1e4)) * of(t.of), 10_000n), 0n);
    case 'min':
      return e.of.map(of).reduce((a, b) => (a < b ? a : b));
    case 'max':
      return e.of.map(of).reduce((a, b) => (a > b ? a : b));
    case 'product': {
      const factors = e.of.flatMap((f) => Array.from({ length: f.power }, () => of(f.of))).map((v) => (v < 0n ? 0n : v));
      return halfUp(factors.reduce((a, b) => a * b, 1n) * 100_000_000n, 100_000_000n ** BigInt(factors.length));
    }
    default:
      throw new Error(`no number: ${e.op}`);
  }
}

function textOf(e: Expression, known: Known): string {
  if (e.op === 'const') return e.value as string;
  if (e.op === 'person' || e.op === 'position') return known[e.op][e.attribute] as string;
  throw new Error(`no text: ${e.op}`);
}

export function truthOf(e: Expression, known: Known): boolean {
  switch (e.op) {
    case 'const':
      return e.value as boolean;
    case 'person':
    case 'position':
      return known[e.op][e.attribute] as boolean;
    case 'compare': {
      const scale = [e.left, e.right].flatMap((side) => (side.op === 'person' ? (known.scales[side.attribute] ?? []) : []));
      const value = (side: Expression): bigint => (scale.length > 0 ? BigInt(scale.indexOf(textOf(side, known))) : numberOf(side, known));
      const [a, b] = [value(e.left), value(e.right)];
      return { '<': a < b, '<=': a <= b, '=': a === b, '>=': a >= b, '>': a > b }[e.is];
    }
    case 'in':
      return (e.set as readonly string[]).includes(textOf(e.item, known));
    case 'all':
      return e.of.every((x) => truthOf(x, known));
    case 'any':
      return e.of.some((x) => truthOf(x, known));
    case 'not':
      return !truthOf(e.of, known);
    default:
      throw new Error(`no truth: ${e.op}`);
  }
}

/** Complete months between two days, counted up one at a time on the calendar of the machine, in UTC. */
export function monthsBetween(from: string, to: string, leapDay: 'feb28' | 'mar1'): number {
  if (to < from) return 0 - monthsBetween(to, from, leapDay);
  const [year, month, day] = from.split('-').map(Number) as [number, number, number];
  const anniversary = (n: number): string => {
    const last = new Date(Date.UTC(year, month + n, 0));
    const short = day > last.getUTCDate();
    if (short && leapDay === 'mar1' && month === 2 && day === 29 && last.getUTCMonth() === 1) last.setUTCDate(last.getUTCDate() + 1);
    else last.setUTCDate(short ? last.getUTCDate() : day);
    return last.toISOString().slice(0, 10);
  };
  let n = 0;
  while (anniversary(n + 1) <= to) n++;
  return n;
}
