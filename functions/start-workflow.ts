import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { toPlinthError } from '../core/classify.ts';
import type { StartWorkflow } from '../core/submit.ts';

/** Starts executions of a state machine. The execution's name is the operation's id: a repeated start is no second run. */
export function workflowStarter(client: SFNClient, stateMachineArn: string): StartWorkflow {
  return async ({ project, environment, operationId }) => {
    try {
      await client.send(
        new StartExecutionCommand({
          stateMachineArn,
          name: operationId,
          input: JSON.stringify({ project, environment, operationId }),
        }),
      );
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return;
      throw toPlinthError(error, `start the workflow of operation ${operationId}`);
    }
  };
}
