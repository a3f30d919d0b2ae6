export { fileStore, repairLog, type FileStore, type FileStoreOptions, type Moved } from './file-store.js';
export { readDocumentFile, readFolder, writeFileAtomic, type FolderBytes } from './files.js';
export { readKeyFile, writeKeyFile, type FileKey } from './key-file.js';
export { nodeSigner } from './signer.js';
export { fileWitnessState } from './witness-state.js';
export { nodeFiles, type FileSystem, type OpenFile } from './io.js';
export type { TornTail } from './line-file.js';
export { threads, type ThreadsOptions } from './simulation-threads.js';
