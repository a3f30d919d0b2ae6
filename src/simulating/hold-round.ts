import { conduct } from './conduct.js';
import { happens } from './draws.js';
import { beforeMove } from './measures.js';
import type { Roster, WaitingMove } from './roster.js';
import { roundOn } from './round-of.js';
import type { Setting } from './setting.js';
import { settle } from './settle.js';
import type { RoundRecord } from './year.js';

/**
 * Holds the round of a day: what still waits from an earlier one lapses, for all is decided anew; then whoever was left without a seat leaves it, and everybody moves who can.
 * @throws {MeritError} as `conduct`
 */
export async function holdRound(roster: Roster, on: number, setting: Setting, signal: AbortSignal | undefined): Promise<RoundRecord> {
  const { draws, policy, postOf, scenario } = setting;
  const { people } = roster;
  const round = roundOn(people, on, setting);
  const { seats, fits, refused, extended, record } = await conduct({
    round,
    regime: { ...scenario.regime, policy },
    declines: declinesOn(roster, on, setting),
    connected: new Set(people.filter((p) => p.connected).map((p) => p.id)),
    lot: (person) => {
      const luck = draws.of('lot', person, on);
      return (luck.next() >>> 0) * 2_097_152 + (luck.next() >>> 11); // 53 bits: nobody shares a lot
    },
    ...(signal && { signal }),
  });
  for (const { person, position } of refused) roster.tell(on, 'refused', roster.byId.get(person)!, { to: position });
  for (const person of extended) roster.tell(on, 'extended', roster.byId.get(person)!, { from: roster.byId.get(person)!.seat!.id });
  const horizon = round.horizon ?? round.asOf;
  const moves: WaitingMove[] = [];
  people.forEach((person, i) => {
    const to = seats.get(person.id);
    if (to === undefined) {
      if (!person.seat || round.people[i]!.retires! <= horizon) return; // days of one form stand in the order of their texts
      // also of somebody on study leave: his post closes
      beforeMove(person, on, setting);
      roster.move(person, undefined, on);
    } else if (to !== person.seat?.id) moves.push({ person, to: postOf.get(to)!, on, fit: fits.get(person.id)! });
  });
  roster.waiting = moves;
  moveWhoCan(roster, on, setting);
  return record;
}

/** Makes the waiting moves that can happen on a day. */
export function moveWhoCan(roster: Roster, on: number, setting: Setting): void {
  if (roster.waiting.length === 0) return;
  const { now, waiting } = settle(roster.waiting, roster.held);
  roster.waiting = waiting;
  for (const { person, to, fit } of now) {
    beforeMove(person, on, setting);
    roster.move(person, to, on, fit);
  }
}

/** Who says no in the round of a day: one stream a person, a draw for either sort of move. */
function declinesOn({ people }: Roster, on: number, { draws, scenario }: Setting): { readonly promotion: ReadonlySet<string>; readonly other: ReadonlySet<string> } {
  const { refusal } = scenario.world.careers;
  const promotion = new Set<string>();
  const other = new Set<string>();
  for (const { id } of people) {
    const luck = draws.of('decline', id, on);
    if (happens(refusal.promotion, luck)) promotion.add(id);
    if (happens(refusal.other, luck)) other.add(id);
  }
  return { promotion, other };
}
