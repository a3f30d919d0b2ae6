import { MeritError } from '../errors/index.js';
import { checkNewLine } from '../trail/entry-line.js';
import { checkKnown } from '../trail/memory-store.js';
import type { Appended, StoredEntry } from '../trail/store.js';

/** An append that waits for its turn. */
export interface Job {
  readonly id: string;
  readonly known: number;
  readonly build: (missed: readonly string[]) => string;
  readonly resolve: (answer: Appended) => void;
  readonly reject: (cause: unknown) => void;
}

/** The log as it is before a batch. */
export interface Kept {
  readonly size: number;
  entryOf(id: string): Promise<StoredEntry | undefined>;
  lines(from: number): Promise<readonly string[]>;
}

/** What a batch writes, and whom to tell when it is durable. */
export interface Batch {
  readonly fresh: readonly (StoredEntry & { readonly id: string })[];
  readonly answers: readonly { readonly job: Job; readonly answer: Appended }[];
}

/** Most appends in one batch. */
const WIDTH = 1024;

/** Appends one batch after the other, in the order of the calls: all that came while a batch was being written makes the next one. */
export class AppendQueue {
  private waiting: Job[] = [];
  private running: Promise<void> | undefined;
  private readonly write: (jobs: readonly Job[]) => Promise<void>;

  /** @param write - settles every job it is given; what it throws rejects those that are left */
  constructor(write: (jobs: readonly Job[]) => Promise<void>) {
    this.write = write;
  }

  append(id: string, known: number, build: Job['build']): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ id, known, build, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      await new Promise(setImmediate); // calls made side by side come into one batch
      const jobs = this.waiting.splice(0, WIDTH);
      try {
        await this.write(jobs);
      } catch (cause) {
        for (const job of jobs) job.reject(cause);
      }
    }
    this.running = undefined;
  }
}

/**
 * Builds the lines of a batch, one after the other. Jobs whose id is kept are answered at once, those whose `build` throws are rejected
 * with it and leave no gap; the rest is to be written and then answered.
 */
export async function buildBatch(jobs: readonly Job[], kept: Kept): Promise<Batch> {
  const fresh: (StoredEntry & { id: string })[] = [];
  const byId = new Map<string, StoredEntry>();
  const answers: { job: Job; answer: Appended }[] = [];
  let old: { readonly from: number; readonly lines: readonly string[] } | undefined;
  for (const job of jobs) {
    try {
      const before = byId.get(job.id);
      if (before) {
        answers.push({ job, answer: { index: before.index, line: before.line, repeated: true } });
        continue;
      }
      const same = await kept.entryOf(job.id);
      if (same) {
        job.resolve({ index: same.index, line: same.line, repeated: true });
        continue;
      }
      const index = kept.size + fresh.length;
      checkKnown(job.known, index);
      if (job.known < kept.size && (!old || job.known < old.from)) old = { from: job.known, lines: await kept.lines(job.known) };
      const missed = job.known < kept.size ? old!.lines.slice(job.known - old!.from) : [];
      for (const entry of fresh) if (entry.index >= job.known) missed.push(entry.line);
      const line: unknown = job.build(missed);
      if (typeof line !== 'string') throw new MeritError('E_TYPE', 'what builds an entry returns its line at once, as a text', { path: `/${index}` });
      checkNewLine(line, job.id, index);
      const entry = { id: job.id, index, line };
      fresh.push(entry);
      byId.set(job.id, entry);
      answers.push({ job, answer: { index, line, repeated: false } });
    } catch (cause) {
      job.reject(cause);
    }
  }
  return { fresh, answers };
}
