import * as schemas from '@aws-sdk/client-sfn';
import { Execution, type InvokeLambda } from '../../asl/index.ts';
import type { Service, World } from '../../service.ts';
import { ByRegion, uuid } from '../common.ts';
import { executionOperations, type Launch } from './executions.ts';
import type { ExecutionRecord, RegionState, StateMachineRecord } from './state.ts';
import { stateMachineOperations } from './state-machines.ts';
import { type StatusChangeEvent, statusChangeEvent } from './status-event.ts';

export type { StatusChangeEvent } from './status-event.ts';

export interface SfnOptions {
  /**
   * Invokes a function by the name or ARN that the definition gives. What it throws is what the function threw; an
   * error named `Lambda.…` comes from the Lambda service, one named `Sandbox.Timedout` from the function's own limit.
   */
  readonly invokeLambda: InvokeLambda;
  /** EventBridge's "Step Functions Execution Status Change", for RUNNING and for every end. */
  readonly onStatusChange?: (event: StatusChangeEvent) => void | Promise<void>;
  /** From 0 to below 1; for retry jitter. */
  readonly random?: () => number;
}

export interface SfnService extends Service {
  /** Resolves when no execution runs, no function that one has invoked, and no status event is on its way. */
  idle(): Promise<void>;
  /** Ends every execution as ABORTED, and gives functions that are still running five seconds to notice. */
  stopAll(): Promise<void>;
}

/**
 * Ended executions that can still be described, per region. AWS keeps them, and their names, for 90 days; here the
 * oldest is forgotten, so that a long-running local cloud stays small.
 */
const MAX_ENDED_EXECUTIONS = 200;

const STOP_GRACE_MS = 5000;

/** Step Functions of the local cloud: standard workflows on the interpreter in `local/asl`. */
export function createSfnService(world: World, options: SfnOptions): SfnService {
  const regions = new ByRegion<RegionState>(() => ({ machines: new Map(), executions: new Map() }));
  const underWay = new Set<Promise<unknown>>();
  let sequence = 0;

  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    const done = () => underWay.delete(work);
    work.then(done, done);
    return work;
  };

  const publish = (record: ExecutionRecord, region: string) => {
    const origin = { id: uuid(world), account: world.account, region };
    const deliver = async () => options.onStatusChange?.(statusChangeEvent(record, origin));
    track(
      deliver().catch((error) => process.emitWarning(`onStatusChange of ${record.arn} failed: ${error}`)),
    );
  };

  const launch: Launch = (machine, { arn, name, input }, region) => {
    const execution = new Execution(machine.machine, {
      executionArn: arn,
      name,
      input,
      region,
      stateMachineArn: machine.arn,
      stateMachineName: machine.name,
      roleArn: machine.roleArn,
      clock: world.clock,
      isBusy: () => world.work.pending > 0,
      random: options.random,
      invokeLambda: (functionName, body, signal) => track(options.invokeLambda(functionName, body, signal)),
    });
    const record: ExecutionRecord = {
      arn,
      name,
      input,
      execution,
      sequence: ++sequence,
      stateMachineArn: machine.arn,
    };
    const state = regions.in(region);
    state.executions.set(arn, record);
    publish(record, region);
    track(
      execution.ended.then((end) => {
        record.end = end;
        publish(record, region);
        forget(state, machine);
      }),
    );
    return record;
  };

  /** Documented: a machine is DELETING until its executions have ended, and these are terminated. */
  const remove = (region: string, machine: StateMachineRecord) => {
    const state = regions.in(region);
    machine.status = 'DELETING';
    for (const { execution, end } of executionsOf(state, machine)) if (!end) execution.stop();
    forget(state, machine);
  };

  const idle = async () => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };

  return {
    name: 'states',
    schemas,
    operations: {
      ...stateMachineOperations(world, regions, remove),
      ...executionOperations(regions, launch),
    },
    idle,
    async stopAll() {
      for (const [, state] of regions.entries()) {
        for (const { execution, end } of state.executions.values()) {
          if (!end)
            execution.stop('LocalCloudStopped', 'The local cloud was stopped while the execution ran.');
        }
      }
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_GRACE_MS);
      });
      await Promise.race([idle(), grace]);
      clearTimeout(timer);
    },
  };
}

function executionsOf({ executions }: RegionState, machine: StateMachineRecord): ExecutionRecord[] {
  return [...executions.values()].filter(({ stateMachineArn }) => stateMachineArn === machine.arn);
}

/** Drops a deleted machine whose executions have ended, and the oldest ended executions over the limit. */
function forget(state: RegionState, machine: StateMachineRecord): void {
  if (machine.status === 'DELETING' && executionsOf(state, machine).every(({ end }) => end)) {
    state.machines.delete(machine.arn);
    for (const { arn } of executionsOf(state, machine)) state.executions.delete(arn);
  }
  const ended = [...state.executions.values()].filter(({ end }) => end);
  for (const { arn } of ended.slice(0, Math.max(0, ended.length - MAX_ENDED_EXECUTIONS))) {
    state.executions.delete(arn);
  }
}
