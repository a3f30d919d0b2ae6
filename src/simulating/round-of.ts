import { dayNumber } from '../eligibility/index.js';
import { addMonths, formatDay, LAST_DAY } from '../model/calendar.js';
import { ROUND_FORMAT, type Person, type Round } from '../model/round.js';
import { dayText } from './days.js';
import type { Employee } from './roster.js';
import type { Scenario } from './scenario.js';
import { settingOf, type Setting } from './setting.js';
import { rosterOf } from './state.js';
import type { State } from './year.js';

/** The round of a day as a document in normal form: what the registers say of everybody who is there. O(people). */
export function roundOn(people: readonly Employee[], on: number, setting: Setting): Round {
  const { normal, reveals, scenario } = setting;
  const { horizonMonths = 0 } = scenario.regime; // before the last day there is, on which whoever never retires would
  const asOf = formatDay(on);
  const there = people.filter((p) => p.awayUntil === undefined);
  const present = new Set(people.map((p) => p.id));
  return {
    format: ROUND_FORMAT,
    id: `simulated-${asOf}`,
    asOf,
    ...(horizonMonths > 0 && { horizon: formatDay(Math.min(addMonths(on, horizonMonths), LAST_DAY - 1)) }),
    scope: { positions: 'all', people: there.length === people.length ? 'all' : there.map((p) => p.id) },
    ...normal.frame,
    people: people.map((p) => personOf(p)),
    relations: normal.frame.relations.filter(({ a, b }) => present.has(a) && present.has(b)),
    pins: [],
    waivers: [],
    actors: [],
    reveals: [...reveals],
  };
}

function personOf({ id, born, seat, since, retires, evidence }: Employee): Person {
  const shared = evidence as Person['evidence']; // a round is read, never changed
  if (!seat) return { id, born: dayText(born), retires: dayText(retires), evidence: shared };
  return { id, born: dayText(born), seat: seat.id, since: dayText(since!), retires: dayText(retires), evidence: shared };
}

/**
 * The round that would be held on a day with the people of a state, in the normal form that `parseRound` gives; its policy is `commitLottery(scenario.regime.policy, scenario.seed)`.
 * @throws {MeritError} where the state is not one of the scenario.
 */
export function roundOf(state: State, scenario: Scenario, day: string): Round {
  const setting = settingOf(scenario);
  return roundOn(rosterOf(state, setting).people, dayNumber(day), setting);
}
