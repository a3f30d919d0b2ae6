/** What every engine must answer alike. Bundled for the runtime it is to run in: `meritra` is the built package, all else comes with it. */
import { parseRound, propose, seal } from 'meritra';
import { verify } from 'meritra/verify';
import { canonicalJson } from '../../src/canonical/index.js';

export interface Inputs {
  /** Bundles as JSON texts. */
  readonly bundles: Readonly<Record<string, string>>;
  /** Rounds and policies as JSON texts. */
  readonly documents: Readonly<Record<string, { readonly round: string; readonly policy: string }>>;
  /** Bits of doubles in hex: the published sequence of RFC 8785. */
  readonly patterns: readonly string[];
}

/** Canonical JSON of every verdicts document and of every proposal made here, and the numbers as canonical JSON writes them. */
export async function probe({ bundles, documents, patterns }: Inputs): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const [name, text] of Object.entries(bundles)) told[`verdicts of ${name}`] = canonicalJson(verify(JSON.parse(text)));
  for (const [name, { round, policy }] of Object.entries(documents)) {
    const sealed = seal(policy);
    told[`proposal for ${name}`] = canonicalJson(await propose(parseRound(round, sealed).round, sealed));
  }
  const view = new DataView(new ArrayBuffer(8));
  told['numbers'] = patterns.map((bits) => `${bits},${canonicalJson((view.setBigUint64(0, BigInt(`0x${bits}`)), view.getFloat64(0)))}\n`).join('');
  return told;
}
