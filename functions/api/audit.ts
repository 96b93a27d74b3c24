import { AuditTrail } from '../../core/audit.ts';
import type { AuditPage } from '../../core/generated/api.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import { type ApiCall, noEnvironment } from './app.ts';

/** GET …/environments/{environment}/audit. The status of each operation is the one that it has now. */
export async function listAudit({ registry }: SubmitRuntime, call: ApiCall): Promise<AuditPage> {
  const { project, environment } = call;
  const page = await new AuditTrail(registry.table).list({ project, environment }, call);
  if (page.items.length === 0 && !(await registry.getEnvironment(project, environment)))
    throw noEnvironment(call);
  const ids = page.items.flatMap(({ operationId }) => operationId ?? []);
  const statuses = await registry.statusesOf(project, ids);
  const items = page.items.map(({ at, who, door, what, result, operationId, detail }) => ({
    ...{ at, who, door, what, result, operationId, detail },
    operationStatus: operationId === null ? null : (statuses.get(operationId) ?? null),
  }));
  return { items, nextToken: page.nextToken };
}
