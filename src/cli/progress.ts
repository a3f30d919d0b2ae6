import type { Io } from './io.js';

const WIDTH = 24;
const PATIENCE = 300; // ms before the first bar: short work shows none
const PAUSE = 100;

/** A bar in one line that is overwritten. */
export interface ProgressLine {
  readonly show: (text: string, done: number, all: number) => void;
  readonly clear: () => void;
}

/** A bar on stderr for long work, only where somebody watches; `now` gives milliseconds. */
export function progressOn({ stderr }: Io, quiet: boolean, now: () => number = () => performance.now()): ProgressLine {
  if (quiet || stderr.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let next = now() + PATIENCE;
  let shown = false;
  return {
    show: (text, done, all) => {
      if (now() < next) return;
      next = now() + PAUSE;
      shown = true;
      const full = all > 0 ? Math.min(WIDTH, Math.round((done / all) * WIDTH)) : 0;
      stderr.write(`\r\u001b[K[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${text}`);
    },
    clear: () => {
      if (shown) stderr.write('\r\u001b[K');
      shown = false;
    },
  };
}
