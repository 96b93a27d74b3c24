import { AwsError } from '../service.ts';
import type { OperationModel, ServiceModel } from './model.ts';
import { type Shape, shapeOf } from './shape.ts';

/** Throws the service's own validation error when a required member of the input is missing, however deep. */
export function checkRequired(model: ServiceModel, operation: OperationModel, input: unknown): void {
  const missing: Path[] = [];
  collectMissing(shapeOf(operation.input), input, [], missing);
  if (missing.length > 0) throw missingError(model.service.name, missing);
}

type Path = readonly string[];

const absent = (value: unknown) => value === undefined || value === null;

function collectMissing(shape: Shape, value: unknown, path: Path, missing: Path[]): void {
  if (value === null || typeof value !== 'object') return;
  const { members, required, value: element } = shape;
  if (shape.kind === 'structure') {
    const record = value as Record<string, unknown>;
    for (const name of required) if (absent(record[name])) missing.push([...path, name]);
    for (const [name, member] of Object.entries(record)) {
      const memberShape = members.get(name);
      if (memberShape && typeof member === 'object')
        collectMissing(memberShape, member, [...path, name], missing);
    }
  } else if (element && shape.kind === 'list') {
    for (const [index, item] of (value as unknown[]).entries())
      collectMissing(element, item, [...path, String(index + 1), 'member'], missing);
  } else if (element && shape.kind === 'map') {
    for (const [key, item] of Object.entries(value))
      collectMissing(element, item, [...path, key, 'member'], missing);
  }
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
