import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { pointer } from '../canonical/index.js';
import { Issues, MeritError } from '../errors/index.js';
import type { Pool, Run, Simulate, Task } from '../simulating/index.js';
import { packed, type Answer, type Order } from './lives.js';

/** How often a life is begun before it is given up: a thread that was killed or ran out of memory takes its life with it. */
const ATTEMPTS = 3;

/** What to do about the end of a thread, by the code of its error. */
const HINTS: Readonly<Record<string, string>> = {
  ERR_WORKER_OUT_OF_MEMORY: 'Maybe fewer threads, or node with a larger --max-old-space-size, leave each enough memory.',
  ERR_UNKNOWN_FILE_EXTENSION: 'Maybe this runs from sources: threads need the built package, or `entry`, a file that node can read.',
};

/** What to do where the code says nothing. */
const ALONE = 'Maybe this seed and policy alone, without threads (`workers` 0), show what ends it.';

export interface ThreadsOptions {
  /** Threads that live at the same time, 0 to 256; 0 is the thread that asks. As many as the machine has processors if absent. */
  readonly workers?: number;
  /** What lives a life without threads, for a test; the library's own if absent. */
  readonly simulate?: Simulate;
  /** The file that a thread runs, which must call `serveLives`; the library's own if absent. It must be one that node can read, so sources need it: `serve-lives.ts` bundled with what they simulate by. */
  readonly entry?: URL;
}

/**
 * A pool that lives in threads of this process (worker_threads), for `compare`. A thread gets organisation, world and policies once and then lives one by one;
 * the runs are the same bytes with any number of threads, 0 included. Threads start with the first run, wait for the next one, and keep no process alive.
 *
 * A thread that dies takes nothing along but its life, which a fresh thread begins again, at most twice; then `run` ends with E_WORKER at
 * `/policies/NAME/SEED`. After an error of a life no further one begins; of several the one that stands first in `tasks` is told, as without threads. A signal ends
 * all threads at once. `close` ends them, and what runs, with E_ABORTED; a later `run` begins with fresh ones.
 * @throws {MeritError} E_NUM_INT, E_NUM_RANGE, E_KEY_UNKNOWN for the options
 */
export function threads(options: ThreadsOptions = {}): Pool & { close(): Promise<void> } {
  const issues = new Issues();
  for (const key of Object.keys(options)) if (!['workers', 'simulate', 'entry'].includes(key)) issues.add('E_KEY_UNKNOWN', pointer([key]), 'threads have workers and entry');
  const workers = options.workers ?? Math.min(availableParallelism(), 256);
  if (!Number.isInteger(workers)) issues.add('E_NUM_INT', '/workers', 'expected a whole number of threads');
  else if (workers < 0 || workers > 256) issues.add('E_NUM_RANGE', '/workers', 'expected 0 to 256 threads');
  issues.throwIfAny();
  return new Threads(workers, options.entry ?? beside('simulation-worker'), options.simulate);
}

/** A file of this folder, next to this one. A thread runs a module, also where this file is CommonJS, in which the build writes the path of the file for the address of the module. */
function beside(name: string): URL {
  const here = import.meta.url.startsWith('file:') ? new URL(import.meta.url) : pathToFileURL(import.meta.url);
  return new URL(`${name}${here.pathname.endsWith('.ts') ? '.ts' : '.js'}`, here);
}

class Threads implements Pool {
  private readonly workers: number;
  private readonly entry: URL;
  private readonly simulate: Simulate | undefined;
  /** All that live, working or waiting. */
  private readonly alive = new Set<Thread>();
  /** The end of the run before: one run at a time. */
  private turn: Promise<unknown> = Promise.resolve();
  private stop: () => void = () => undefined;

  constructor(workers: number, entry: URL, simulate: Simulate | undefined) {
    this.workers = workers;
    this.entry = entry;
    this.simulate = simulate;
  }

  run(tasks: readonly Task[], control: Parameters<Pool['run']>[1]): Promise<void> {
    const mine = this.turn.then(() => this.live(tasks, control));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    this.stop();
    await Promise.all([...this.alive].map((thread) => thread.end()));
  }

