export { attach, ATTACHMENT_BYTES, checkAttachment, timestampDigest, type Attachment, type AttachmentVerdict } from './attachment.js';
export { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint, type Checkpoint, type OpenedCheckpoint } from './checkpoint.js';
export { compareCheckpoints, type Comparison } from './compare.js';
export { isStrictPublicKey, publicKeyOf, signEd25519, verifyEd25519 } from './ed25519.js';
export { sampleLine, storeConformance, type StoreCheck, type StoreMaker } from './conformance.js';
export { memoryStore } from './memory-store.js';
export {
  checkConsistency, checkInclusion, CompactRange, consistencyNodes, consistencyProof, consistencyProofAsync, EMPTY_ROOT, HASH_BYTES, inclusionNodes, inclusionProof,
  inclusionProofAsync, leafHash, nodeHash, rootNodes, rootOf, rootOfAsync, Tree, type AsyncHashReader, type HashReader, type Subtree,
} from './merkle.js';
export { cosignatureLine, NOTE_BYTES, NOTE_SIGNATURES, openNote, parseNote, signNote, type OpenedNote, type ParsedNote, type SignatureLine, type VerifiedSignature } from './note.js';
export { checkProof, formatProof, parseProof, type ProofText, type ProvenEntry } from './proof-text.js';
export { checkpointQr, matchesShortCode, shortCode } from './short-code.js';
export {
  formatVerifierKey, generateKey, keyId, parseVerifierKey, signerOf, webCryptoSigner, type CryptoKeyPairLike, type KeyRecord, type KeyType, type Signer, type VerifierKey,
} from './signer.js';
export type { Appended, StoredEntry, TrailStore, Vault, VaultRow } from './store.js';
export { addSignature, cosigners, memoryWitnessState, Witness, type Cosigner, type WitnessOptions, type WitnessRecord, type WitnessState } from './witness.js';
export { roundStory, type RoundStory, type StoryStep, type ToldEntry, type ToldTrail } from './story.js';
export { trailBundle, type BundleTrail, type FullTrailBundle, type PublicRound, type PublicTrailBundle, type TrailBundleOptions } from './bundle.js';
export { commit, machineRandom, opens, tieNonce, type Opening, type Random } from './commitment.js';
export { disclose, disclosePerson, DISCLOSURE_FORMAT, type Disclosure } from './disclose.js';
export { ENTRY_FORMAT, fieldsOf, formatEntry, parseEntry, type Body, type Entry, type EntryOf, type Kind } from './entry.js';
export { erase, finishErasures, type EraseOptions } from './erase.js';
export { inputKeys, inputLeaves, inputRoot, pseudonymOf, type InputKeys, type InputLeaf, type InputRoot } from './input-tree.js';
export { publicProposal, PUBLIC_PROPOSAL_FORMAT, type PublicProposal } from './public-proposal.js';
export { pastRetention, type PastRetention } from './retention.js';
export { advance, newRound, STEPS, type Phase, type RoundEntry, type RoundState, type Step } from './rounds.js';
export { tieCommitment } from '../model/tie-commitment.js';
export { openTrail, rulesHash, Trail, type TrailOptions, type TrailRecord } from './trail.js';
