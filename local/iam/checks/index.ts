import type { Rules } from '../rule.ts';
import { cloudwatch } from './cloudwatch.ts';
import { dax } from './dax.ts';
import { dynamodb } from './dynamodb.ts';
import { elasticache } from './elasticache.ts';
import { events } from './events.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { logs } from './logs.ts';
import { rds } from './rds.ts';
import { secretsmanager } from './secretsmanager.ts';
import { sns } from './sns.ts';
import { states } from './states.ts';

/** By signing name, which for CloudWatch is `monitoring`. */
export const RULES: Readonly<Record<string, Rules>> = {
  monitoring: cloudwatch,
  dax,
  dynamodb,
  elasticache,
  events,
  iam,
  kms,
  logs,
  rds,
  secretsmanager,
  sns,
  states,
};
