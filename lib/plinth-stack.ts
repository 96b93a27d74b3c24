import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { MIGRATION_READERS, STARTERS, SUBMITTERS } from '../config/functions.ts';
import { FUNCTION_KEYS, type FunctionKey } from '../functions/keys.ts';
import { functionPermissions } from '../functions/permissions.ts';
import { Api } from './api.ts';
import { Caretaker } from './caretaker.ts';
import { Catalog } from './catalog.ts';
import { Events } from './events.ts';
import { PlinthFunction } from './functions.ts';
import { Keys } from './keys.ts';
import { type LandingZoneSource, migrateNetwork, regionsOf } from './landing-zone-source.ts';
import { Monitoring } from './monitoring.ts';
import type { PolicyContext } from './policies.ts';
import { deadLetterQueue } from './queue.ts';
import { Registry } from './registry.ts';
import { Schedules } from './schedules.ts';
import { functionName } from './settings.ts';
import { Workflow } from './workflow.ts';

export interface PlinthStackProps extends StackProps {
  /** Name of the installation; all names begin with it. */
  readonly installation: string;
  readonly landingZones: LandingZoneSource;
  /** Whether a file with limits lies beside the bundles. */
  readonly limits: boolean;
  /** The region that the stack is for. */
  readonly homeRegion: string;
  /** Folders of `migrations/`. */
  readonly migrationSets: readonly string[];
  /** Who may launch the product: ARNs of roles, users and groups, or patterns of them. */
  readonly catalogPrincipals: readonly string[];
  /** Hours between two looks for drift at the same environment. */
  readonly driftEveryHours: number;
  /** The folder of a function, see `config/functions.ts`. */
  readonly code: (key: FunctionKey) => Code;
}

/** All of Plinth in one region; what it is made of is in the constructs. */
export class PlinthStack extends Stack {
  readonly functions: Readonly<Record<FunctionKey, PlinthFunction>>;

  constructor(scope: Construct, id: string, props: PlinthStackProps) {
    super(scope, id, props);
    const { installation, landingZones, homeRegion } = props;
    const keys = new Keys(this, 'Keys', installation);
    const registry = new Registry(this, 'Registry', { installation, key: keys.registry });
    const deadLetters = deadLetterQueue(this, 'DeadLetters', `${installation}-dead-letters`);
    const events = new Events(this, 'Events', { installation, deadLetters });

    const arns = {
      registryTable: registry.table.tableArn,
      registryKey: keys.registry.keyArn,
      idempotencyTable: registry.idempotency.tableArn,
      // By name: a function starts the machine, and the machine names functions.
      stateMachine: this.stateMachineArn(`${installation}-provision`),
      updateStateMachine: this.stateMachineArn(`${installation}-update`),
      deleteStateMachine: this.stateMachineArn(`${installation}-delete`),
      executions: `arn:${this.partition}:states:${this.region}:${this.account}:execution:${installation}-`,
      bus: events.bus.eventBusArn,
      callbackKey: keys.callbacks.keyArn,
    };
    const policyContext: PolicyContext = {
      values: { account: this.account, prefix: `${installation}-`, ...arns },
      regions: [...new Set([homeRegion, ...regionsOf(landingZones.zones)])].sort(),
    };
    const environment = (key: FunctionKey) => ({
      PLINTH_REGISTRY_TABLE: registry.table.tableName,
      PLINTH_EVENT_BUS: events.bus.eventBusName,
      PLINTH_NAME_PREFIX: `${installation}-`,
      ...(SUBMITTERS.includes(key)
        ? {
            PLINTH_IDEMPOTENCY_TABLE: registry.idempotency.tableName,
            ...this.landingZoneVariable(landingZones),
            ...(props.limits && { PLINTH_LIMITS_FILE: 'limits.json' }),
          }
        : {}),
      ...(STARTERS.includes(key)
        ? {
            PLINTH_STATE_MACHINE_ARN: arns.stateMachine,
            PLINTH_UPDATE_STATE_MACHINE_ARN: arns.updateStateMachine,
            PLINTH_DELETE_STATE_MACHINE_ARN: arns.deleteStateMachine,
          }
        : {}),
      ...(MIGRATION_READERS.includes(key) ? { PLINTH_MIGRATIONS_FOLDER: 'migrations' } : {}),
      ...(key === 'orphans' ? { PLINTH_REGIONS: policyContext.regions.join(',') } : {}),
      ...(key === 'execution-ended' || key === 'catalog' || key === 'caretaker'
        ? { PLINTH_CALLBACK_KEY_ARN: arns.callbackKey }
        : {}),
    });
    const make = (key: FunctionKey) =>
      new PlinthFunction(this, `Function-${key}`, {
        key,
        installation,
        code: props.code(key),
        environment: environment(key),
        permissions: functionPermissions(key),
        policyContext,
        logKey: keys.operations,
        deadLetters,
        ...(key === 'migrate' ? { network: migrateNetwork(landingZones.zones, homeRegion) } : {}),
      });
    this.functions = Object.fromEntries(FUNCTION_KEYS.map((key) => [key, make(key)])) as Record<
      FunctionKey,
      PlinthFunction
    >;
    const lambdas = Object.fromEntries(FUNCTION_KEYS.map((key) => [key, this.functions[key].lambda]));

    const workflow = new Workflow(this, 'Workflow', {
      installation,
      functions: lambdas,
      executionEnded: this.functions['execution-ended'].lambda,
      logKey: keys.operations,
      deadLetters,
    });
    const api = new Api(this, 'Api', {
      handler: this.functions.api.lambda,
      otherHandlers: { orphans: this.functions.orphans.lambda },
      installation,
      logKey: keys.operations,
    });
    events.sendRequestsTo(this.functions.events.lambda);
    new Caretaker(this, 'Caretaker', { function: this.functions.caretaker.lambda });
    new Schedules(this, 'Schedules', {
      drift: this.functions.drift.lambda,
      driftEveryHours: props.driftEveryHours,
      deadLetters,
    });
    const catalog = new Catalog(this, 'Catalog', {
      installation,
      functionName: functionName(installation, 'catalog'),
      landingZones: landingZones.zones,
      migrationSets: props.migrationSets,
      principals: props.catalogPrincipals,
    });
    const { topic } = new Monitoring(this, 'Monitoring', {
      installation,
      functions: Object.values(this.functions),
      failure: this.functions.failure,
      stateMachines: workflow.stateMachines,
      deadLetters: [deadLetters],
      topicKey: keys.operations,
    });

    this.output('ApiUrl', api.url, 'Paths begin with /v1');
    this.output(
      'StateMachineArn',
      workflow.stateMachines.provision.stateMachineArn,
      'Provisions environments',
    );
    this.output('EventBusName', events.bus.eventBusName, 'Put "Environment Requested" events here');
    this.output('PortfolioId', catalog.portfolioId, 'Of Service Catalog');
    this.output('ProductId', catalog.productId, 'Of Service Catalog');
    this.output('OperationsTopicArn', topic.topicArn, 'Subscribe whoever runs Plinth');
  }

  private landingZoneVariable({ kind, zones }: LandingZoneSource): Record<string, string> {
    if (kind === 'file') return { PLINTH_LANDING_ZONES_FILE: 'landing-zones.json' };
    return { PLINTH_LANDING_ZONES: this.toJsonString(zones) };
  }

  private stateMachineArn(name: string): string {
    return `arn:${this.partition}:states:${this.region}:${this.account}:stateMachine:${name}`;
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
