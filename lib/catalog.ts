import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CfnPortfolioPrincipalAssociation,
  CloudFormationProduct,
  CloudFormationTemplate,
  Portfolio,
} from 'aws-cdk-lib/aws-servicecatalog';
import { Construct } from 'constructs';
import type { LandingZone } from '../core/spec.ts';
import { acknowledge } from './acknowledge.ts';
import { EnvironmentProduct } from './catalog-product.ts';
import { ofThisAccount } from './source-account.ts';

export interface CatalogProps {
  /** Name of the installation; names begin with it. */
  readonly installation: string;
  /** Name of the function behind the product, in this account and region. */
  readonly functionName: string;
  readonly landingZones: readonly LandingZone[];
  /** Folders of `migrations/`. */
  readonly migrationSets: readonly string[];
  /** ARNs of the roles, users and groups that may launch; a pattern such as `arn:aws:iam:::role/teams/*` too. */
  readonly principals?: readonly string[];
  /** Who answers questions, as the console shows it. */
  readonly owner?: string;
}

/** Version of the product's template. A change of the template is another version beside it. */
const TEMPLATE_VERSION = 'v1';

/** The Service Catalog door: a portfolio with one product, and the role that launches it. */
export class Catalog extends Construct {
  readonly portfolioId: string;
  readonly productId: string;
  readonly launchRole: Role;
  readonly template: EnvironmentProduct;

  constructor(scope: Construct, id: string, props: CatalogProps) {
    super(scope, id);
    const { installation, owner = 'Platform team' } = props;
    this.template = new EnvironmentProduct(this, 'Template', {
      functionName: props.functionName,
      landingZoneNames: props.landingZones.map(({ name }) => name),
      regions: [...new Set(props.landingZones.flatMap(({ regions }) => Object.keys(regions)))].sort(),
      migrationSets: props.migrationSets,
    });
    const portfolio = new Portfolio(this, 'Portfolio', {
      displayName: `${installation}: databases`,
      providerName: owner,
      description: 'Database layers, made by Plinth',
    });
    const product = new CloudFormationProduct(this, 'Product', {
      productName: `${installation}: database environment`,
      owner,
      description:
        'Aurora PostgreSQL, DynamoDB, Redis and DAX for one project, encrypted, alarmed and backed up',
      productVersions: [
        {
          productVersionName: TEMPLATE_VERSION,
          cloudFormationTemplate: CloudFormationTemplate.fromProductStack(this.template),
        },
      ],
    });
    portfolio.addProduct(product);
    this.launchRole = this.createLaunchRole(props);
    portfolio.setLaunchRole(product, this.launchRole);
    for (const [index, principal] of (props.principals ?? []).entries())
      new CfnPortfolioPrincipalAssociation(this, `Principal${index}`, {
        portfolioId: portfolio.portfolioId,
        principalArn: principal,
        principalType: principal.startsWith('arn:aws:iam:::') ? 'IAM_PATTERN' : 'IAM',
      });
    this.portfolioId = portfolio.portfolioId;
    this.productId = product.productId;
  }

  /**
   * What a launch may do: read the template that Service Catalog keeps, run the stack, and call the one function.
   * Whoever launches needs none of it. Source: Service Catalog administrator guide, "Launch constraints".
   */
  private createLaunchRole({ installation, functionName }: CatalogProps): Role {
    const { account, partition } = Stack.of(this);
    const role = new Role(this, 'LaunchRole', {
      roleName: `${installation}-catalog-launch`,
      description: 'Launches the product of Service Catalog',
      assumedBy: new ServicePrincipal('servicecatalog.amazonaws.com', {
        conditions: ofThisAccount(account),
      }),
    });
    const allow = (actions: string[], resources: string[], conditions?: Record<string, object>) =>
      role.addToPolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions,
          resources,
          ...(conditions ? { conditions } : {}),
        }),
      );
    allow(
      ['lambda:InvokeFunction'],
      [
        Arn.format(
          {
            service: 'lambda',
            resource: 'function',
            resourceName: functionName,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          },
          Stack.of(this),
        ),
      ],
    );
    // Service Catalog names its stacks SC-{account}-{provisioned product}.
    allow(
      [
        'CreateStack',
        'UpdateStack',
        'DeleteStack',
        'DescribeStacks',
        'DescribeStackEvents',
        'SetStackPolicy',
      ].map((action) => `cloudformation:${action}`),
      [`arn:${partition}:cloudformation:*:${account}:stack/SC-*`],
    );
    // Of a template, before there is a stack: neither takes a resource then.
    allow(['cloudformation:GetTemplateSummary', 'cloudformation:ValidateTemplate'], ['*']);
    // The bucket is Service Catalog's own and has no name of ours; the tag says what is a template in it.
    allow(['s3:GetObject'], ['*'], {
      StringEquals: { 's3:ExistingObjectTag/servicecatalog:provisioning': 'true' },
    });
    acknowledge(role.node.findChild('DefaultPolicy'), {
      'AwsSolutions-IAM5[Resource::arn:aws:cloudformation:*:<AWS::AccountId>:stack/SC-*]':
        'Service Catalog makes the name of a stack when a product is launched.',
      'AwsSolutions-IAM5[Resource::*]':
        'Templates have no resource before there is a stack, and objects are those of Service Catalog by their tag.',
      'NIST.800.53.R5-IAMNoInlinePolicy': 'The policy belongs to this one role.',
    });
    return role;
  }
}
