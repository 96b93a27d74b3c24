import type { ExecutionRecord } from './state.ts';

/** What EventBridge delivers when the status of an execution changes, in AWS's members. */
export interface StatusChangeEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'Step Functions Execution Status Change';
  readonly source: 'aws.states';
  readonly account: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly executionArn: string;
    readonly stateMachineArn: string;
    readonly name: string;
    readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
    /** Milliseconds since the epoch. */
    readonly startDate: number;
    readonly stopDate: number | null;
    /** JSON text; null when it is too large for an event. */
    readonly input: string | null;
    readonly output: string | null;
    readonly error: string | null;
    readonly cause: string | null;
    readonly inputDetails: { readonly included: boolean };
    readonly outputDetails: { readonly included: boolean } | null;
    readonly redriveCount: 0;
  };
}

/** *Documented*: beyond 248 KB escaped, first the input and then the output are left out. */
const MAX_DATA_BYTES = 248 * 1024;

/** Source of the shape: developer guide, "Automating Step Functions event delivery with EventBridge". */
export function statusChangeEvent(
  record: ExecutionRecord,
  origin: { id: string; account: string; region: string },
): StatusChangeEvent {
  const { execution, end } = record;
  const output = end?.output ?? null;
  const outputFits = escapedBytes(output) <= MAX_DATA_BYTES;
  const inputFits = escapedBytes(record.input) + (outputFits ? escapedBytes(output) : 0) <= MAX_DATA_BYTES;
  const at = end?.stopDate ?? execution.startDate;
  return {
    version: '0',
    id: origin.id,
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: origin.account,
    time: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: origin.region,
    resources: [record.arn],
    detail: {
      executionArn: record.arn,
      stateMachineArn: record.stateMachineArn,
      name: record.name,
      status: end?.status ?? 'RUNNING',
      startDate: execution.startDate.getTime(),
      stopDate: end ? end.stopDate.getTime() : null,
      input: inputFits ? record.input : null,
      output: outputFits ? output : null,
      error: end?.error ?? null,
      cause: end?.cause ?? null,
      inputDetails: { included: inputFits },
      outputDetails: output === null ? null : { included: outputFits },
      redriveCount: 0,
    },
  };
}

function escapedBytes(text: string | null): number {
  return text === null ? 0 : Buffer.byteLength(JSON.stringify(text));
}
