import { open, readFile, stat } from 'node:fs/promises';
import { MeritError } from '../errors/index.js';
import { fromBase64, toBase64 } from '../trail/base64.js';
import { formatVerifierKey, generateKey, keyId, signerOf, type KeyType, type Signer } from '../trail/signer.js';

const TYPES: Readonly<Record<KeyType, number>> = { note: 0x01, cosignature: 0x04 };

/** A secret key of a file, ready to sign, and the verifier key to hand to others. */
export interface FileKey {
  readonly signer: Signer;
  readonly verifierKey: string;
}

/**
 * Makes a new key and writes it to a file that nobody else may read (mode 0600), one line as C2SP signed-note has it:
 * `PRIVATE+KEY+name+8 hex digits+base64(type ‖ seed)`. A file that is there already is never written over.
 * @throws {MeritError} E_KEY for a name that no key may have; E_FILE
 */
export async function writeKeyFile(path: string, name: string, type: KeyType = 'note'): Promise<FileKey> {
  const { secretKey, publicKey } = generateKey();
  const verifierKey = formatVerifierKey({ name, publicKey, type });
  const line = `PRIVATE+KEY+${name}+${keyId(name, publicKey, type)}+${toBase64(Uint8Array.of(TYPES[type], ...secretKey))}\n`;
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(line);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new MeritError('E_FILE', exists ? 'a key must not be written over: the file is there already' : 'the key cannot be written', { path });
  }
  return { signer: signerOf(secretKey, name), verifierKey };
}

/**
 * The key of such a file. What it holds is never part of an error.
 * @throws {MeritError} E_FILE; E_KEY for a file that others may read, or that holds no key of the type asked for
 */
export async function readKeyFile(path: string, type: KeyType = 'note'): Promise<FileKey> {
  let text: string;
  let mode: number;
  try {
    mode = (await stat(path)).mode;
    text = await readFile(path, 'utf8');
  } catch {
    throw new MeritError('E_FILE', 'the key cannot be read', { path });
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new MeritError('E_KEY', 'others may read the file; a secret key is kept with mode 0600', { path });
  const [, name = '', id = '', body = ''] = /^PRIVATE\+KEY\+([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/.exec(text) ?? [];
  const bytes = fromBase64(body);
  if (bytes?.length !== 33 || bytes[0] !== TYPES[type]) throw new MeritError('E_KEY', `the file holds no secret key ${type === 'note' ? 'of a log' : 'of a witness'}`, { path });
  const signer = signerOf(bytes.slice(1), name);
  if (keyId(name, signer.publicKey, type) !== id) throw new MeritError('E_KEY', 'the digits of the key do not belong to it', { path });
  return { signer, verifierKey: formatVerifierKey({ name, publicKey: signer.publicKey, type }) };
}
