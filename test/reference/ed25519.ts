import { createHash } from 'node:crypto';

/** docs/formats.md section 9.3 step by step, in plain whole numbers. */
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (a: bigint, m = P): bigint => ((a % m) + m) % m;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) result = mod(result * b);
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));

/** x = X / Z, y = Y / Z */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const NEUTRAL: Point = { x: 0n, y: 1n, z: 1n };

/** The addition law of RFC 8032 section 5.1.4, with the denominators 1 + t and 1 - t multiplied out. */
function add(a: Point, b: Point): Point {
  const z = mod(a.z * b.z);
  const [xx, yy] = [mod(a.x * b.x), mod(a.y * b.y)];
  const t = mod(D * xx * yy);
  const [less, more] = [mod(z * z - t), mod(z * z + t)];
  return { x: mod(z * less * (a.x * b.y + b.x * a.y)), y: mod(z * more * (yy + xx)), z: mod(less * more) };
}

function times(n: bigint, point: Point): Point {
  let result = NEUTRAL;
  for (let k = n, doubled = point; k > 0n; k >>= 1n, doubled = add(doubled, doubled)) if (k & 1n) result = add(result, doubled);
  return result;
}

const same = (a: Point, b: Point): boolean => mod(a.x * b.z) === mod(b.x * a.z) && mod(a.y * b.z) === mod(b.y * a.z);

const integer = (bytes: Uint8Array): bigint => bytes.reduceRight((all, byte) => all * 256n + BigInt(byte), 0n);

function decode(bytes: Uint8Array): Point | undefined {
  const all = integer(bytes);
  const [sign, y] = [all >> 255n, all & (2n ** 255n - 1n)];
  if (y >= P) return undefined;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * power(2n, (P - 1n) / 4n));
  if (mod(x * x) !== square || (x === 0n && sign === 1n)) return undefined;
  return { x: (x & 1n) === sign ? x : P - x, y, z: 1n };
}

const ofPrimeOrder = (point: Point): boolean => !same(point, NEUTRAL) && same(times(L, point), NEUTRAL);

const BASE = decode(Uint8Array.from({ length: 32 }, (_, k) => (k === 0 ? 0x58 : 0x66)))!; // y = 4/5, x even

export function verdict(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const s = integer(signature.subarray(32));
  const [a, r] = [decode(publicKey), decode(signature.subarray(0, 32))];
  if (s >= L || !a || !r || !ofPrimeOrder(a) || !ofPrimeOrder(r)) return false;
  const k = integer(createHash('sha512').update(signature.subarray(0, 32)).update(publicKey).update(message).digest()) % L;
  return same(times(s, BASE), add(r, times(k, a)));
}
