import {
  Blocked,
  type ErrorClass,
  NotYet,
  OutcomeUnknown,
  PlinthError,
  Terminal,
  Throttled,
  Unreachable,
} from './errors.ts';

/** What an SDK error means. `AlreadyExists` and `Gone` are no failures: the next observe decides. */
export type Meaning = ErrorClass | 'AlreadyExists' | 'Gone';

/** The parts of an SDK v3 error that we read. `name` is the modelled class name, or the wire code. */
export interface SdkErrorLike {
  readonly name?: string;
  readonly message?: string;
  readonly Code?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $fault?: 'client' | 'server';
  /** Set by our clients: `RDS CreateDBCluster`. */
  readonly operation?: string;
  /** Set by our clients when the call did not go to AWS: the URL that it went to. */
  readonly endpoint?: string;
}

const CLASSES = { Throttled, OutcomeUnknown, NotYet, Blocked, Terminal } as const;

const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'LimitExceeded',
  'SlowDown',
  'PriorRequestNotComplete',
]);

const UNKNOWN = new Set([
  'InternalFailure',
  'InternalError',
  'InternalServerError',
  'InternalServiceError',
  'InternalServiceFault',
  'InternalServerException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ServiceFailure',
  'TimeoutError',
  'AbortError',
  'RequestTimeout',
  'RequestTimeoutException',
  'DependencyTimeoutException',
  'KMSInternalException',
  'NetworkingError',
]);

/** Codes of Node's own socket errors. */
const SOCKET_CODES = /^(ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENOTFOUND|UND_ERR_)/;

const NOT_YET = new Set([
  'InvalidDBClusterStateFault',
  'InvalidDBInstanceStateFault',
  'InvalidGlobalClusterStateFault',
  'InvalidReplicationGroupStateFault',
  'InvalidCacheClusterStateFault',
  'InvalidClusterStateFault',
  'InvalidParameterGroupStateFault',
  'InvalidCacheParameterGroupStateFault',
  'InvalidDBSubnetGroupStateFault',
  'InvalidDBParameterGroupStateFault',
  'ResourceInUseException',
  'TableInUseException',
  'BackupInUseException',
  'ContinuousBackupsUnavailableException',
  'CacheSubnetGroupInUse',
  'SubnetGroupInUseFault',
  'ConcurrentModification',
  'ConcurrentModificationException',
  'OperationAbortedException',
]);

const BLOCKED =
  /^(AccessDenied|AuthorizationError|UnauthorizedOperation|AuthFailure|UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|CredentialsProviderError|TokenProviderError|ExpiredToken|OptInRequired|Insufficient\w*Capacity|KMSKeyNotAccessible|InvalidKMSKey|KMSKeyDisabled|KMSInvalidState|K[Mm][Ss]AccessDenied|ServiceLinkedRoleNotFound|\w*Quota\w*Exceeded|LimitExceeded|NodeQuotaFor|ClusterQuotaFor|NodeGroupsPerReplicationGroupQuota)/;

/** What an endpoint says of an operation that it does not have: AWS itself never does, emulators do. */
const NOT_IMPLEMENTED = /^(InvalidAction|UnknownOperation(Exception)?|UnknownAction|NotImplemented(Error)?)$/;

const ALREADY_EXISTS = /(AlreadyExists(Fault|Exception)?|ResourceExistsException|EntityAlreadyExists\w*)$/;
const GONE = /(NotFound(Fault|Exception)?|NoSuchEntity\w*)$/;

/**
 * What an error of an SDK call means for the workflow. Sources of the names: the SDK's own error lists per
 * operation, and the retry code of the Terraform AWS provider.
 */
export function meaningOf(error: SdkErrorLike): Meaning {
  const name = error.name ?? '';
  const status = error.$metadata?.httpStatusCode;
  const message = error.message ?? '';
  if (name in CLASSES) return name as ErrorClass; // raised by a tier itself
  if (isNotImplemented(error)) return 'Terminal';
  if (THROTTLED.has(name) || status === 429) return 'Throttled';
  // DynamoDB says LimitExceededException both for a quota and for too many table operations at one moment.
  if (name === 'LimitExceededException' && /simultaneous|concurrent/i.test(message)) return 'Throttled';
  if (NOT_YET.has(name)) return 'NotYet';
  // DynamoDB changes a table's time to live once an hour.
  if (/Time to live has been modified multiple times/i.test(message)) return 'NotYet';
  if (/InvalidParameter(Value|Combination)(Exception)?$/.test(name)) {
    // RDS in an account that has never had a database: without its service-linked role it makes no subnet group.
    if (/ServiceLinkedRoles\.html/.test(message)) return 'Blocked';
    // A new role takes up to two minutes to be known everywhere, one that a service has just made for itself too.
    if (/IAM role|role ARN|assume|service.linked role.*try again later/i.test(message)) return 'NotYet';
  }
  if (ALREADY_EXISTS.test(name)) return 'AlreadyExists';
  if (BLOCKED.test(name)) return 'Blocked';
  if (GONE.test(name)) return 'Gone';
  if (UNKNOWN.has(name) || error.$fault === 'server' || (status !== undefined && status >= 500))
    return 'OutcomeUnknown';
  if (isUnreachable(error)) return 'OutcomeUnknown';
  return 'Terminal';
}

