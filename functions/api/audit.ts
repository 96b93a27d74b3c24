import type { AuditPage } from '../../core/generated/api.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import type { ApiCall } from './app.ts';

export async function listAudit(_runtime: SubmitRuntime, _call: ApiCall): Promise<AuditPage> {
  return { items: [], nextToken: null };
}
