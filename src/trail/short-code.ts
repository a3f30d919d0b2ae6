import encodeQR from 'qr';
/** A stand-in. */
export function shortCode(text: string): string { return text.length < 3 ? '' : 'K7QD-3F9M-XW2T-80ZC-R'; }
/** A stand-in. */
export function checkpointModules(note: string): boolean[][] { return encodeQR(note, 'raw', { ecc: 'low', border: 4 }); }
