/**
 * A plain copy of what a program hands over instead of text. Each property is read exactly once, so an object that changes or
 * runs code while it is read cannot show one value to the check and another to the decision.
 */
import { isPlainArray, isPlainObject, pointer } from '../canonical/index.js';
import type { ErrorCode, Issues } from '../errors/index.js';
import { FORBIDDEN_KEYS, limitsOf, type Limits } from './limits.js';

/** Thrown inside once nothing more can be judged; the issue is already listed. */
class Stop extends Error {}

/** Keys last met on one level and found in order: the next object with the same keys needs no second look at them. */
interface KnownKeys {
  readonly keys: readonly string[];
  /** Assigning one of them would reach a property that other code put on Object.prototype. */
  readonly shadowed: boolean;
}

class Copier {
  private readonly around: object[] = [];
  private readonly path: (string | number)[] = [];
  private readonly known: (KnownKeys | undefined)[] = [];
  private left: number;
  private readonly issues: Issues;
  private readonly limits: Limits;

  constructor(issues: Issues, limits: Limits) {
    this.issues = issues;
    this.limits = limits;
    this.left = limits.values;
  }

  document(value: unknown): unknown {
    try {
      return this.value(value);
    } catch (error) {
      if (error instanceof Stop) return undefined;
      throw error;
    }
  }

