import { randomUUID } from 'node:crypto';
import type * as sfn from '@aws-sdk/client-sfn';
import { MAX_NESTING, nestsWithin, PAYLOAD_LIMIT_BYTES } from '../../asl/index.ts';
import { AwsError, type CallContext, type Operation } from '../../service.ts';
import type { ByRegion } from '../common.ts';
import {
  checkName,
  type ExecutionRecord,
  findExecution,
  findMachine,
  pageOf,
  type RegionState,
  refuse,
  type StateMachineRecord,
} from './state.ts';

/** What StartExecution needs of the service: a record that runs, from a checked name and input. */
export type Launch = (
  machine: StateMachineRecord,
  execution: { arn: string; name: string; input: string },
  region: string,
) => ExecutionRecord;

export function executionOperations(
  regions: ByRegion<RegionState>,
  launch: Launch,
): Record<string, Operation> {
  return {
    StartExecution: (input: sfn.StartExecutionInput, context) => start(regions, launch, input, context),

    DescribeExecution(input: sfn.DescribeExecutionInput, { region }): sfn.DescribeExecutionOutput {
      const record = findExecution(regions.in(region), input.executionArn as string);
      const described = describe(record);
      if (input.includedData !== 'METADATA_ONLY') return described;
      const { input: _input, output: _output, ...metadata } = described;
      const excluded = { included: false };
      return {
        ...metadata,
        inputDetails: excluded,
        ...(metadata.outputDetails && { outputDetails: excluded }),
      };
    },

    GetExecutionHistory(input: sfn.GetExecutionHistoryInput, { region }): sfn.GetExecutionHistoryOutput {
      const { execution } = findExecution(regions.in(region), input.executionArn as string);
      const ordered = input.reverseOrder ? execution.events.toReversed() : execution.events;
      const { items, nextToken } = pageOf(
        ordered,
        (event) => event.id ?? 0,
        input.nextToken,
        input.maxResults,
      );
      const withData = input.includeExecutionData ?? true;
      return { events: withData ? items : items.map(withoutData), nextToken };
    },

    ListExecutions(input: sfn.ListExecutionsInput, { region }): sfn.ListExecutionsOutput {
      refuse({ ...input }, 'ListExecutions', 'mapRunArn', 'redriveFilter');
      const state = regions.in(region);
      const { arn } = findMachine(state, input.stateMachineArn ?? '');
      const wanted = [...state.executions.values()]
        .filter(({ stateMachineArn }) => stateMachineArn === arn)
        .filter((record) => !input.statusFilter || statusOf(record) === input.statusFilter)
        .sort((a, b) => b.sequence - a.sequence);
      // The token names an execution by its sequence, so the page goes on there when new ones have started.
      const { items, nextToken } = pageOf(
        wanted,
        ({ sequence }) => sequence,
        input.nextToken,
        input.maxResults,
      );
      return { executions: items.map(listItem), nextToken };
    },

    async StopExecution(input: sfn.StopExecutionInput, { region }): Promise<sfn.StopExecutionOutput> {
      const { execution, end } = findExecution(regions.in(region), input.executionArn as string);
      // Assumed: stopping an execution that has ended changes nothing and answers when that was.
      if (!end) execution.stop(input.error, input.cause);
      return { stopDate: (await execution.ended).stopDate };
    },
  };
}

function start(
  regions: ByRegion<RegionState>,
  launch: Launch,
  request: sfn.StartExecutionInput,
  { region }: CallContext,
): sfn.StartExecutionOutput {
  refuse({ ...request }, 'StartExecution', 'traceHeader');
  const { name = randomUUID(), input = '{}' } = request;
  checkName(name);
  checkInput(input);
  const state = regions.in(region);
  const machine = findMachine(state, request.stateMachineArn as string);
  if (machine.status === 'DELETING') {
    throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machine.arn}'`);
  }
  const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const existing = state.executions.get(arn);
  if (existing && (existing.end || existing.input !== input)) {
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  const record = existing ?? launch(machine, { arn, name, input }, region);
  return { executionArn: arn, startDate: record.execution.startDate };
}

/** The message never holds a part of the input: it could be anything. */
function checkInput(input: string): void {
  if (Buffer.byteLength(input) > PAYLOAD_LIMIT_BYTES) {
    const message = `Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${PAYLOAD_LIMIT_BYTES}`;
    throw new AwsError('ValidationException', message);
  }
  const refused = (why: string) =>
    new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: ${why}.`);
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    throw refused('it is not valid JSON');
  }
  if (!nestsWithin(value, MAX_NESTING)) throw refused(`it is nested more than ${MAX_NESTING} deep`);
}

export function statusOf({ end }: ExecutionRecord): sfn.ExecutionStatus {
  return end?.status ?? 'RUNNING';
}

function listItem(record: ExecutionRecord): sfn.ExecutionListItem {
  return {
    executionArn: record.arn,
    stateMachineArn: record.stateMachineArn,
    name: record.name,
    status: statusOf(record),
    startDate: record.execution.startDate,
    stopDate: record.end?.stopDate,
    redriveCount: 0,
  };
}

function describe(record: ExecutionRecord): sfn.DescribeExecutionOutput {
  const { output, error, cause } = record.end ?? {};
  const included = { included: true };
  return {
    ...listItem(record),
    input: record.input,
    inputDetails: included,
    ...(output !== undefined && { output, outputDetails: included }),
    error,
    cause,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'The local cloud does not implement RedriveExecution.',
  };
}

/** includeExecutionData false: inputs, outputs, parameters and variables are left out, errors stay. */
function withoutData(event: sfn.HistoryEvent): sfn.HistoryEvent {
  const entries = Object.entries(event).map(([name, value]) => {
    if (!name.endsWith('EventDetails')) return [name, value];
    const { input, inputDetails, output, outputDetails, parameters, ...rest } = value;
    const { assignedVariables, assignedVariablesDetails, ...kept } = rest;
    return [name, kept];
  });
  return Object.fromEntries(entries);
}
