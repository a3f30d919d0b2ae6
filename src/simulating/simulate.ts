import { pause } from '../kernel/index.js';
import { checkScenario } from './check-scenario.js';
import type { SimulateOptions } from './comparison.js';
import { yearDays } from './days.js';
import { PassingYear } from './pass-year.js';
import type { Scenario } from './scenario.js';
import { settingOf } from './setting.js';
import { bindingOf, firstMorning, readState, rosterOf, stateOf } from './state.js';
import type { Year } from './year.js';

/**
 * The years of a life of an organisation under a regime, one after the other: each is a function of the scenario and the version alone, to the byte. A life that goes on `from` a state of an earlier year equals
 * one that ran through, and one of more years begins with the same years.
 * @param control.signal - looked at before each year, where other work may run, and each round; a year that was stopped is not yielded. @param control.states - false leaves `state` out, which is faster.
 * @throws {MeritError} with every problem of the scenario or the state before the first year; E_ABORTED; and as `propose` where a round is too large.
 */
export async function* simulate(scenario: Scenario, control: SimulateOptions = {}): AsyncGenerator<Year, void, undefined> {
  const { from, onProgress, signal, states = true } = control;
  checkScenario(scenario);
  const setting = settingOf(scenario);
  const begin = from === undefined ? firstMorning(setting) : readState(from, setting);
  const { headcount } = begin;
  const roster = rosterOf(begin, setting);
  for (let year = begin.years + 1; year <= scenario.years; year++) {
    if (signal) await pause(signal); // else no signal could come in while nothing but this runs
    const passed = await new PassingYear(year, roster, headcount, setting).pass(signal);
    onProgress?.({ year, years: scenario.years });
    yield states ? { ...passed, state: stateOf(roster, bindingOf(setting), year, yearDays(setting.first, year + 1).from, headcount, setting) } : passed;
  }
}
