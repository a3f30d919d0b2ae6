/** What every engine must answer alike. Bundled for the runtime it is to run in: `meritra` is the built package, all else comes with it. */
import { parseRound, propose, seal } from 'meritra';
import { formatCheckpoint, shortCode, signCheckpoint, signerOf, verifyEd25519 } from 'meritra/trail';
import { verify, verifyLog } from 'meritra/verify';
import { canonicalJson } from '../../src/canonical/index.js';

export interface Inputs {
  /** Bundles as JSON texts, with what the checker is given beside them. */
  readonly bundles: Readonly<Record<string, { readonly text: string; readonly options?: NonNullable<Parameters<typeof verify>[1]> }>>;
  /** Logs as texts, with the checkpoint over them. */
  readonly logs: Readonly<Record<string, { readonly text: string; readonly checkpoint: string }>>;
  /** Rounds and policies as JSON texts. */
  readonly documents: Readonly<Record<string, { readonly round: string; readonly policy: string }>>;
  /** Bits of doubles in hex: the published sequence of RFC 8785. */
  readonly patterns: readonly string[];
  /** Key, message and signature in hex. */
  readonly signatures: readonly (readonly [key: string, message: string, signature: string])[];
}

const bytes = (hex: string): Uint8Array => Uint8Array.from({ length: hex.length / 2 }, (_, k) => parseInt(hex.slice(2 * k, 2 * k + 2), 16));

/** Canonical JSON of every verdicts document and of every proposal made here, the numbers as canonical JSON writes them, the verdict on every signature, and a checkpoint signed here. */
export async function probe({ bundles, logs, documents, patterns, signatures }: Inputs): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const [name, { text, options }] of Object.entries(bundles)) told[`verdicts of ${name}`] = canonicalJson(verify(JSON.parse(text), options));
  for (const [name, { text, checkpoint }] of Object.entries(logs)) told[`verdicts of ${name}`] = canonicalJson(await verifyLog([text], { checkpoint, checkpoints: [checkpoint] }));
  for (const [name, { round, policy }] of Object.entries(documents)) {
    const sealed = seal(policy);
    told[`proposal for ${name}`] = canonicalJson(await propose(parseRound(round, sealed).round, sealed));
  }
  const view = new DataView(new ArrayBuffer(8));
  told['numbers'] = patterns.map((bits) => `${bits},${canonicalJson((view.setBigUint64(0, BigInt(`0x${bits}`)), view.getFloat64(0)))}\n`).join('');
  told['signatures'] = signatures.map(([key, message, signature]) => (verifyEd25519(bytes(signature), bytes(message), bytes(key)) ? '1' : '0')).join('');
  told['checkpoint'] = await signCheckpoint({ origin: 'example.org/log', size: 7, root: new Uint8Array(32).fill(5) }, signerOf(new Uint8Array(32).fill(1), 'example.org/log'));
  told['short code'] = shortCode(formatCheckpoint({ origin: 'example.org/log', size: 7, root: new Uint8Array(32).fill(5) }));
  return told;
}
