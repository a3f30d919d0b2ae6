export { sampleLine, storeConformance, type StoreCheck, type StoreMaker } from './conformance.js';
export { memoryStore } from './memory-store.js';
export {
  checkConsistency, checkInclusion, CompactRange, consistencyNodes, consistencyProof, consistencyProofAsync, EMPTY_ROOT, HASH_BYTES, inclusionNodes, inclusionProof,
  inclusionProofAsync, leafHash, nodeHash, rootNodes, rootOf, rootOfAsync, Tree, type AsyncHashReader, type HashReader, type Subtree,
} from './merkle.js';
export type { Appended, StoredEntry, TrailStore, Vault, VaultRow } from './store.js';
