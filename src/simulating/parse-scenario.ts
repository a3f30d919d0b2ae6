import { canonicalJson } from '../canonical/index.js';
import { Issues, MeritError } from '../errors/index.js';
import { readDocument, type DocumentInput } from '../intake/document.js';
import { passOn } from '../intake/parse-round.js';
import { composed, seal, type SealedPolicy } from '../intake/seal.js';
import { addScenarioProblems } from './check-scenario.js';
import { organisationInOrder } from './parse-organisation.js';
import { worldInOrder } from './parse-world.js';
import { SCENARIO_FORMAT, type Organisation, type Regime, type Scenario, type World } from './scenario.js';

/** Where packs stand in a scenario. */
const sealedPlaces = new Set(['/regime/policy', '/yardstick']);

/** A scenario as one document: packs stand in it whole, each with the hash it was sealed with. */
export interface ScenarioDocument {
  readonly format: typeof SCENARIO_FORMAT;
  readonly organisation: Organisation;
  readonly world: World;
  readonly regime: Omit<Regime, 'policy'> & { readonly policy: SealedPolicy['policy']; readonly hash: string };
  readonly years: number;
  readonly seed: number;
  readonly yardstick?: { readonly policy: SealedPolicy['policy']; readonly hash: string };
}

/**
 * A scenario from one document (docs/simulating.md), its packs sealed again and held against their hashes, organisation and world in normal form; frozen.
 * @param input - JSON text, UTF-8 bytes, or an object.
 * @throws {MeritError} E_FORMAT, E_POLICY_HASH, and whatever `seal` and `checkScenario` say, all at once where one does not hide the other.
 */
export function parseScenario(input: DocumentInput): Scenario {
  const issues = new Issues();
  const document = composed(readDocument(input, issues), '', issues);
  issues.throwIfAny();
  const { format, regime, yardstick, ...rest } = (isRecord(document) ? document : {});
  if (!isRecord(document)) issues.add('E_TYPE', '', 'expected an object');
  else if (format !== SCENARIO_FORMAT) issues.add(format === undefined ? 'E_VALUE_MISSING' : 'E_FORMAT', '/format', `expected ${SCENARIO_FORMAT}`);
  issues.throwIfAny();

  const { policy, hash, ...ways } = (isRecord(regime) ? regime : {});
  const scenario = {
    ...rest,
    regime: isRecord(regime) ? { ...ways, policy: sealedAt(policy, hash, '/regime', issues) } : regime,
    ...(yardstick !== undefined && { yardstick: isRecord(yardstick) ? sealedAt(yardstick.policy, yardstick.hash, '/yardstick', issues) : yardstick }),
  };
  const told = new Issues();
  addScenarioProblems(scenario, '', told);
  // A pack that could not be sealed was told already, and is not missing.
  for (const { code, path, message, ...place } of told.list) if (!(code === 'E_VALUE_MISSING' && sealedPlaces.has(path) && issues.list.length > 0)) issues.add(code, path, message, place);
  issues.throwIfAny();
  const good = scenario as unknown as Scenario;
  return Object.freeze({ ...good, organisation: organisationInOrder(good.organisation), world: worldInOrder(good.world), regime: Object.freeze(good.regime) });
}

/** A scenario as the canonical JSON of one document: data in for whoever lives it elsewhere. `parseScenario(scenarioJson(s))` is `s` in normal form. */
export function scenarioJson({ organisation, world, regime, years, seed, yardstick }: Scenario): string {
  const { policy, ...ways } = regime;
  const plain = (sealed: SealedPolicy) => ({ policy: sealed.policy, hash: sealed.hash });
  return canonicalJson({ format: SCENARIO_FORMAT, organisation, world, regime: { ...ways, ...plain(policy) }, years, seed, ...(yardstick && { yardstick: plain(yardstick) }) });
}

/** The pack sealed, or undefined after telling what is wrong with it, with its places in the scenario. */
function sealedAt(policy: unknown, hash: unknown, at: string, issues: Issues): SealedPolicy | undefined {
  if (typeof hash !== 'string') issues.add(hash === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', `${at}/hash`, 'expected the hash the pack was sealed with');
  if (!isRecord(policy)) {
    issues.add(policy === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', `${at}/policy`, 'expected a policy pack');
    return undefined;
  }
  try {
    return seal(policy, typeof hash === 'string' ? { expect: hash } : {});
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    const told = new Issues();
    for (const { code, path, message } of error.issues) told.add(code, path, message);
    passOn(told, issues, (path) => `${at}/policy${path}`);
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
