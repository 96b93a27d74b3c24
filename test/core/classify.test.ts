import { meaningOf, toPlinthError } from '../../core/classify.ts';
import { Blocked, NotYet, Terminal, Unreachable } from '../../core/errors.ts';

describe('meaningOf', () => {
  it.each([
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
    ['CredentialsProviderError', {}, 'Blocked'],
    ['SignatureDoesNotMatch', { $metadata: { httpStatusCode: 403 } }, 'Blocked'],
  ])('%s %j is %s', (name, rest, meaning) => {
    expect(meaningOf({ name, ...rest })).toBe(meaning);
  });

  it('keeps the class of an error that a tier raised', () => {
    expect(meaningOf(new NotYet('soon'))).toBe('NotYet');
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

  it('says which operation an endpoint does not implement', () => {
    const error = toPlinthError(
      { name: 'UnknownOperationException', operation: 'DAX CreateCluster' },
      'create it',
    );
    expect(error).toBeInstanceOf(Terminal);
    expect(error.message).toContain('does not implement DAX CreateCluster');
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
