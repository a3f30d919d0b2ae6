import { describe, expect, it } from 'vitest';
import { seal, type MeritError, type Policy, type Route } from '../../src/index.js';
import { toyPolicy } from '../support/toy.js';

const label = { en: 'x' };
const law = { source: 'Toy act', confidence: 'V' };
const route = (id: string): Route => ({ id, label, citation: law, when: { op: 'const', value: true }, approver: label, steps: [{ id: 's', label, days: 3, citation: law }, { id: 't', label, days: 0, citation: law }], documents: [label] });

function found(change: (routes: Route[], policy: Policy) => void): string[] {
  try {
    seal(toyPolicy((policy) => change((policy.routes = [route('a'), route('b')]), policy)));
    return [];
  } catch (error) {
    return (error as MeritError).issues.map(({ code, path }) => `${code} ${path}`);
  }
}

describe('seal takes', () => {
  it.each<[string, (routes: Route[], policy: Policy) => void]>([
    ['routes', () => undefined],
    ['two routes with steps of the same name', (routes) => void (routes[1]!.steps[0]!.id = 's')],
    ['a gate called route where there are no routes', (_, policy) => (delete policy.routes, void (policy.gates[0]!.id = 'route'))],
    ['a gate that may be waived by the decider’s own rule', (_, policy) => void (policy.gates[0]!.waivable = { own: 'x' })],
  ])('%s', (_, change) => expect(found(change)).toEqual([]));
});

describe('seal refuses', () => {
  it.each<[string, (routes: Route[], policy: Policy) => void, string[]]>([
    ['an empty list of routes', (routes) => routes.splice(0), ['E_VALUE_MISSING /routes']],
    ['a route named twice', (routes) => void (routes[1]!.id = 'a'), ['E_ID_DUPLICATE /routes/1/id']],
    ['a step named twice', (routes) => void (routes[1]!.steps[1]!.id = 's'), ['E_ID_DUPLICATE /routes/1/steps/1/id']],
    ['names that are no names', (routes) => ((routes[0]!.id = 'a b'), void (routes[0]!.steps[0]!.id = '-')), ['E_ID_SYNTAX /routes/0/id', 'E_ID_SYNTAX /routes/0/steps/0/id']],
    ['a gate called route beside routes', (_, policy) => void (policy.gates[1]!.id = 'route'), ['E_ID_DUPLICATE /gates/1/id']],
    ['citations of an unknown confidence', (routes, policy) => {
      routes[0]!.citation = routes[1]!.steps[0]!.citation = policy.gates[0]!.waivable = { source: 'x', confidence: 'Q' };
    }, ['E_CITATION /gates/0/waivable/confidence', 'E_CITATION /routes/0/citation/confidence', 'E_CITATION /routes/1/steps/0/citation/confidence']],
    ['a confirmation on no day', (routes) => void (routes[0]!.citation = { ...law, confirmed: { by: 'x', on: 'soon', document: 'y' } }), ['E_DATE_FORMAT /routes/0/citation/confirmed/on']],
    ['a condition that is no truth', (routes) => void (routes[1]!.when = { op: 'const', value: 3 }), ['E_RULE /routes/1/when']],
    ['a condition on what nobody declares', (routes) => void (routes[0]!.when = { op: 'person', attribute: 'shoe' }), ['E_REF_UNKNOWN /routes/0/when/attribute']],
    ['days below nothing, and half days', (routes) => ((routes[0]!.steps[0]!.days = -1), void (routes[0]!.steps[1]!.days = 0.5)), ['E_NUM_RANGE /routes/0/steps/0/days', 'E_NUM_INT /routes/0/steps/1/days']],
  ])('%s', (_, change, expected) => expect(found(change)).toEqual(expected));
});