  /** The copy of a value at the current path, undefined after a problem. */
  private value(value: unknown): unknown {
    if (this.left-- === 0) {
      this.problem('E_LIMIT_COUNT', `expected at most ${this.limits.values} values in all, found more`);
      throw new Stop();
    }
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        if (!Number.isFinite(value)) return this.problem('E_NUM_NAN', 'expected a finite number, found NaN or an infinity');
        if (Object.is(value, -0)) this.issues.warn('W_NUM_NEG_ZERO', pointer(this.path), 'minus zero was read as zero');
        return value + 0;
      case 'boolean':
        return value;
      case 'bigint':
        return this.problem('E_TYPE', 'expected a number, found a bigint');
      case 'object':
        return value === null ? null : this.container(value);
      default:
        return this.problem('E_INPUT_TYPE', `expected plain data, found ${typeof value}`);
    }
  }

  private text(text: string): unknown {
    if (text.length > this.limits.string) return this.problem('E_LIMIT_STRING', `expected at most ${this.limits.string} characters, found more`);
    return isWellFormed(text) ? text : this.problem('E_STRING_SURROGATE', 'the text holds half of a surrogate pair');
  }

  private container(value: object): unknown {
    if (this.around.includes(value)) return this.problem('E_INPUT_CYCLE', 'the object contains itself');
    this.around.push(value);
    const depth = this.path.length;
    try {
      if (isPlainArray(value)) return this.array(value);
      if (isPlainObject(value)) return this.object(value);
      return this.problem('E_INPUT_TYPE', 'expected a plain object or array, found an instance of a class');
    } catch (error) {
      if (error instanceof Stop) throw error;
      // A Proxy trap threw, or a Proxy was revoked; what it threw may hold personal data and is not passed on.
      this.path.length = depth;
      return this.problem('E_INPUT_TYPE', 'expected plain data, found an object that fails when it is read');
    } finally {
      this.around.pop();
    }
  }

  private array(list: readonly unknown[]): unknown {
    const { length } = list;
    if (length > this.limits.count) return this.problem('E_LIMIT_COUNT', `expected at most ${this.limits.count} entries, found ${length}`);
    if (Reflect.ownKeys(list).length > length + 1) {
      this.problem('E_INPUT_TYPE', 'expected a plain array, found an array with named properties');
    }
    const copy: unknown[] = [];
    const step = this.path.push(0) - 1;
    if (length > 0) this.checkDepth();
    for (let i = 0; i < length; i++) {
      this.path[step] = i;
      const own = Object.getOwnPropertyDescriptor(list, i);
      copy.push(own ? this.property(own) : this.problem('E_INPUT_SPARSE', 'the array has a hole here'));
    }
    this.path.pop();
    return copy;
  }

  private object(value: object): unknown {
    const keys = Object.keys(value);
    if (Object.getOwnPropertySymbols(value).length > 0) this.problem('E_INPUT_TYPE', 'expected plain data, found an object with symbol keys');
    if (keys.length > this.limits.count) return this.problem('E_LIMIT_COUNT', `expected at most ${this.limits.count} members, found ${keys.length}`);
    const level = this.path.length;
    const last = this.known[level];
    const { keys: sound, shadowed } = last && sameKeys(last.keys, keys) ? last : this.soundKeys(keys, level);
    const copy: Record<string, unknown> = {};
    this.path.push(sound[0] ?? '');
    if (sound.length > 0) this.checkDepth();
    for (const key of sound) {
      this.path[level] = key;
      const own = Object.getOwnPropertyDescriptor(value, key);
      // Only a Proxy can list a key and then not have it.
      const inner = own ? this.property(own) : this.problem('E_INPUT_TYPE', 'expected a value, found a key without one');
      if (shadowed) Object.defineProperty(copy, key, { value: inner, writable: true, enumerable: true, configurable: true });
      else copy[key] = inner;
    }
    this.path.pop();
    return copy;
  }

  private property(own: PropertyDescriptor): unknown {
    if (own.get || own.set) return this.problem('E_INPUT_TYPE', 'expected a value, found a getter or setter');
    return this.value(own.value);
  }

  /** The keys that may be copied, with a problem for each of the others. */
  private soundKeys(keys: readonly string[], level: number): KnownKeys {
    const composed = new Set<string>();
    const sound: string[] = [];
    for (const key of keys) {
      const form = key.normalize('NFC');
      if (key.length > this.limits.string) this.problem('E_LIMIT_STRING', `expected keys of at most ${this.limits.string} characters, found more`);
      else if (!isWellFormed(key)) this.problem('E_STRING_SURROGATE', 'a key holds half of a surrogate pair');
      else if (FORBIDDEN_KEYS.has(form)) this.problem('E_KEY_FORBIDDEN', 'this name cannot be a key: every JavaScript object is born with it', form);
      else if (composed.has(form)) this.problem('E_JSON_DUP_KEY', 'the object has this key twice, composed and decomposed', form);
      else {
        composed.add(form);
        sound.push(key);
      }
    }
    const found = { keys: sound, shadowed: sound.some((key) => key in Object.prototype) };
    if (sound.length === keys.length) this.known[level] = found;
    return found;
  }

  private checkDepth(): void {
    if (this.path.length <= this.limits.depth) return;
    this.problem('E_LIMIT_DEPTH', `nested deeper than ${this.limits.depth} levels`);
    throw new Stop();
  }

  private problem(code: ErrorCode, message: string, key?: string): undefined {
    this.issues.add(code, pointer(key === undefined ? this.path : [...this.path, key]), message);
    if (this.issues.full) throw new Stop();
  }
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0xd800) return !/[\ud800-\udfff]/u.test(text);
  return true;
}

/**
 * A deep copy of plain data made of fresh plain objects and arrays, with every problem added to `issues`; undefined where a
 * value cannot be copied. Own enumerable keys only; frozen objects, objects without prototype and objects shared between
 * places are fine, and are written out at each place. O(values) time.
 * Codes: E_INPUT_CYCLE, E_INPUT_SPARSE, E_INPUT_TYPE (undefined, functions, symbols, accessors, class instances, symbol keys,
 * failing Proxies), E_TYPE for bigints, E_NUM_NAN, E_STRING_SURROGATE, E_KEY_FORBIDDEN, E_JSON_DUP_KEY for keys equal in NFC,
 * E_LIMIT_DEPTH, E_LIMIT_STRING, E_LIMIT_COUNT, W_NUM_NEG_ZERO.
 */
export function snapshot(value: unknown, issues: Issues, options: Partial<Limits> = {}): unknown {
  return new Copier(issues, limitsOf(options)).document(value);
}
