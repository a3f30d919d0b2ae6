import type { Issue } from '../errors/index.js';
import type { SealedPolicy } from '../intake/index.js';
import type { Organisation, Regime, Run, Task, World } from '../simulating/index.js';

/** What many lives have in common, each once. A thread gets it in one message, so that what is one object here is one there. */
export interface Shared {
  readonly organisations: readonly Organisation[];
  readonly worlds: readonly World[];
  readonly regimes: readonly Regime[];
  readonly yardsticks: readonly SealedPolicy[];
}

/** A task by its places in what is shared: a few bytes. */
export interface Life {
  readonly policy: string;
  readonly years: number;
  readonly seed: number;
  readonly organisation: number;
  readonly world: number;
  readonly regime: number;
  /** Null where the scenario has none. */
  readonly yardstick: number | null;
}

/** What a thread is told. */
export type Order = { readonly kind: 'shared'; readonly shared: Shared } | { readonly kind: 'life'; readonly life: Life };

/** What it answers to a life. Errors cross as what they say: a class does not survive the way. */
export type Answer =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };

/** Tasks apart from what they share. Objects are told apart by identity, not by content. O(tasks). */
export function packed(tasks: readonly Task[]): { readonly shared: Shared; readonly lives: readonly Life[] } {
  const [organisations, worlds, regimes, yardsticks] = [new Places<Organisation>(), new Places<World>(), new Places<Regime>(), new Places<SealedPolicy>()];
  const lives = tasks.map(({ policy, scenario }) => ({
    policy,
    years: scenario.years,
    seed: scenario.seed,
    organisation: organisations.of(scenario.organisation),
    world: worlds.of(scenario.world),
    regime: regimes.of(scenario.regime),
    yardstick: scenario.yardstick ? yardsticks.of(scenario.yardstick) : null,
  }));
  return { shared: { organisations: organisations.list, worlds: worlds.list, regimes: regimes.list, yardsticks: yardsticks.list }, lives };
}

/** The task that was packed. */
export function unpacked(life: Life, shared: Shared): Task {
  const { policy, years, seed } = life;
  const yardstick = life.yardstick === null ? {} : { yardstick: shared.yardsticks[life.yardstick]! };
  return { policy, scenario: { organisation: shared.organisations[life.organisation]!, world: shared.worlds[life.world]!, regime: shared.regimes[life.regime]!, years, seed, ...yardstick } };
}

/** A list of objects, each once. */
class Places<T extends object> {
  readonly list: T[] = [];
  private readonly known = new Map<T, number>();

  of(one: T): number {
    const place = this.known.get(one) ?? this.list.push(one) - 1;
    this.known.set(one, place);
    return place;
  }
}
