import { between } from './changes.js';
import { of } from './logs.js';
import { attemptBody, policyOfTwo, proposalBody, proposalValues, story, trailBundle, worldOf, type Pen, type World } from './pen.js';

/** Runs under weights that nobody sealed: in a log that was sealed under the true ones, with and without a log that follows. */
export async function shoppedWeightsAreRefused(world: World, runs: number, rnd: () => number): Promise<{ readonly runs: number; readonly refused: number; readonly plans: number }> {
  const plans = new Set<string>();
  let refused = 0;
  for (let k = 0; k < runs; k++) {
    const exam = between(rnd, 0, 100);
    const skill = between(rnd, 0, 100 - exam);
    if (exam === 60 && skill === 30) {
      refused++; // the sealed ones
      continue;
    }
    const other = await worldOf(world.round, policyOfTwo((p) => void (p.weights = { exam, skill, rating: 100 - exam - skill })));
    plans.add(JSON.stringify(other.proposal.certain.seats));
    const silent = await trailBundle(other, story(world)); // the run, beside the log of the sealed policy
    const told: Pen = story(world);
    told.entries[6].body = attemptBody(other, 3);
    told.entries.pop();
    told.openings = told.openings.filter(({ entry }) => entry < 7);
    told.add('proposal', proposalBody(other, 6), { round: world.round.id, values: proposalValues(other) });
    const open = await trailBundle(other, told); // the run, told in the log as what it is
    if (of(silent, 'integrity') === 'fails E_POLICY_HASH /policy' && of(open, 'completeness') === 'fails E_POLICY_HASH /trail/entries/6') refused++;
  }
  return { runs, refused, plans: plans.size };
}
