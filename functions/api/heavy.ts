import type { APIGatewayProxyResult } from 'aws-lambda';
import type { SubmitRuntime } from '../submit-runtime.ts';
import type { ApiCall } from './app.ts';
import { cancelOperation, retryOperation } from './control.ts';
import { createEnvironment } from './create.ts';
import { deleteEnvironment } from './delete.ts';
import { getDrift } from './drift.ts';
import { createIdempotency } from './idempotency.ts';
import { reconcileEnvironment, updateEnvironment } from './update.ts';

/** The answers that need more than the registry. */
export function createHeavyAnswers(runtime: SubmitRuntime) {
  const idempotent = createIdempotency(runtime);
  const withRuntime =
    (answer: (runtime: SubmitRuntime, call: ApiCall) => Promise<APIGatewayProxyResult>) => (call: ApiCall) =>
      answer(runtime, call);
  return {
    createEnvironment: (call: ApiCall) => createEnvironment(runtime, idempotent, call),
    deleteEnvironment: withRuntime(deleteEnvironment),
    updateEnvironment: withRuntime(updateEnvironment),
    reconcileEnvironment: withRuntime(reconcileEnvironment),
    retryOperation: withRuntime(retryOperation),
    cancelOperation: withRuntime(cancelOperation),
    getDrift: withRuntime(getDrift),
  };
}
