import type { Rds } from './state.ts';

/**
 * Puts a resource to `failed` when its engine did not come, and says why on stderr. A message may quote what the
 * engine was given, so the secrets of the call are cut out of it.
 */
export function failWith(
  rds: Rds,
  resource: { status: string; readonly arn: string },
  secrets: readonly (string | undefined)[] = [],
): (error: unknown) => void {
  return (error) => {
    resource.status = 'failed';
    let reason = error instanceof Error ? error.message : String(error);
    for (const secret of secrets) if (secret) reason = reason.replaceAll(secret, '***');
    rds.settings.report(`${resource.arn}: the engine failed: ${reason}`);
    rds.world.work.changed();
  };
}
