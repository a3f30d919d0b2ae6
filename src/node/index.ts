export { readDocumentFile, readFolder, writeFileAtomic, type FolderBytes } from './files.js';
export { nodeSigner } from './signer.js';
export { fileWitnessState } from './witness-state.js';
