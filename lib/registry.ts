import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { LISTED_ATTRIBUTES, LISTED_INDEX } from '../core/registry.ts';
import { acknowledge } from './acknowledge.ts';

export interface RegistryProps {
  readonly installation: string;
  readonly key: IKey;
}

/**
 * What Plinth knows. It outlives the stack: without it nobody could say which databases belong to whom. The names have
 * a dot where those of environments have a hyphen, so that no tier's permissions reach them.
 */
export class Registry extends Construct {
  /** Environments and operations. */
  readonly table: TableV2;
  /** Answers to keys that callers gave, each for a day. */
  readonly idempotency: TableV2;

  constructor(scope: Construct, id: string, { installation, key }: RegistryProps) {
    super(scope, id);
    const common = {
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    };
    this.table = new TableV2(this, 'Table', {
      ...common,
      tableName: `${installation}.registry`,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: LISTED_INDEX,
          partitionKey: { name: LISTED_INDEX, type: AttributeType.STRING },
          sortKey: { name: 'sk', type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [...LISTED_ATTRIBUTES],
        },
      ],
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.idempotency = new TableV2(this, 'Idempotency', {
      ...common,
      tableName: `${installation}.idempotency`,
      partitionKey: { name: 'id', type: AttributeType.STRING },
      // Epoch seconds, as Powertools writes it.
      timeToLiveAttribute: 'expiration',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    for (const table of [this.table, this.idempotency])
      acknowledge(table, {
        'NIST.800.53.R5-DynamoDBInBackupPlan':
          'Point-in-time recovery keeps 35 days; a backup plan is the platform team’s, of the whole account.',
      });
  }
}
