import { isNotImplemented, meaningOf, type SdkErrorLike, toPlinthError } from '../../core/classify.ts';
import { Blocked, NotYet, Terminal, Unreachable } from '../../core/errors.ts';

/** Names that services have for one thing, beside those whose messages count. */
const NAMES = {
  Throttled: [
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
  ],
  OutcomeUnknown: [
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
  ],
  NotYet: [
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
  ],
  AlreadyExists: ['DBInstanceAlreadyExists', 'EntityAlreadyExists', 'AlreadyExistsException'],
  Gone: ['DBInstanceNotFound', 'NoSuchEntity', 'ResourceNotFoundException'],
  Blocked: ['TagQuotaPerResourceExceeded', 'ExpiredTokenException', 'OptInRequired'],
  Terminal: ['ItemCollectionSizeLimitExceededException', 'InvalidParameterCombination'],
};

describe('meaningOf', () => {
  it.each<[string, SdkErrorLike, string]>([
    ['Throttling', {}, 'Throttled'],
    ['Weird', { $metadata: { httpStatusCode: 429 } }, 'Throttled'],
    [
      'LimitExceededException',
      { message: 'Subscriber limit: only 10 tables can be created simultaneously' },
      'Throttled',
    ],
    ['LimitExceededException', { message: 'Too many tables' }, 'Blocked'],
    ['InternalFailure', {}, 'OutcomeUnknown'],
    ['Weird', { $metadata: { httpStatusCode: 503 } }, 'OutcomeUnknown'],
    ['Error', { code: 'ECONNRESET' }, 'OutcomeUnknown'],
    ['TimeoutError', {}, 'OutcomeUnknown'],
    ['InvalidDBClusterStateFault', {}, 'NotYet'],
    ['ResourceInUseException', {}, 'NotYet'],
    [
      'InvalidParameterValue',
      { message: 'IAM role ARN value is invalid or does not include the required permissions' },
      'NotYet',
    ],
    ['InvalidParameterValue', { message: 'Invalid DB engine' }, 'Terminal'],
    [
      'InvalidParameterValue',
      {
        message:
          'Unable to create the resource. Verify that you have permission to create service linked role. Otherwise wait and try again later',
      },
      'NotYet',
    ],
    [
      'InvalidParameterValue',
      {
        message:
          'Missing necessary credentials. Please check http://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html',
      },
      'Blocked',
    ],
    ['AccessDeniedException', {}, 'Blocked'],
    ['AuthorizationErrorException', {}, 'Blocked'],
    ['KmsAccessDeniedException', {}, 'Blocked'],
    ['KMSAccessDeniedException', {}, 'Blocked'],
    ['InsufficientCacheClusterCapacityFault', {}, 'Blocked'],
    ['InsufficientDBInstanceCapacityFault', {}, 'Blocked'],
    ['DBClusterQuotaExceededFault', {}, 'Blocked'],
    ['ServiceQuotaExceededException', {}, 'Blocked'],
    ['KMSKeyNotAccessibleFault', {}, 'Blocked'],
    ['DBInstanceAlreadyExistsFault', {}, 'AlreadyExists'],
    ['ResourceExistsException', {}, 'AlreadyExists'],
    ['EntityAlreadyExistsException', {}, 'AlreadyExists'],
    ['DBClusterNotFoundFault', {}, 'Gone'],
    ['NoSuchEntityException', {}, 'Gone'],
    ['ServiceLinkedRoleNotFoundFault', {}, 'Blocked'],
    ['ValidationException', {}, 'Terminal'],
    ['InvalidAction', { $metadata: { httpStatusCode: 400 } }, 'Terminal'],
    ['InternalFailure', { $metadata: { httpStatusCode: 501 } }, 'Terminal'],
    ['NotImplemented', { $metadata: { httpStatusCode: 404 } }, 'Terminal'],
    ['Error', { message: 'getaddrinfo ENOTFOUND rds.nowhere' }, 'OutcomeUnknown'],
    ['Error', { message: 'connect ECONNREFUSED 127.0.0.1:1' }, 'OutcomeUnknown'],
    ['Error', { message: 'the socket did not establish a connection in 1000 ms' }, 'OutcomeUnknown'],
    ['Error', { message: 'socket hang up' }, 'OutcomeUnknown'],
    ['Weird', { $metadata: { httpStatusCode: 500 } }, 'OutcomeUnknown'],
    ['Weird', { $fault: 'server' }, 'OutcomeUnknown'],
    ['Weird', { $fault: 'client', $metadata: { httpStatusCode: 499 } }, 'Terminal'],
    [
      'ValidationException',
      { message: 'Time to live has been modified multiple times within a fixed interval' },
      'NotYet',
    ],
    ['ValidationException', { message: 'More than ten concurrent changes cannot be asked for' }, 'Terminal'],
    ['ValidationException', { message: 'The IAM role does not exist' }, 'Terminal'],
    ['CredentialsProviderError', {}, 'Blocked'],
    ['SignatureDoesNotMatch', { $metadata: { httpStatusCode: 403 } }, 'Blocked'],
  ])('%s %j is %s', (name, rest, meaning) => {
    expect(meaningOf({ name, ...rest })).toBe(meaning);
  });

  it.each(Object.entries(NAMES).flatMap(([meaning, names]) => names.map((name) => [name, meaning])))(
    '%s is %s',
    (name, meaning) => {
      expect(meaningOf({ name })).toBe(meaning);
    },
  );

  it('is Terminal for an error that says nothing', () => {
    expect(meaningOf({})).toBe('Terminal');
  });

  it('keeps the class of an error that a tier raised', () => {
    expect(meaningOf(new NotYet('soon'))).toBe('NotYet');
  });
});

