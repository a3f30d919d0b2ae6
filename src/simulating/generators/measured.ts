import { addMonths } from '../../model/calendar.js';
import { below } from '../../stats/streams.js';
import { daysOfYear } from '../days.js';
import { takeMeasure } from '../measures.js';
import { SIMULATED } from '../names.js';
import type { Measure, Member, Scenario } from '../scenario.js';
import { settingOf, type Setting } from '../setting.js';
import { firstMorning, rosterOf } from '../state.js';

/**
 * The members of an organisation with what the measures of the world would have found of them before the first day, by what simulated years ask (`takeMeasure`): on the latest day of each measure;
 * of a test, whose turn comes every so many months, from one of its latest days on until it was taken, and which day that is differs from person to person. Traits are those of the first day. Nothing was
 * found of anybody up to the day he joined, nor by a rating up to the day he took his post: on one day measures come first. O(people * measures).
 */
export function measured(scenario: Scenario): Member[] {
  const setting = settingOf(scenario);
  const { people } = rosterOf(firstMorning(setting), setting);
  for (const person of people) {
    for (const spec of setting.measures) {
      const hired = spec.kind === 'rating' ? (person.since ?? person.joined) : person.joined;
      for (const on of turns(spec, person.id, setting)) if (hired < on) takeMeasure(spec, person, on, setting);
    }
  }
  const found = new Map(people.map(({ id, evidence }) => [id, evidence.filter(({ source }) => source === SIMULATED)]));
  return scenario.organisation.members.map((member) => ({ ...member, evidence: [...member.evidence, ...found.get(member.id)!] }));
}

/** The days before the first one on which a measure may have found something that still counts. */
function turns(spec: Measure, id: string, { draws, first }: Setting): readonly number[] {
  if (spec.kind === 'previous') return [];
  const years = spec.kind === 'test' ? 1 + below(Math.max(1, Math.floor(spec.everyMonths / 12)), draws.of('generate-turn', spec.attribute, id)) : 1;
  return daysOfYear(spec.on, addMonths(first, -12 * years), first - 1);
}