/** The SDK's own names, when it finds nothing to sign with. */
const NO_CREDENTIALS = /^(Credentials|Token)ProviderError$/;

/** What it is called where the code is lost on the way: by the SDK after `connectionTimeout`, and by Node. */
const NO_CONNECTION = /did not establish a connection|\b(connect|getaddrinfo) E[A-Z]+|socket hang up/;

function isUnreachable(error: SdkErrorLike): boolean {
  return SOCKET_CODES.test(error.code ?? '') || NO_CONNECTION.test(error.message ?? '');
}

/** The other end is not AWS, and does not have the operation. */
export function isNotImplemented(error: SdkErrorLike): boolean {
  return (
    NOT_IMPLEMENTED.test(error.name ?? '') ||
    error.$metadata?.httpStatusCode === 501 ||
    /not (yet )?(been )?implemented/i.test(error.message ?? '')
  );
}

const ADVICE: Record<ErrorClass, string> = {
  Throttled: 'AWS asked for fewer calls; the workflow tries again by itself.',
  OutcomeUnknown: 'The outcome is not known; the workflow looks again and goes on by itself.',
  NotYet: 'The resource is busy; the workflow waits for it.',
  Blocked:
    'Repair the cause (permission, quota, capacity or key), then retry the operation: it goes on from here.',
  Terminal:
    'AWS refuses it as asked. Repair what it names, then retry the operation, or ask for another environment.',
};

/** Wraps an SDK error in our class for it; `AlreadyExists` and `Gone` count as Terminal where they are not expected. */
export function toPlinthError(error: unknown, doing: string): PlinthError {
  if (error instanceof PlinthError) return error;
  const sdkError = (error ?? {}) as SdkErrorLike;
  const elsewhere = aboutTheEndpoint(sdkError, doing);
  if (elsewhere) return elsewhere;
  const meaning = meaningOf(sdkError);
  const errorClass: ErrorClass = meaning === 'AlreadyExists' || meaning === 'Gone' ? 'Terminal' : meaning;
  const call = sdkError.operation ? ` (${sdkError.operation})` : '';
  const code = sdkError.Code ?? sdkError.name ?? 'Error';
  return new CLASSES[errorClass](
    `Could not ${doing}${call}: ${sentence(`${code}: ${sdkError.message ?? ''}`)} ${ADVICE[errorClass]}`,
    { cause: error },
  );
}

/** AWS ends some of its messages with a full stop, and others with nothing. */
export function sentence(text: string): string {
  const trimmed = text.trim().replace(/:$/, '');
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The call was never considered by AWS: who answers, if anybody, and with what credentials, is the matter. */
function aboutTheEndpoint(error: SdkErrorLike, doing: string): PlinthError | undefined {
  const operation = error.operation ?? 'the call';
  const reason = error.message || error.code || error.name;
  const options = { cause: error };
  if (isNotImplemented(error)) {
    const message = `${error.endpoint ?? 'the endpoint'} does not implement ${operation} (${reason}). Choose another endpoint, or leave out what needs it.`;
    return new Terminal(`Could not ${doing}: ${message}`, options);
  }
  if (isUnreachable(error)) {
    const message = `${error.endpoint ?? 'AWS'} does not answer ${operation} (${reason}). Check that it runs and can be reached from here, then try again.`;
    return new Unreachable(`Could not ${doing}: ${message}`, options);
  }
  if (NO_CREDENTIALS.test(error.name ?? '')) {
    const message = `there are no AWS credentials to sign ${operation} with (${reason}). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, where Plinth runs.`;
    return new Blocked(`Could not ${doing}: ${message}`, options);
  }
  return undefined;
}
