import { MeritError } from '../errors/index.js';
import type { Steps } from './pieces.js';

/** How a long run is told to stop, tells how far it is, and lets other work run. */
export interface AsyncOptions {
  /** Stops the run at its next pause, with E_ABORTED. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every piece but the last. May abort the signal. */
  readonly onProgress?: (() => void) | undefined;
  /** Milliseconds of work between two pauses, 10 if not given. The clock decides when to pause, never what comes out. */
  readonly sliceMs?: number | undefined;
}

/** Scanned edges per piece: a millisecond or two. */
const PIECE = 250_000;

/**
 * The result of steps, with a pause for other work after every slice. A run without any of the options never pauses: nobody
 * could stop it or would hear of it.
 * An abort is seen at the end of a slice, so after `sliceMs` and the longest piece of the work itself.
 * @throws {MeritError} E_ABORTED, and whatever the work throws.
 */
export async function runAsync<T>(run: Pick<Steps<T>, 'step' | 'result'>, options: AsyncOptions = {}): Promise<T> {
  const { signal, onProgress, sliceMs } = options;
  const pauses = signal !== undefined || onProgress !== undefined || sliceMs !== undefined;
  const slice = sliceMs ?? 10;
  if (signal) await pause(signal);
  let until = performance.now() + slice;
  while (run.step(PIECE) === 'running') {
    onProgress?.();
    if (!pauses || (performance.now() < until && !signal?.aborted)) continue;
    await pause(signal);
    until = performance.now() + slice;
  }
  return run.result as T;
}

/**
 * Lets other work run, and sees an abort before and after: timers fire and messages come in, unlike after a mere `await`.
 * @throws {MeritError} E_ABORTED
 */
export async function pause(signal?: AbortSignal): Promise<void> {
  refuseAborted(signal);
  await new Promise((resolve) => setTimeout(resolve, 0));
  refuseAborted(signal);
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new MeritError('E_ABORTED', 'the run was stopped by its caller');
}
