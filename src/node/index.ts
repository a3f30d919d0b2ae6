export { readDocumentFile, readFolder, writeFileAtomic, type FolderBytes } from './files.js';
