import type { ErrorCode, WarningCode } from './codes.js';

/** Where a problem sits: a JSON Pointer (`/people/3/id`) or a place in a file (`people.csv:4:2`), never a personal value. */
export interface Place {
  /** JSON Pointer (RFC 6901) into the document, or `file:line:field`; `''` for the whole. */
  readonly path: string;
  /** Byte offset in the source, 0-based, where the problem was found on the source text. */
  readonly byteOffset?: number;
  /** Line in the source, 1-based. */
  readonly line?: number;
  /** Column in the source, 1-based, in UTF-16 code units. */
  readonly column?: number;
  /** The other places that take part, as paths: the first of two equal ids, the members of a circle. */
  readonly related?: readonly string[];
}

/** One problem found in an input. `message` names the thing, what was expected and what came; a second line may begin with "Maybe". */
export interface Issue extends Place {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Something a person should look at that changes no result. */
export interface Warning extends Place {
  readonly code: WarningCode;
  readonly message: string;
}

/**
 * The one error this library throws. It carries every problem that was found (at most the limit of the call, closed by an
 * `E_LIMIT_ERRORS`), never a value of a person.
 */
export class MeritError extends Error {
  readonly code: ErrorCode;
  readonly path: string;
  readonly issues: readonly Issue[];

  constructor(code: ErrorCode, message: string, place: Partial<Place> = {}) {
    super(`${code}${place.path ? ` at ${place.path}` : ''}: ${message}`);
    this.name = 'MeritError';
    this.code = code;
    this.path = place.path ?? '';
    this.issues = [{ code, message, ...place, path: this.path }];
  }

  /** The error for several problems: code and path are those of the first one. */
  static of(issues: readonly Issue[]): MeritError {
    const [first] = issues;
    if (!first) throw bug('an error needs at least one issue');
    const error = new MeritError(first.code, first.message, first);
    const rest = issues.length - 1;
    if (rest > 0) error.message += `\n(and ${rest} more ${rest === 1 ? 'problem' : 'problems'} in .issues)`;
    Object.defineProperty(error, 'issues', { value: issues, enumerable: true });
    return error;
  }
}

/** An impossible state: our bug, never the caller's. */
export function bug(what: string): Error {
  return new Error(`meritra: impossible state: ${what}. Please report it with the input that caused it.`);
}

/**
 * Collects problems so that all of them are told at once, each once, up to a limit; the one past the limit is `E_LIMIT_ERRORS`.
 */
export class Issues {
  readonly list: Issue[] = [];
  readonly warnings: Warning[] = [];
  private readonly limit: number;

  constructor(limit = 100) {
    this.limit = limit;
  }

  /** True once no further problem will be listed: callers may stop looking. */
  get full(): boolean {
    return this.list.length > this.limit;
  }

  add(code: ErrorCode, path: string, message: string, place: Partial<Place> = {}): void {
    if (this.full || this.list.some((known) => known.code === code && known.path === path)) return;
    if (this.list.length === this.limit) {
      this.list.push({ code: 'E_LIMIT_ERRORS', path: '', message: `more than ${this.limit} problems; the rest is not listed` });
      return;
    }
    this.list.push({ code, message, ...place, path });
  }

  warn(code: WarningCode, path: string, message: string, place: Partial<Place> = {}): void {
    if (this.warnings.length < this.limit) this.warnings.push({ code, message, ...place, path });
  }

  /** @throws {MeritError} with every problem, if there is any. */
  throwIfAny(): void {
    if (this.list.length > 0) throw MeritError.of(this.list);
  }
}
