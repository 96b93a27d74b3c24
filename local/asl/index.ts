export { parseDefinition } from './definition.ts';
export { type Diagnostic, InvalidDefinition } from './errors.ts';
export { Execution, type ExecutionEnd, type ExecutionOptions } from './execution.ts';
export { MAX_HISTORY_EVENTS } from './history.ts';
export { type JsonObject, MAX_NESTING, nestsWithin, PAYLOAD_LIMIT_BYTES } from './json.ts';
export { loadDefinition } from './load.ts';
export type { Machine } from './machine.ts';
export type { InvokeLambda } from './scope.ts';
