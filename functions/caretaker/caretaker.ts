import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Callbacks } from '../intake/callbacks.ts';
import { MORTAL } from '../mortal.ts';
import type { EndRuntime } from '../workflow/close.ts';
import { expire } from './expiry.ts';
import { REAPER } from './reaper.ts';

/**
 * Looks after environments by itself, every few minutes: ends what nobody else ends, and deletes what has expired. It
 * remembers nothing between two rounds.
 */
export function createCaretaker(runtime: EndRuntime, callbacks: Callbacks) {
  return middy<unknown, void>(MORTAL)
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(async () => {
      // What one cannot do does not keep the others from their work.
      const failures: unknown[] = [];
      for (const round of [...REAPER, expire])
        await round(runtime, callbacks).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    });
}
