import type { Compared } from '../explaining/index.js';
import type { Expression } from '../policy/index.js';

/** A comparison that made a rule come out as it did; `denied` where the rule asks for the contrary, under an odd number of `not`. */
export interface Deciding {
  readonly compared: Compared;
  readonly denied: boolean;
}

type Truth = boolean | null;

/**
 * The comparisons of a rule that made it true, false or unknown (null), in the order in which a judgement tells them: of `all` that
 * fails the parts that fail, of `any` that holds the parts that hold, below a part of another truth nothing. A rule that came out
 * otherwise (its condition was not asked) has none; of a demand that is no expression of the policy each counts as it stands.
 */
export function decidingOf(rule: Expression | undefined, compared: readonly Compared[], truth: Truth): readonly Deciding[] {
  if (!rule) return compared.filter((c) => c.truth === truth).map((c) => ({ compared: c, denied: false }));
  return walk(rule, [...compared]).deciding(truth, false);
}

interface Walked {
  /** Undefined where it is not among what is told: a yes or no of the post. */
  readonly truth: Truth | undefined;
  readonly deciding: (want: Truth, denied: boolean) => readonly Deciding[];
}

/** Takes from `left` the comparisons of a rule, which stand there in its order. */
function walk(e: Expression, left: Compared[]): Walked {
  switch (e.op) {
    case 'compare':
    case 'in':
    case 'occurs':
    case 'person': {
      const c = left.shift();
      return { truth: c?.truth, deciding: (want, denied) => (c && c.truth === want ? [{ compared: c, denied }] : []) };
    }
    case 'const':
      return { truth: e.value === true, deciding: () => [] };
    case 'not': {
      const of = walk(e.of, left);
      return { truth: opposite(of.truth), deciding: (want, denied) => of.deciding(opposite(want), !denied) };
    }
    case 'all':
    case 'any': {
      const parts = e.of.map((x) => walk(x, left));
      const truth = together(parts.map((p) => p.truth), e.op === 'any');
      return {
        truth,
        deciding: (want, denied) => (truth !== undefined && truth !== want ? [] : parts.filter((p) => p.truth === undefined || p.truth === want).flatMap((p) => p.deciding(want, denied))),
      };
    }
    default:
      return { truth: undefined, deciding: () => [] };
  }
}

function opposite<T extends Truth | undefined>(truth: T): T {
  return (typeof truth === 'boolean' ? !truth : truth) as T;
}

/** Kleene's `any` (`decisive` true) or `all`; what is not told may be anything. */
function together(parts: readonly (Truth | undefined)[], decisive: boolean): Truth | undefined {
  if (parts.includes(decisive)) return decisive;
  if (parts.includes(undefined)) return undefined;
  return parts.includes(null) ? null : !decisive;
}
