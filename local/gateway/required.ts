import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../service.ts';
import type { OperationModel, ServiceModel } from './model.ts';

/** Throws the service's own validation error when a required member of the input is missing, however deep. */
export function checkRequired(model: ServiceModel, operation: OperationModel, input: unknown): void {
  const missing = [...missingMembers(operation.input, input, [])];
  if (missing.length > 0) throw missingError(model.service.name, missing);
}

type Path = readonly string[];

function* missingMembers(schema: NormalizedSchema, value: unknown, path: Path): Generator<Path> {
  if (value === null || typeof value !== 'object') return;
  if (schema.isStructSchema()) {
    const record = value as Record<string, unknown>;
    let required = requiredCount(schema);
    for (const [name, member] of schema.structIterator()) {
      const absent = record[name] === undefined || record[name] === null;
      if (absent && required > 0) yield [...path, name];
      if (!absent) yield* missingMembers(member, record[name], [...path, name]);
      required--;
    }
  } else if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    for (const [index, item] of (value as unknown[]).entries()) {
      yield* missingMembers(member, item, [...path, String(index + 1), 'member']);
    }
  } else if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    for (const [key, item] of Object.entries(value)) {
      yield* missingMembers(member, item, [...path, key, 'member']);
    }
  }
}

/** A structure is `[3, namespace, name, traits, names, schemas, required]`, its required members listed first. */
function requiredCount(schema: NormalizedSchema): number {
  return Number((schema.getSchema() as readonly unknown[])[6] ?? 0);
}

/** *assumed*, from errors seen in public issue threads: which code each service family gives. */
function missingError(service: string, missing: readonly Path[]): AwsError {
  if (service === 'rds' || service === 'elasticache') {
    const name = missing[0]?.filter((part) => part !== 'member').join('.');
    return new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
  }
  const details = missing.map((path) => {
    const at = path.map((part) => part.charAt(0).toLowerCase() + part.slice(1)).join('.');
    return `Value null at '${at}' failed to satisfy constraint: Member must not be null`;
  });
  const count = `${missing.length} validation error${missing.length === 1 ? '' : 's'} detected`;
  return new AwsError(validationCode(service), `${count}: ${details.join('; ')}`);
}

function validationCode(service: string): string {
  if (service === 'iam' || service === 'sns') return 'ValidationError';
  return service === 'logs' ? 'InvalidParameterException' : 'ValidationException';
}
