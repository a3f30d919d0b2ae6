import { MeritError } from '../errors/index.js';
import { fromBase64, toBase64 } from '../trail/base64.js';

/** What a witness is asked to cosign: the note, and the proof from the size he is believed to hold. */
export interface WitnessRequest {
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  readonly note: string;
}

/** `old SIZE`, the hashes of the consistency proof in base64, an empty line, the note. @see c2sp.org/tlog-witness */
export function formatRequest({ old, proof, note }: WitnessRequest): string {
  return `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;
}

/** Reads a request, or a note alone: that of a log the witness has not seen. @throws {MeritError} E_PROOF with line */
export function parseRequest(text: string): WitnessRequest {
  if (!text.startsWith('old ')) return { old: 0, proof: [], note: text };
  const end = text.indexOf('\n\n');
  const [first = '', ...hashes] = text.slice(0, Math.max(end, 0)).split('\n');
  const size = Number(/^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1] ?? NaN);
  if (!Number.isSafeInteger(size)) throw new MeritError('E_PROOF', 'a request to a witness begins with "old" and a size', { path: '', line: 1 });
  const proof = hashes.map((hash, k) => {
    const bytes = fromBase64(hash);
    if (bytes?.length !== 32) throw new MeritError('E_PROOF', 'a line of the proof is the base64 of 32 bytes', { path: '', line: k + 2 });
    return bytes;
  });
  return { old: size, proof, note: text.slice(end + 2) };
}
