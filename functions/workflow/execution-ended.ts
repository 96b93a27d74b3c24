import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import type { Runtime } from '../runtime.ts';
import { messageOf, RESUME_ADVICE } from './failure.ts';
import { shorten, timestamp } from './step.ts';

/** Detail of the EventBridge event "Step Functions Execution Status Change". */
export interface ExecutionStatusChange {
  readonly executionArn: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly input: string | null;
  readonly error?: string | null;
  readonly cause?: string | null;
}

const REASONS: Partial<Record<ExecutionStatusChange['status'], string>> = {
  FAILED: 'The workflow failed',
  TIMED_OUT: 'The workflow ran into its time limit',
  ABORTED: 'The workflow was stopped by hand',
  SUCCEEDED: 'The workflow ended without its last step',
};

/**
 * An operation never stays `running` after its execution has ended, however it ended: this closes what the
 * failure path could not, such as an execution stopped by hand. An operation that is closed is not touched.
 */
export function createExecutionEnded(runtime: Runtime) {
  return middy<EventBridgeEvent<string, ExecutionStatusChange>, void>()
    .use(injectLambdaContext(runtime.logger, { clearState: true }))
    .handler(async ({ detail }) => {
      const reason = REASONS[detail.status];
      if (!reason || !detail.input) return;
      // An execution that was started by hand may have any input.
      const { project, environment, operationId } = (JSON.parse(detail.input) ?? {}) as Record<
        string,
        string
      >;
      if (!project || !environment || !operationId) return;
      const told = messageOf(detail.cause ?? '');
      const error = {
        type: `Execution.${detail.status}`,
        detail: shorten(`${reason}${told ? `: ${told}` : ''}. ${RESUME_ADVICE}`),
      };
      const closed = await runtime.registry.fail(
        { project, environment, operationId },
        'failed',
        error,
        timestamp(runtime),
      );
      if (closed)
        runtime.logger.error('Closed an operation whose execution had ended', { operationId, ...error });
    });
}
