import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { toPlinthError } from '../core/classify.ts';
import { MACHINES, type MachineName } from '../core/operations.ts';
import type { Execution, Executions, OperationNames } from '../core/workflow.ts';

export interface Workflow {
  readonly client: SFNClient;
  readonly stateMachineArns: Readonly<Record<MachineName, string>>;
}

/** The execution's name is the operation's id: a repeated start is no second run. */
export function createExecutions({ client, stateMachineArns }: Workflow): Executions {
  const executionArn = ({ kind, operationId }: OperationNames) =>
    `${stateMachineArns[MACHINES[kind]].replace(':stateMachine:', ':execution:')}:${operationId}`;
  return {
    start: async ({ project, environment, operationId, kind, options }) => {
      const { settleSeconds } = options ?? {};
      const input = JSON.stringify({ project, environment, operationId, settleSeconds });
      const stateMachineArn = stateMachineArns[MACHINES[kind]];
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name: operationId, input }));
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return;
        throw toPlinthError(error, `start the workflow of operation ${operationId}`);
      }
    },
    stop: async (operation, cause) => {
      try {
        await client.send(
          new StopExecutionCommand({ executionArn: executionArn(operation), error: 'Cancelled', cause }),
        );
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return;
        throw toPlinthError(error, `stop the workflow of operation ${operation.operationId}`);
      }
    },
    find: async (operation): Promise<Execution> => {
      try {
        const answer = await client.send(
          new DescribeExecutionCommand({ executionArn: executionArn(operation) }),
        );
        const { status, cause = '' } = answer;
        if (status === 'SUCCEEDED' || status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED')
          return { status: 'ended', how: status, cause };
        return { status: 'running' };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return { status: 'absent' };
        throw toPlinthError(error, `look for the workflow of operation ${operation.operationId}`);
      }
    },
  };
}
