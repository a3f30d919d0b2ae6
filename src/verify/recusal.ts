import type { Policy, Round } from './documents.js';

/** Why an actor's judgement does not count: no statement, one signed too late, or of somebody he is related to. */
export type Reason = 'silent' | 'late' | 'related';

interface Standing {
  /** Why nothing he says counts, if so. */
  readonly silence: 'silent' | 'late' | undefined;
  /** The people he is related to, himself among them. */
  readonly related: ReadonlySet<string>;
}

/** Section 3.2: whose judgement of whom does not count, by the id of the actor; undefined where the policy does not ask. */
export function recusals(round: Round, policy: Policy): ReadonlyMap<string, Standing> | undefined {
  const { recusal } = policy.relations;
  if (!recusal) return undefined;
  const counts = (kind: string, degree: number | undefined): boolean => (degree !== undefined && degree <= recusal.maxDegree) || recusal.kinds?.includes(kind) === true;
  const kin = new Map<string, string[]>(round.people.map(({ id }) => [id, []]));
  for (const { a, b, kind, degree } of round.relations) {
    if (!counts(kind, degree)) continue;
    kin.get(a)!.push(b);
    kin.get(b)!.push(a);
  }
  const opened = round.opened ?? round.asOf;
  return new Map(round.actors.map(({ id, person, statement, interests }) => {
    const related = new Set((interests ?? []).filter(({ kind, degree }) => counts(kind, degree)).map((interest) => interest.person));
    if (person !== undefined) for (const one of [person, ...kin.get(person)!]) related.add(one);
    return [id, { silence: statement === undefined ? 'silent' : statement.on > opened ? 'late' : undefined, related }];
  }));
}
