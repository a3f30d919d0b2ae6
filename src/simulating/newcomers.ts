import { addMonths, civilOf, formatDay } from '../model/calendar.js';
import type { Evidence } from '../model/round.js';
import { below } from '../stats/streams.js';
import { retirementDay } from './careers.js';
import { between, happens, normal } from './draws.js';
import { withFinding } from './findings.js';
import { drawn } from './measures.js';
import { cut, hundredths } from './points.js';
import type { Employee } from './roster.js';
import type { Setting } from './setting.js';

/**
 * The k-th newcomer of an intake, k from 1: the same person under every policy. Traits normal and cut to 0..100 points, each from a stream of its own, as is each thing he brings;
 * age in whole years evenly between both ends, birthday evenly over the year.
 */
export function newcomer(k: number, on: number, setting: Setting): Employee {
  const { draws, leapDay, scenario, traits } = setting;
  const { careers, newcomers, traits: spread } = scenario.world;
  const id = `N${civilOf(on).year}-${String(k).padStart(3, '0')}`;
  const luck = draws.of('newcomer', id);
  const age = between(newcomers.ages[0], newcomers.ages[1], luck);
  const born = addMonths(on, -12 * age) - below(365, luck);
  const connected = happens(newcomers.connectedPerMille, luck);
  let evidence: readonly Evidence[] = [];
  for (const brought of newcomers.brings) {
    const value = brought.kind === 'joined' ? formatDay(on) : drawn(brought.values, draws.of('brings', brought.attribute, id));
    evidence = withFinding(evidence, brought.attribute, value, formatDay(on));
  }
  return {
    id,
    born,
    joined: on,
    connected,
    seat: undefined,
    since: undefined,
    levelSince: undefined,
    retires: retirementDay(born, undefined, careers.retirement, leapDay),
    awayUntil: undefined,
    traits: traits.map((name) => cut(hundredths(spread[name]!.mean) + normal(hundredths(spread[name]!.sd), draws.of('trait', name, id)))),
    evidence,
  };
}
