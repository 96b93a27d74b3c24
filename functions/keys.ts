/** Every Lambda function of Plinth, by the name of its entry in `functions/entries/`. */
export const FUNCTION_KEYS = [
  'api',
  'aurora',
  'dynamodb',
  'redis',
  'dax',
  'alarms',
  'migrate',
  'outputs',
  'failure',
  'execution-ended',
  'events',
  'catalog',
  'caretaker',
  'drift',
  'orphans',
] as const;
export type FunctionKey = (typeof FUNCTION_KEYS)[number];
