import type { Plinth } from '../plinth.ts';

/** Changes behind Plinth's back that do not disturb each other: seen at once, and repaired by one reconcile. */
export interface Round {
  readonly what: string;
  /** By the administrator, over the AWS endpoint. */
  readonly change: (plinth: Plinth) => Promise<unknown>;
  /**
   * `tier: resource field: observed → desired` of each field that has changed; there are no others, but for alarms about a
   * node that is gone.
   */
  readonly expected: readonly string[];
}

/** All tiers have something to be changed by hand, and an older engine that AWS may upgrade by itself. */
export const TO_BE_CHANGED = {
  environment: 'dev',
  preset: 'development',
  aurora: { instanceCount: 2, engineVersion: '15.17', deletionProtection: true },
  dynamodb: {
    deletionProtection: true,
    tables: [
      {
        name: 'games',
        attributes: [
          { name: 'gameId', type: 'S' },
          { name: 'playerId', type: 'S' },
        ],
        partitionKey: 'gameId',
        ttlAttribute: 'expiresAt',
        indexes: [{ name: 'by-player', partitionKey: 'playerId', projection: 'ALL' }],
      },
    ],
  },
  redis: { nodeCount: 2, engineVersion: '7.0' },
  dax: { replicationFactor: 3 },
  alarms: {},
  tags: { Team: 'blue' },
  migrations: { set: null },
} as const;
