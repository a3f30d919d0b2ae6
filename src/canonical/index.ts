export { concatBytes, hashDocument, hex, hmacSha256, hmacUnder, lengthPrefixed, sha256, sha256Hex, unhex, utf8 } from './hash.js';
export { CANONICAL_DEPTH, canonicalJson, writeCanonical } from './json.js';
export { isPlainArray, isPlainObject } from './plain.js';
export { pointer, pointerToken } from './pointer.js';
