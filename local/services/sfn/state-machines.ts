import type * as sfn from '@aws-sdk/client-sfn';
import { InvalidDefinition, type Machine, parseDefinition } from '../../asl/index.ts';
import { AwsError, type CallContext, type Operation, type World } from '../../service.ts';
import type { ByRegion } from '../common.ts';
import {
  checkName,
  findMachine,
  pageOf,
  type RegionState,
  refuse,
  type StateMachineRecord,
} from './state.ts';

/** Operations on state machines. Definitions are checked, and compiled, when a machine is created. */
export function stateMachineOperations(
  world: World,
  regions: ByRegion<RegionState>,
  remove: (region: string, record: StateMachineRecord) => void,
): Record<string, Operation> {
  const create = (
    input: sfn.CreateStateMachineInput,
    { region }: CallContext,
  ): sfn.CreateStateMachineOutput => {
    const record = readStateMachine(world, input, region);
    const { machines } = regions.in(region);
    const existing = machines.get(record.arn);
    if (existing?.status === 'DELETING') {
      throw new AwsError('StateMachineDeleting', `State machine is being deleted: '${record.arn}'`);
    }
    if (existing && existing.definition !== record.definition) {
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${record.arn}'`);
    }
    // Documented: name and definition make the call idempotent; another role or other tags are ignored then.
    if (!existing) machines.set(record.arn, record);
    const { arn, creationDate } = existing ?? record;
    return { stateMachineArn: arn, creationDate };
  };

  return {
    CreateStateMachine: create,

    DescribeStateMachine(input: sfn.DescribeStateMachineInput, { region }): sfn.DescribeStateMachineOutput {
      const { arn, name, status, definition, roleArn, creationDate } = findMachine(
        regions.in(region),
        input.stateMachineArn as string,
      );
      return { stateMachineArn: arn, name, status, definition, roleArn, creationDate, type: 'STANDARD' };
    },

    DeleteStateMachine(input: sfn.DeleteStateMachineInput, { region }): sfn.DeleteStateMachineOutput {
      // Documented: deleting what does not exist is no error.
      const record = regions.in(region).machines.get(input.stateMachineArn as string);
      if (record) remove(region, record);
      return {};
    },

    ListStateMachines(input: sfn.ListStateMachinesInput, { region }): sfn.ListStateMachinesOutput {
      const all = [...regions.in(region).machines.values()].map((record, index) => ({ record, index }));
      const { items, nextToken } = pageOf(all, ({ index }) => index, input.nextToken, input.maxResults);
      return {
        stateMachines: items.map(({ record: { arn, name, creationDate } }) => ({
          stateMachineArn: arn,
          name,
          creationDate,
          type: 'STANDARD',
        })),
        nextToken,
      };
    },

    ListTagsForResource(input: sfn.ListTagsForResourceInput, { region }): sfn.ListTagsForResourceOutput {
      const { tags } = findMachine(regions.in(region), input.resourceArn as string);
      return { tags: [...tags].map(([key, value]) => ({ key, value })) };
    },

    ValidateStateMachineDefinition: validateDefinition,
  };
}

function readStateMachine(
  world: World,
  input: sfn.CreateStateMachineInput,
  region: string,
): StateMachineRecord {
  const unsupported = ['publish', 'versionDescription', 'loggingConfiguration', 'tracingConfiguration'];
  refuse({ ...input }, 'CreateStateMachine', ...unsupported, 'encryptionConfiguration');
  const { name = '', definition = '', roleArn = '', type = 'STANDARD', tags = [] } = input;
  checkName(name);
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+/.test(roleArn)) {
    throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}'`);
  }
  if (type !== 'STANDARD') {
    const message = `The local cloud implements state machines of type STANDARD, not '${type}'.`;
    throw new AwsError('StateMachineTypeNotSupported', message);
  }
  return {
    arn: `arn:aws:states:${region}:${world.account}:stateMachine:${name}`,
    name,
    roleArn,
    definition,
    machine: parse(definition),
    creationDate: new Date(world.clock.now()),
    tags: new Map(tags.map(({ key = '', value = '' }) => [key, value])),
    status: 'ACTIVE',
  };
}

function parse(definition: string): Machine {
  try {
    return parseDefinition(definition);
  } catch (error) {
    if (error instanceof InvalidDefinition) throw new AwsError('InvalidDefinition', error.message);
    throw error;
  }
}

function validateDefinition(
  input: sfn.ValidateStateMachineDefinitionInput,
): sfn.ValidateStateMachineDefinitionOutput {
  try {
    parseDefinition(input.definition ?? '');
    return { result: 'OK', diagnostics: [], truncated: false };
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    const limit = input.maxResults || 100;
    const diagnostics = error.diagnostics.map((diagnostic) => ({
      severity: 'ERROR' as const,
      ...diagnostic,
    }));
    return {
      result: 'FAIL',
      diagnostics: diagnostics.slice(0, limit),
      truncated: diagnostics.length > limit,
    };
  }
}
