import type { FunctionKey } from '../../../../functions/keys.ts';

/**
 * Whose permissions are proved by which life in `test/local/iam/life/`, so that they are proved side by side. All that a
 * role may do has to be needed in the one life that it is in; what it does in the others has to be allowed too.
 */
export const PARTS = {
  aurora: 'tiers',
  dynamodb: 'tiers',
  redis: 'tiers',
  dax: 'tiers',
  alarms: 'tiers',
  outputs: 'tiers',
  migrate: 'migrate',
  api: 'doors',
  events: 'doors',
  catalog: 'doors',
  failure: 'doors',
  'execution-ended': 'doors',
  caretaker: 'watch',
  drift: 'watch',
  orphans: 'orphans',
} as const satisfies Readonly<Record<FunctionKey, string>>;

export type Part = (typeof PARTS)[FunctionKey];
