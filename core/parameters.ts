import { validateParameters } from './generated/validate-parameters.js';
import { type ProblemItem, validationProblem } from './problem.ts';
import { describeErrors } from './request/messages.ts';

/** Path, query and header parameters by their names in openapi.yaml, as texts; absent ones undefined. */
export interface Parameters {
  readonly project?: string | undefined;
  readonly environment?: string | undefined;
  readonly operationId?: string | undefined;
  readonly format?: string | undefined;
  readonly limit?: string | undefined;
  readonly nextToken?: string | undefined;
  readonly dryRun?: string | undefined;
  readonly planId?: string | undefined;
  readonly allowReplacement?: string | undefined;
  readonly finalSnapshot?: string | undefined;
  readonly orphanId?: string | undefined;
  readonly 'Idempotency-Key'?: string | undefined;
}

export interface ParsedParameters {
  /** The page size that was asked for, or the default. */
  readonly limit: number;
  readonly format: OutputFormat;
  readonly dryRun: boolean;
  readonly allowReplacement: boolean;
  /** Undefined: as the preset has it. */
  readonly finalSnapshots: boolean | undefined;
}

export type OutputFormat = 'json' | 'env' | 'tfvars';

const DEFAULT_LIMIT = 20;

/**
 * Checks the parameters that are given.
 * @throws ProblemError validation, with the name of each parameter that is wrong.
 */
export function parseParameters(parameters: Parameters): ParsedParameters {
  const { limit: limitText, ...texts } = parameters;
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
  const limit =
    limitText === undefined ? DEFAULT_LIMIT : /^[0-9]{1,9}$/.test(limitText) ? Number(limitText) : null;
  const value = { ...given, limit };
  if (validateParameters(value) && limit !== null)
    return {
      limit,
      format: (parameters.format as OutputFormat | undefined) ?? 'json',
      dryRun: parameters.dryRun === 'true',
      allowReplacement: parameters.allowReplacement === 'true',
      finalSnapshots:
        parameters.finalSnapshot === undefined ? undefined : parameters.finalSnapshot === 'true',
    };
  const items = describeErrors(validateParameters.errors ?? [], value);
  throw validationProblem(items.map(asParameter));
}

function asParameter({ pointer, detail }: ProblemItem): ProblemItem {
  const name = (pointer ?? '').slice('#/'.length);
  return name === 'Idempotency-Key' ? { header: name, detail } : { parameter: name, detail };
}