  private async live(tasks: readonly Task[], { signal, onRun }: Parameters<Pool['run']>[1]): Promise<void> {
    const stop = new AbortController();
    const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const failures: { readonly at: number; readonly error: unknown }[] = [];
    const { shared, lives } = packed(tasks);
    const busy = new Set<Thread>();
    let next = 0;

    /** Lives one life after the other until none is left, one failed, or all stop. */
    const lane = async (): Promise<void> => {
      let thread: Thread | undefined;
      while (next < tasks.length && failures.length === 0 && !both.aborted) {
        const at = next++;
        try {
          if (this.workers === 0) {
            const { runTask, simulate } = await import('../simulating/index.js'); // asked for here, so that whoever opens a trail does not load it
            onRun(await runTask(tasks[at]!, { simulate: this.simulate ?? simulate, signal: both }));
            continue;
          }
          let answer: Answer | Gone = { kind: 'gone', why: '' };
          for (let attempt = 1; attempt <= ATTEMPTS && answer.kind === 'gone' && !both.aborted; attempt++) {
            thread = thread?.isAlive ? thread : this.takeThread(busy, { kind: 'shared', shared });
            answer = await thread.ask({ kind: 'life', life: lives[at]! });
          }
          if (both.aborted) return;
          onRun(runOf(answer, tasks[at]!));
        } catch (error) {
          failures.push({ at, error });
        }
      }
      thread?.rest();
    };

    const halt = (): void => void Promise.all([...this.alive].map((thread) => thread.end()));
    both.addEventListener('abort', halt);
    this.stop = () => stop.abort();
    await Promise.all(Array.from({ length: Math.min(Math.max(this.workers, 1), tasks.length) }, lane));
    both.removeEventListener('abort', halt);
    this.stop = () => undefined;
    if (both.aborted) {
      await Promise.all([...this.alive].map((thread) => thread.end()));
      throw new MeritError('E_ABORTED', signal?.aborted ? 'the caller stopped the simulation' : 'the threads were closed before the simulation was done');
    }
    failures.sort((a, b) => a.at - b.at);
    if (failures[0]) throw failures[0].error;
  }

  /** A thread that waits, or a new one, which knows what the lives of a run share. */
  private takeThread(busy: Set<Thread>, order: Order): Thread {
    let thread = [...this.alive].find((one) => one.isAlive && !busy.has(one));
    if (!thread) {
      const started = new Thread(this.entry, () => this.alive.delete(started));
      this.alive.add(started);
      thread = started;
    }
    busy.add(thread);
    thread.begin(order);
    return thread;
  }
}

/** A thread that ended before it answered. */
interface Gone {
  readonly kind: 'gone';
  readonly why: string;
}

/** The run that was answered. @throws {MeritError} what the life threw, or E_WORKER where its thread died again and again */
function runOf(answer: Answer | Gone, task: Task): Run {
  switch (answer.kind) {
    case 'run':
      return answer.run;
    case 'refused':
      throw MeritError.of(answer.issues);
    case 'failed':
      throw Object.assign(new Error(answer.message), { stack: answer.stack });
    case 'gone':
      throw new MeritError('E_WORKER', `the thread that lived this life ended ${ATTEMPTS} times before it was done (${answer.why})\n${HINTS[answer.why] ?? ALONE}`, { path: pointer(['policies', task.policy, task.scenario.seed]) });
  }
}

/** One thread and the life it lives. */
class Thread {
  private readonly worker: Worker;
  private why = '';
  private over = false;
  private answer: ((answer: Answer | Gone) => void) | undefined;

  constructor(entry: URL, ended: () => void) {
    this.worker = new Worker(entry, { execArgv: [] }); // the flags of this process are for its own file: --input-type would be an error here
    this.worker.on('message', (answer: Answer) => this.settle(answer));
    this.worker.on('error', (error: { readonly code?: string; readonly name: string }) => (this.why = error.code ?? error.name));
    this.worker.on('messageerror', () => void this.end());
    this.worker.on('exit', (code) => {
      this.over = true;
      ended();
      this.settle({ kind: 'gone', why: this.why || `exit code ${code}` });
    });
  }

  get isAlive(): boolean {
    return !this.over;
  }

  /** Before the lives of a run: the process waits for it. */
  begin(order: Order): void {
    this.worker.ref();
    this.worker.postMessage(order);
  }

  /** After them: the process may end without it. */
  rest(): void {
    this.worker.unref();
  }

  ask(order: Order): Promise<Answer | Gone> {
    return new Promise((resolve) => {
      this.answer = resolve;
      this.worker.postMessage(order);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(answer: Answer | Gone): void {
    const waiting = this.answer;
    this.answer = undefined;
    waiting?.(answer);
  }
}
