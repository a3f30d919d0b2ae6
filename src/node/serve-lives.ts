import { parentPort } from 'node:worker_threads';
import { bug, MeritError } from '../errors/index.js';
import { deepFreeze } from '../model/frozen.js';
import { runTask, type Simulate } from '../simulating/index.js';
import { unpacked, type Answer, type Order, type Shared } from './lives.js';

/** What a thread of `threads` does from its first line on: it lives what it is told, one life after the other, until it is ended. Nothing is written anywhere. */
export function serveLives(simulate: Simulate): void {
  if (!parentPort) throw bug('lives are served in a thread');
  const port = parentPort;
  let shared: Shared | undefined;
  port.on('message', (order: Order) => {
    if (order.kind === 'shared') {
      shared = order.shared;
      const { organisations, worlds, regimes, yardsticks } = shared; // what the library remembers of a document it remembers of a frozen one only
      for (const document of [...organisations, ...worlds, ...regimes.map((regime) => regime.policy.policy), ...yardsticks.map((yardstick) => yardstick.policy)]) deepFreeze(document);
      return;
    }
    if (!shared) throw bug('a life came before what it shares with others');
    runTask(unpacked(order.life, shared), { simulate }).then(
      (run) => port.postMessage({ kind: 'run', run } satisfies Answer),
      (error: unknown) => port.postMessage(told(error)),
    );
  });
}

function told(error: unknown): Answer {
  if (error instanceof MeritError) return { kind: 'refused', issues: error.issues };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', message, stack: stack ?? '' };
}
