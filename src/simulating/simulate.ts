import { MeritError, Issues } from '../errors/index.js';
import { addMonths, LAST_DAY, parseDay } from '../model/calendar.js';
import type { SimulateOptions } from './comparison.js';
import { yearDays } from './days.js';
import { PassingYear } from './pass-year.js';
import type { Scenario } from './scenario.js';
import { settingOf } from './setting.js';
import { bindingOf, openState, readState, rosterOf, stateOf } from './state.js';
import type { Year } from './year.js';

/**
 * The years of a life of an organisation under a regime, one after the other: each is a function of the scenario and the version alone, to the byte. A life that goes on `from` a state of an earlier year equals
 * one that ran through, and one of more years begins with the same years.
 * @param control.signal - looked at before each year and round; a year that was stopped is not yielded. @param control.states - false leaves `state` out, which is faster.
 * @throws {MeritError} with every problem of the scenario or the state before the first year; E_ABORTED; and as `propose` where a round is too large.
 */
export async function* simulate(scenario: Scenario, control: SimulateOptions = {}): AsyncGenerator<Year, void, undefined> {
  const { from, onProgress, signal, states = true } = control;
  checkScenario(scenario);
  const setting = settingOf(scenario);
  const begin = from === undefined ? openState(scenario) : readState(from, scenario);
  const { headcount } = begin;
  const roster = rosterOf(begin, setting);
  for (let year = begin.years + 1; year <= scenario.years; year++) {
    if (signal?.aborted) throw new MeritError('E_ABORTED', 'the simulation was stopped by its caller');
    const passed = await new PassingYear(year, roster, headcount, setting).pass(signal);
    onProgress?.({ year, years: scenario.years });
    yield states ? { ...passed, state: stateOf(roster, bindingOf(setting), year, yearDays(setting.first, year + 1).from, headcount, setting) } : passed;
  }
}

/** What would leave a life without a meaning; the rest of a scenario is read as it is. */
function checkScenario({ organisation, seed, years }: Scenario): void {
  const issues = new Issues();
  const whole = (value: unknown, at: string, least: number, most: number): void => {
    if (value === undefined) issues.add('E_VALUE_MISSING', at, `expected a whole number from ${least} to ${most}`);
    else if (!Number.isInteger(value)) issues.add(typeof value === 'number' ? 'E_NUM_INT' : 'E_TYPE', at, `expected a whole number from ${least} to ${most}`);
    else if ((value as number) < least || (value as number) > most) issues.add('E_NUM_RANGE', at, `expected a whole number from ${least} to ${most}`);
  };
  whole(years, '/years', 1, 100);
  whole(seed, '/seed', 0, 2_147_483_647);
  if (organisation.positions.length === 0) issues.add('E_VALUE_MISSING', '/organisation/positions', 'an organisation has posts');
  if (organisation.members.length === 0) issues.add('E_VALUE_MISSING', '/organisation/members', 'an organisation has people');
  const on = parseDay(organisation.on);
  if (typeof on !== 'number') issues.add(on, '/organisation/on', 'expected a day YYYY-MM-DD from 1900-01-01 to 2199-12-31');
  else if (issues.list.length === 0 && addMonths(on, 12 * years) > LAST_DAY) issues.add('E_DATE_RANGE', '/organisation/on', 'the last year lies beyond 2199');
  issues.throwIfAny();
}
