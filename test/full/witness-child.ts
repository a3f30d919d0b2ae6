/** Cosigns a growing log one entry after the other and tells each size once its cosignature is out. Killed by trail.full.ts. */
import { fileWitnessState } from '../../src/node/index.js';
import { consistencyProof, parseCheckpoint, parseNote, Witness } from '../../src/trail/index.js';
import { head, logKey, ORIGIN, signer, treeOf } from '../trail/logs.js';

const tree = treeOf(Array.from({ length: 5000 }, (_, k) => `entry ${k}`));
const witness = new Witness({ signer: signer('w', 5), logs: [logKey], state: fileWitnessState(process.argv[2]!), clock: () => 1 });
const held = await witness.held(ORIGIN);
let size = held === undefined ? 0 : parseCheckpoint(parseNote(held).text).size;
for (; size < 5000; size++) {
  const note = await head(tree, size + 1);
  await witness.cosign(note, size === 0 ? [] : consistencyProof(size, size + 1, (level, index) => tree.hash(level, index)));
  process.stdout.write(`${size + 1}\n`);
}
