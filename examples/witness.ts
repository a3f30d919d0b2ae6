/**
 * Two views of one log, found out by two auditors who compare what they hold, and a witness who would not cosign the second:
 *
 *     witness: cosigned 3 entries, then 5
 *     witness: refused a log of 6 entries that does not continue these (E_PROOF)
 *     auditors: fork (E_LOG_FORK), two signed heads over 6 entries
 *     one log: extends, 5 -> 6
 *
 * The keeper of the log signed both heads himself: whoever holds the two texts needs nothing else to show it.
 */
import type { MeritError } from 'meritra';
import { compareCheckpoints, consistencyProof, formatVerifierKey, generateKey, leafHash, memoryWitnessState, signCheckpoint, signerOf, Tree, Witness } from 'meritra/trail';

const origin = 'office.example/log';
const signer = signerOf(generateKey().secretKey, origin);
const key = formatVerifierKey(signer);

// what everybody saw, and what one office was shown after the third entry
const [open, hidden] = [new Tree(), new Tree()];
const entries = ['sealed', 'opened', 'frozen', 'attempt 1', 'proposal', 'decided'];
entries.forEach((entry, k) => (open.append(leafHash(entry)), hidden.append(leafHash(k < 3 ? entry : `${entry}, another`))));
const head = (tree: Tree, size: number): Promise<string> => signCheckpoint({ origin, size, root: tree.root(size) }, signer);
const proof = (tree: Tree, from: number, to: number) => consistencyProof(from, to, (level, index) => tree.hash(level, index));

const witness = new Witness({ signer: signerOf(generateKey().secretKey, 'inspectorate.example'), logs: [key], state: memoryWitnessState(), clock: () => 1_800_000_000 });
await witness.cosign(await head(open, 3), []);
await witness.cosign(await head(open, 5), proof(open, 3, 5));
console.log('witness: cosigned 3 entries, then 5');
await witness.cosign(await head(hidden, 6), proof(hidden, 5, 6)).catch((error: MeritError) => console.log(`witness: refused a log of 6 entries that does not continue these (${error.code})`));

const [public_, shown] = [await head(open, 6), await head(hidden, 6)]; // one auditor holds the one, another the other
const found = await compareCheckpoints(public_, shown, [key]);
if (found.outcome === 'fork') console.log(`auditors: ${found.outcome} (${found.code}), two signed heads over ${found.evidence[0].split('\n')[1]} entries`);
const honest = await compareCheckpoints(await head(open, 5), public_, [key], proof(open, 5, 6));
if (honest.outcome === 'extends') console.log(`one log: extends, ${honest.shorter} -> ${honest.longer}`);
