/*
 * Proofs in a log of 10 million entries, and one signature. Goal: an inclusion proof made and checked in 1 ms.
 * Run with `npm run build`, then `NODE_OPTIONS=--expose-gc npx tsx --tsconfig tsconfig.dist.json bench/trail-proof.ts [entries]`.
 */
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import {
  checkConsistency, checkInclusion, CompactRange, consistencyProof, inclusionProof, leafHash, openCheckpoint, publicKeyOf, signCheckpoint, signEd25519, signerOf, formatVerifierKey, Tree,
  verifyEd25519,
} from 'meritra/trail';

const count = Number(process.argv[2] ?? 10_000_000);

/** What `run` takes, in ms: median and worst of `times` calls. */
function measure(times: number, run: (k: number) => boolean): string {
  const all: number[] = [];
  for (let k = 0; k < times; k++) {
    const before = performance.now();
    const good = run(k);
    all.push(performance.now() - before);
    if (!good) throw new Error('a proof does not hold');
  }
  all.sort((a, b) => a - b);
  return `median ${all[times >> 1]!.toFixed(3)} ms, worst ${all[times - 1]!.toFixed(3)} ms`;
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** An entry as they come: about 500 bytes of JSON. */
const entry = (n: number): string => `{"body":"${'x'.repeat(450)}","format":"meritra/entry/1","index":${n}}`;

console.log(`${cpus()[0]?.model}, ${cpus().length} CPUs, node ${process.version}`);

const range = new CompactRange();
let before = cpuSeconds();
for (let n = 0; n < 200_000; n++) range.append(leafHash(entry(n)));
console.log(`hashing entries of ${entry(0).length} bytes into a root: ${Math.round(200_000 / (cpuSeconds() - before)).toLocaleString('en')} a second of CPU`);

const leaf = (n: number): Uint8Array => {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
};
globalThis.gc?.();
const base = process.memoryUsage().arrayBuffers;
before = cpuSeconds();
const tree = new Tree();
for (let n = 0; n < count; n++) tree.append(leaf(n));
const seconds = cpuSeconds() - before;
globalThis.gc?.();
const { arrayBuffers, rss } = process.memoryUsage();
console.log(`a tree of ${count.toLocaleString('en')} leaves: ${seconds.toFixed(1)} s of CPU, ${((arrayBuffers - base) / count).toFixed(1)} bytes a leaf in hashes, process ${Math.round(rss / 1e6)} MB`);

const read = (level: number, index: number): Uint8Array => tree.hash(level, index);
const root = tree.root();
const places = Array.from({ length: 2000 }, (_, k) => (k * 7_368_787) % count);
const inclusion = measure(2000, (k) => checkInclusion(places[k]!, count, leaf(places[k]!), inclusionProof(places[k]!, count, read), root));
console.log(`inclusion proof made and checked: ${inclusion} (goal 1 ms)`);
const firsts = places.map((place) => ({ size: place + 1, root: tree.root(place + 1) }));
const consistency = measure(2000, (k) => checkConsistency(firsts[k]!.size, count, firsts[k]!.root, root, consistencyProof(firsts[k]!.size, count, read)));
console.log(`consistency proof made and checked: ${consistency}`);

const secret = new Uint8Array(32).fill(1);
const signer = signerOf(secret, 'log.example/bench');
const keys = [formatVerifierKey(signer)];
const message = new TextEncoder().encode('x'.repeat(120));
const signature = signEd25519(message, secret);
const publicKey = publicKeyOf(secret);
console.log(`Ed25519 sign: ${measure(200, () => signEd25519(message, secret).length === 64)}`);
console.log(`Ed25519 verify, strict: ${measure(500, () => verifyEd25519(signature, message, publicKey))}`);
const note = await signCheckpoint({ origin: signer.name, size: count, root }, signer);
console.log(`opening a signed checkpoint, key and all: ${measure(200, () => openCheckpoint(note, keys).checkpoint.size === count)}`);
