export { readDocument, type DocumentInput } from './document.js';
export { FOLDER_FORMAT, parseFolder, type FolderFiles } from './folder.js';
export type { ReadOptions } from './check-round.js';
export { parseRound, type ParsedRound } from './parse-round.js';
export { seal, type SealedPolicy } from './seal.js';
export { overlay, parseOverlay } from './parse-overlay.js';