describe('isNotImplemented', () => {
  it.each([
    { name: 'InvalidAction' },
    { name: 'UnknownAction' },
    { name: 'UnknownOperation' },
    { name: 'UnknownOperationException' },
    { name: 'NotImplemented' },
    { name: 'NotImplementedError' },
    { $metadata: { httpStatusCode: 501 } },
    { message: 'DescribeEvents is not implemented' },
    { message: 'Not yet implemented' },
    { message: 'This action has not been implemented' },
    { message: 'CreateCluster has not yet been implemented' },
  ])('sees %j', (error) => {
    expect(isNotImplemented(error)).toBe(true);
  });

  it.each([
    {},
    { name: 'InvalidActionDeclarationException' },
    { name: 'KMSInvalidAction' },
    { message: 'it is implemented', $metadata: { httpStatusCode: 500 } },
  ])('and does not see %j as that', (error) => {
    expect(isNotImplemented(error)).toBe(false);
  });
});

describe('toPlinthError', () => {
  it('names what was being done, the call and the wire code, and what to do', () => {
    const sdkError = Object.assign(new Error('no more'), {
      name: 'InstanceQuotaExceededFault',
      operation: 'RDS CreateDBInstance',
    });
    const error = toPlinthError(sdkError, 'create instance x');
    expect(error).toBeInstanceOf(Blocked);
    expect(error.message).toMatch(
      /create instance x \(RDS CreateDBInstance\): InstanceQuotaExceededFault: no more.*retry the operation/,
    );
    expect(error.cause).toBe(sdkError);
  });

  it.each([
    ['Throttling', 'Throttled', 'AWS asked for fewer calls; the workflow tries again by itself.'],
    [
      'InternalFailure',
      'OutcomeUnknown',
      'The outcome is not known; the workflow looks again and goes on by itself.',
    ],
    ['ResourceInUseException', 'NotYet', 'The resource is busy; the workflow waits for it.'],
    [
      'ValidationException',
      'Terminal',
      'AWS refuses it as asked. Repair what it names, then retry the operation, or ask for another environment.',
    ],
  ])('tells after %s, which is %s, how it goes on', (name, errorClass, advice) => {
    const error = toPlinthError({ name, message: 'no' }, 'do it');
    expect(error.name).toBe(errorClass);
    expect(error.message).toBe(`Could not do it: ${name}: no. ${advice}`);
  });

  it.each(['TableAlreadyExistsException', 'DBClusterNotFoundFault'])('is Terminal for %s', (name) => {
    expect(toPlinthError({ name }, 'do it')).toBeInstanceOf(Terminal);
  });

  it.each([
    ['no', 'X: no. AWS'],
    ['no. ', 'X: no. AWS'],
    ['really?', 'X: really? AWS'],
    ['3.5 is too much', 'X: 3.5 is too much. AWS'],
    [undefined, 'X. AWS'],
  ])('makes a sentence of "%s"', (message, sentence) => {
    expect(toPlinthError({ name: 'X', message }, 'do it').message).toContain(`: ${sentence} refuses`);
  });

  it('has the code on the wire rather than the name of a class', () => {
    expect(toPlinthError({ name: 'AFault', Code: 'A' }, 'do it').message).toContain('Could not do it: A.');
  });

  it('can tell little of what is no error', () => {
    expect(toPlinthError(undefined, 'do it').message).toContain('Could not do it: Error. AWS refuses');
  });

  it('leaves an error that is ours as it is', () => {
    const ours = new NotYet('soon');
    expect(toPlinthError(ours, 'do it')).toBe(ours);
  });

  it('speaks of AWS, an endpoint and a call where it does not know more', () => {
    const reset = { code: 'ECONNRESET' };
    expect(toPlinthError(reset, 'do it').message).toContain('AWS does not answer the call (ECONNRESET)');
    expect(toPlinthError(reset, 'do it').cause).toBe(reset);
    expect(toPlinthError({ name: 'NotImplemented' }, 'do it').message).toContain(
      'the endpoint does not implement the call (NotImplemented)',
    );
  });

  it('says which operation an endpoint does not implement', () => {
    const error = toPlinthError(
      { name: 'UnknownOperationException', operation: 'DAX CreateCluster', endpoint: 'http://emulator' },
      'create it',
    );
    expect(error).toBeInstanceOf(Terminal);
    expect(error.message).toContain('http://emulator does not implement DAX CreateCluster');
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT'])(
    'names the endpoint that does not answer: %s',
    (code) => {
      const sdkError = { code, operation: 'RDS CreateDBCluster', endpoint: 'http://127.0.0.1:5000' };
      const error = toPlinthError(sdkError, 'create it');
      expect(error).toBeInstanceOf(Unreachable);
      expect(error.name).toBe('OutcomeUnknown');
      expect(error.message).toContain(`http://127.0.0.1:5000 does not answer RDS CreateDBCluster (${code})`);
    },
  );

  it('says how to give credentials when there are none', () => {
    const error = toPlinthError({ name: 'CredentialsProviderError', message: 'none found' }, 'look');
    expect(error).toBeInstanceOf(Blocked);
    expect(error.message).toMatch(/no AWS credentials.*none found.*AWS_PROFILE/);
  });
});
