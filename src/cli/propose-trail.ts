import { MeritError } from '../errors/index.js';
import type { SealedPolicy } from '../intake/index.js';
import type { Round } from '../model/round.js';
import { locales, type Locale } from '../reporting/index.js';
import type { Proposal, ProposeOptions } from '../solving/index.js';
import { trailBundle, type FullTrailBundle } from '../trail/bundle.js';
import type { Trail } from '../trail/index.js';
import type { Io } from './io.js';
import { signerGiven, withTrail } from './trail-files.js';

export interface TrailRunFlags {
  readonly trail?: string;
  readonly steps?: boolean;
  readonly reason?: string;
  readonly revealBy?: string;
  readonly keyFile?: string;
}

/** A proposal that was logged: the attempt before it began, the proposal after it; with a key, its bundle with the trail. */
export async function proposeOnTrail(dir: string, round: Round, sealed: SealedPolicy, flags: TrailRunFlags, options: ProposeOptions, locale: Locale, io: Io): Promise<{ readonly proposal: Proposal; readonly attempts: number; readonly document?: FullTrailBundle }> {
  const signer = await signerGiven(flags.keyFile, io);
  return withTrail(dir, io, async (trail) => {
    if (flags.steps) await makeSteps(trail, round, sealed, flags.revealBy ?? round.horizon ?? round.asOf);
    const { phase } = trail.state(round.id);
    const missing = ({ none: 'seal', sealed: 'open', opened: 'freeze', resealing: 'seal' } as Partial<Record<typeof phase, string>>)[phase];
    if (missing !== undefined) throw new MeritError('E_STATE', locales[locale].cli.trail.missing(missing), { path: dir });
    const proposal = await trail.propose(round, sealed, { ...options, ...(flags.reason !== undefined && { reason: flags.reason }) });
    return { proposal, attempts: trail.attempts(round.id).length, ...(signer && { document: await trailBundle(trail, { proposal, round, sealed, whole: true, profile: 'full' }) }) };
  }, signer);
}

/** What is missing before a run, in its order: for a round that one person prepares. Whoever lets parties keep their numbers appends these himself. */
async function makeSteps(trail: Trail, round: Round, sealed: SealedPolicy, revealBy: string): Promise<void> {
  const phase = (): string => trail.state(round.id).phase;
  if (phase() === 'none') await trail.seal(round.id, sealed, { revealBy });
  if (phase() === 'sealed') for (const { id, role, person, interests, statement } of round.actors) if (statement) await trail.statement(round.id, { actor: id, role, document: statement.document, ...(person !== undefined && { person }), ...(interests && { interests }) });
  if (phase() === 'sealed') await trail.open(round.id, { on: round.opened ?? round.asOf, positions: round.scope.positions === 'all' ? 'all' : [...round.scope.positions] });
  if (phase() === 'opened') await trail.freeze(round, sealed);
  const known = new Set(trail.reveals(round.id).map((r) => r.party));
  for (const { party, nonce } of round.reveals) if (!known.has(party) && phase() === 'frozen') await trail.reveal(round.id, { party, nonce });
}
