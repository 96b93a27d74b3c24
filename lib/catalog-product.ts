import { readFileSync } from 'node:fs';
import {
  Arn,
  ArnFormat,
  CfnOutput,
  CfnParameter,
  CfnWaitCondition,
  CfnWaitConditionHandle,
  CustomResource,
  Fn,
} from 'aws-cdk-lib';
import { ProductStack } from 'aws-cdk-lib/aws-servicecatalog';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { HANDLE_PROPERTY, LAUNCH_OUTPUTS, type LaunchParameter } from '../core/launch.ts';
import { DEFAULT_PRESET, PRESETS } from '../core/presets.ts';
import { NO_MIGRATION, REQUEST_DEFAULTS } from '../core/request/fingerprint.ts';

export interface ProductProps {
  /** Name of the function behind the custom resource, in the account and region of the launch. */
  readonly functionName: string;
  readonly landingZoneNames: readonly string[];
  /** All regions of all landing zones. */
  readonly regions: readonly string[];
  readonly migrationSets: readonly string[];
}

/** AWS::CloudFormation::WaitCondition takes at most twelve hours. */
const WAIT_SECONDS = 43_200;

/**
 * The template of the product. The custom resource accepts the launch within seconds; the wait condition waits for
 * the signal that the workflow's end gives, which may be later than a custom resource's one hour.
 */
export class EnvironmentProduct extends ProductStack {
  constructor(scope: Construct, id: string, props: ProductProps) {
    super(scope, id, { description: 'A database layer: Aurora PostgreSQL, DynamoDB, Redis and DAX' });
    // cfn-lint takes the Data of a wait condition for an object. It is a text: the resource's own reference has an
    // output with it as its example.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['E6101'] } } };
    const properties = this.parameters(props);
    // A handle keeps the signals it has had, and takes no update. What ever waits anew needs a new logical id.
    const handle = new CfnWaitConditionHandle(this, 'Handle');
    handle.overrideLogicalId('ReadyHandle');
    const environment = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::PlinthEnvironment',
      serviceToken: Arn.format(
        {
          service: 'lambda',
          resource: 'function',
          resourceName: props.functionName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        },
        this,
      ),
      properties: { ...properties, [HANDLE_PROPERTY]: handle.ref },
    });
    // Not Environment: resources and parameters share their names.
    this.nameAs(environment, 'DatabaseEnvironment');
    const ready = new CfnWaitCondition(this, 'WaitCondition', {
      count: 1,
      handle: handle.ref,
      timeout: String(WAIT_SECONDS),
    });
    ready.overrideLogicalId('Ready');
    ready.node.addDependency(environment);
    this.outputs(environment.getAttString('OperationId'), ready.getAtt('Data').toString());
  }

  private parameters(props: ProductProps): Record<LaunchParameter, string> {
    const { parameters, fields } = contract();
    const fallback = (value: string, among: readonly string[]) =>
      among.includes(value) ? value : (among[0] ?? '');
    const sets = [...props.migrationSets, NO_MIGRATION];
    return {
      Project: this.parameter('Project', parameters.project),
      Environment: this.parameter('Environment', fields.environment),
      Preset: this.choice('Preset', fields.preset, Object.keys(PRESETS), DEFAULT_PRESET),
      LandingZone: this.choice(
        'LandingZone',
        fields.landingZone,
        props.landingZoneNames,
        fallback(REQUEST_DEFAULTS.landingZone, props.landingZoneNames),
      ),
      PrimaryRegion: this.choice(
        'PrimaryRegion',
        fields.primaryRegion,
        props.regions,
        fallback(REQUEST_DEFAULTS.primaryRegion, props.regions),
      ),
      // Empty: not given, for presets that are of one region.
      SecondaryRegion: this.choice(
        'SecondaryRegion',
        fields.secondaryRegion,
        ['', ...props.regions],
        fallback(REQUEST_DEFAULTS.secondaryRegion, ['', ...props.regions]),
      ),
      MigrationSet: this.choice(
        'MigrationSet',
        { description: `The schema to start with; ${NO_MIGRATION} for an empty database.` },
        sets,
        fallback(REQUEST_DEFAULTS.migrations.set, sets),
      ),
    };
  }

  /** A text with the rule that the API has for it. */
  private parameter(name: LaunchParameter, { pattern, maxLength, description = '' }: Field): string {
    const rules = { allowedPattern: pattern, minLength: 1, maxLength };
    return new CfnParameter(this, name, { description, constraintDescription: description, ...rules })
      .valueAsString;
  }

  private choice(
    name: LaunchParameter,
    { description = '' }: Field,
    allowedValues: readonly string[],
    value: string,
  ): string {
    return new CfnParameter(this, name, {
      description,
      allowedValues: [...allowedValues],
      default: value,
    }).valueAsString;
  }

  /** `data` is `{"environment": ";Name=value;…"}`: what stands between `;Name=` and `;` is the value. */
  private outputs(operationId: string, data: string): void {
    new CfnOutput(this, 'OperationId', { value: operationId, description: 'The operation that made it' });
    for (const [name, { description }] of Object.entries(LAUNCH_OUTPUTS)) {
      const after = Fn.select(1, Fn.split(`;${name}=`, data));
      new CfnOutput(this, name, { value: Fn.select(0, Fn.split(';', after)), description });
    }
  }

  /** Logical ids are the product's interface between its versions, so they are chosen. */
  private nameAs(resource: CustomResource, logicalId: string): void {
    const child = resource.node.defaultChild as CfnWaitCondition;
    child.overrideLogicalId(logicalId);
  }
}

interface Field {
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly description?: string;
}

type RequestField = 'environment' | 'preset' | 'landingZone' | 'primaryRegion' | 'secondaryRegion';

/** Rules and texts of the API, so that the console says the same. */
function contract(): { parameters: { project: Field }; fields: Record<RequestField, Field> } {
  const document = parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8'));
  const [project] = document.paths['/v1/projects/{project}/environments'].post.parameters;
  return {
    parameters: { project: { ...project.schema, description: project.description } },
    fields: document.components.schemas.EnvironmentRequest.properties,
  };
}
