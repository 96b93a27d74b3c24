import { KMSClient } from '@aws-sdk/client-kms';
import { newOperationId } from '../../../../core/ids.ts';
import { newOperation } from '../../../../core/operations.ts';
import type { EnvironmentRecord } from '../../../../core/registry.ts';
import { createCallbacks } from '../../../../functions/intake/callbacks.ts';
import { ownKeys } from '../../../../local/landing-zones.ts';
import { SMALL } from '../../../e2e/support/plinth.ts';
import { changeAlarm, ENVIRONMENTS, gone, operation } from './common-life.ts';
import type { Installation } from './installation.ts';

/** The check by the clock sees what somebody has changed by hand, and tells of it. */
export async function drift(plinth: Installation): Promise<void> {
  await changeAlarm(plinth);
  await plinth.cloud.invoke('plinth-drift', {});
  expect(plinth.cloud.events.map((event) => event['detail-type'])).toContain('Environment Drifted');
}

const HOUR = 3_600_000;

/** Two environments that wait in vain for their operation to begin: one for hours, the other has just expired. */
export async function takeCare(plinth: Installation): Promise<void> {
  await operation(plinth, 'POST', ENVIRONMENTS, { ...SMALL, environment: 'template' });
  const { registry, clock } = plinth.cloud.runtime;
  const template = (await registry.getEnvironment('shop', 'template')) as EnvironmentRecord;
  const forgotten = await begun(plinth, { ...template, environment: 'forgotten' }, clock.now() - 4 * HOUR);
  const expiresAt = new Date(clock.now()).toISOString();
  await begun(plinth, { ...template, environment: 'expired', expiresAt }, clock.now());
  await plinth.cloud.invoke('plinth-caretaker', {});
  expect(await registry.getOperation('shop', forgotten)).toMatchObject({ status: 'failed' });
  expect(plinth.cloud.events.map((event) => event['detail-type'])).toContain('Environment Expiring');
  await gone(plinth, 'expired');
}

/** As a create is left that dies before it starts the workflow. Who asked for it waits at a callback. */
async function begun(plinth: Installation, record: EnvironmentRecord, at: number): Promise<string> {
  const { registry } = plinth.cloud.runtime;
  const { project, environment } = record;
  const now = new Date(at).toISOString();
  const operationId = newOperationId(at);
  const times = { createdAt: now, updatedAt: now, readyAt: null };
  await registry.createEnvironment({ ...record, ...times, operationId, status: 'creating' });
  await registry.createOperation(
    newOperation({
      project,
      environment,
      operationId,
      kind: 'create',
      requestedBy: 'somebody',
      door: 'catalog',
      now,
    }),
  );
  const callbacks = createCallbacks({ client: plinth.aws(KMSClient), keyArn: ownKeys.callbacks });
  const callback = { kind: 'wait-condition', url: `${plinth.url}/nobody` } as const;
  await registry.addCallback(project, operationId, await callbacks.seal(operationId, callback));
  return operationId;
}
