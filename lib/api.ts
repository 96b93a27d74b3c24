import { readFileSync } from 'node:fs';
import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  ApiDefinition,
  type CfnRestApi,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  SecurityPolicy,
  SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { parse } from 'yaml';
import { type OpenApiDocument, STAGE, toGatewayDocument } from './openapi.ts';

export interface ApiProps {
  readonly handler: IFunction;
  /** Functions that answer some of the operations instead, by the name that `x-plinth-function` gives. */
  readonly otherHandlers?: Readonly<Record<string, IFunction>>;
  /** Name of the installation; the API has it as its name. */
  readonly installation: string;
  /** Requests a second, and at once, of all callers together. @default 20 and 40 */
  readonly throttle?: { readonly rateLimit: number; readonly burstLimit: number };
  /** Key of the access log. Its policy has to let CloudWatch Logs of the region use it. @default owned by AWS */
  readonly logKey?: IKey;
  /** @default one year */
  readonly logRetention?: RetentionDays;
}

const DEFAULT_THROTTLE = { rateLimit: 20, burstLimit: 40 };
/** Health needs no signature, so whoever asks it cannot use up what the callers have. */
const HEALTH_THROTTLE = { throttlingRateLimit: 5, throttlingBurstLimit: 10 };

/** The HTTP door: a regional REST API from openapi.yaml, each method but health signed with SigV4. */
export class Api extends Construct {
  readonly restApi: SpecRestApi;
  readonly accessLog: LogGroup;
  /** `https://{id}.execute-api.{region}.amazonaws.com`, to which the paths of openapi.yaml and all links are added. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: props.logRetention ?? RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      ...(props.logKey ? { encryptionKey: props.logKey } : {}),
    });
    this.restApi = this.createRestApi(props);
    const { partition, urlSuffix, region } = Stack.of(this);
    this.url = `https://${this.restApi.restApiId}.execute-api.${region}.${urlSuffix}`;
    this.mayInvoke('InvokedByApi', props.handler, this.arnForExecute(partition));
    for (const [key, handler] of Object.entries(props.otherHandlers ?? {}))
      this.mayInvoke(`InvokedByApi-${key}`, handler, this.arnForExecute(partition));
    acknowledge(this, props);
  }

  /** Here, and not by the function, which may be of another stack, or imported: then CDK would leave it out. */
  private mayInvoke(id: string, handler: IFunction, sourceArn: string): void {
    new CfnPermission(this, id, {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn,
    });
  }

  /** Any method and path of the one stage. */
  private arnForExecute(partition: string): string {
    const { region, account } = Stack.of(this);
    return `arn:${partition}:execute-api:${region}:${account}:${this.restApi.restApiId}/${STAGE}/*`;
  }

  private createRestApi(props: ApiProps): SpecRestApi {
    const { installation, throttle = DEFAULT_THROTTLE } = props;
    const { partition, region } = Stack.of(this);
    const integrationUri = (key: string) => {
      const handler = key === 'api' ? props.handler : props.otherHandlers?.[key];
      if (!handler) throw new Error(`openapi.yaml: there is no function ${key} to answer an operation.`);
      return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`;
    };
    const api = new SpecRestApi(this, 'Rest', {
      restApiName: installation,
      apiDefinition: ApiDefinition.fromInline(
        toGatewayDocument(readOpenApi(), { title: installation, integrationUri }),
      ),
      endpointTypes: [EndpointType.REGIONAL],
      // The role through which API Gateway writes access logs is a setting of the whole account and region. An
      // empty account has none, and a deployment without it fails. It stays when this stack goes: others may log too.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: STAGE,
        accessLogDestination: new LogGroupLogDestination(this.accessLog),
        accessLogFormat: ACCESS_LOG,
        metricsEnabled: true,
        tracingEnabled: true,
        // Execution logs quote the values of a body that is refused, and somebody will paste a password one day.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        throttlingRateLimit: throttle.rateLimit,
        throttlingBurstLimit: throttle.burstLimit,
        methodOptions: { '/health/GET': { ...HEALTH_THROTTLE, metricsEnabled: true } },
      },
    });
    // TLS 1.2 and 1.3 with forward secrecy, for the API's own name too; a domain name has to set its own policy.
    // Such a policy needs the access mode; strict also compares SNI with Host.
    const resource = api.node.defaultChild as CfnRestApi;
    resource.securityPolicy = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
    resource.endpointAccessMode = 'STRICT';
    return api;
  }
}

/**
 * One line of JSON a call: who, what, how it ended, and how long it took. No body, query or signature, and nothing
 * that the caller words, such as User-Agent: API Gateway does not escape it (assumed), and a line could be forged.
 */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    traceId: AccessLogField.contextXrayTraceId(),
    time: AccessLogField.contextRequestTime(),
    caller: AccessLogField.contextIdentityUserArn(),
    sourceIp: AccessLogField.contextIdentitySourceIp(),
    method: AccessLogField.contextHttpMethod(),
    resource: AccessLogField.contextResourcePath(),
    path: AccessLogField.contextPath(),
    status: AccessLogField.contextStatus(),
    error: AccessLogField.contextErrorResponseType(),
    integrationStatus: AccessLogField.contextIntegrationStatus(),
    integrationLatencyMs: AccessLogField.contextIntegrationLatency(),
    latencyMs: AccessLogField.contextResponseLatency(),
    bytes: AccessLogField.contextResponseLength(),
  }),
);

export function readOpenApi(): OpenApiDocument {
  return parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8'));
}

/** Findings of cdk-nag that stay, each on its one resource. */
function acknowledge({ accessLog, restApi }: Api, { logKey }: ApiProps): void {
  Validations.of(restApi).acknowledge({
    id: 'AwsSolutions-APIG2',
    reason:
      'The rule looks for a resource; the validator is in the OpenAPI document, for bodies and parameters.',
  });
  Validations.of(restApi.node.findChild('CloudWatchRole')).acknowledge({
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    reason: 'AWS maintains this policy for exactly this role, which only API Gateway can assume.',
  });
  const executionLogs = 'Execution logs quote bodies that are refused; access logs and traces tell the rest.';
  const firewall =
    'Every method but health needs a signature of this account; a web ACL is the platform team’s.';
  Validations.of(restApi.deploymentStage).acknowledge(
    { id: 'AwsSolutions-APIG3', reason: firewall },
    { id: 'AwsSolutions-APIG6', reason: executionLogs },
    { id: 'NIST.800.53.R5-APIGWAssociatedWithWAF', reason: firewall },
    { id: 'NIST.800.53.R5-APIGWExecutionLoggingEnabled', reason: executionLogs },
    {
      id: 'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted',
      reason: 'A cache would show one caller what another one may see, and a state that has passed.',
    },
    {
      id: 'NIST.800.53.R5-APIGWSSLEnabled',
      reason: 'A client certificate is for HTTP backends; this one is Lambda, called by IAM.',
    },
  );
  if (!logKey)
    Validations.of(accessLog).acknowledge({
      id: 'NIST.800.53.R5-CloudWatchLogGroupEncrypted',
      reason:
        'CloudWatch Logs encrypts it with its own key; it holds no body and no secret. Set logKey for one of yours.',
    });
}
