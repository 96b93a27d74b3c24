import { currentInvocation } from '../../local/caller.ts';
import { isHome } from '../faults.ts';
import { FOREIGN } from '../foreign.ts';
import type { SimulatedWorld } from '../world.ts';

/** A function that has been taken over may still be in a call, and a delete waits half a minute for it. */
const SETTLE_MS = 30_000;
const LOOK = /^(Describe|List|Get|Query|BatchGet|Scan|Generate)/;
/** What says to others what has happened, and changes nothing of an environment. */
const TELLS = /^(events|states|kms)$/;

/**
 * Holds what functions ask of AWS: nothing that is not ours is touched (6), nothing is changed for an operation that
 * does not own its environment any more (1, 2), and no secret leaves in what is kept or sent (7).
 */
export function watchCalls(world: SimulatedWorld, skewMs: number): void {
  const { registry } = world.cloud.runtime;
  world.watches.push({
    asked: async (context, input) => {
      const call = { context, input };
      const text = JSON.stringify(input ?? {});
      if (isHome(call) || TELLS.test(context.service))
        scan(world, `${context.operation} by ${context.accessKeyId}`, text);
      if (LOOK.test(context.operation) || isHome(call) || TELLS.test(context.service)) return;
      const touched = FOREIGN.find((name) => text.includes(name));
      if (touched)
        world.violate('6 not ours', `${context.accessKeyId} ${context.operation} touches ${touched}`);
      const owner = ownerOf();
      if (!owner || !/^(Create|Delete|Put)/.test(context.operation)) return;
      const { project, environment, operationId } = owner;
      const record = await registry.getEnvironment(project, environment);
      if (record?.operationId === operationId) return;
      const next = record && (await registry.getOperation(project, record.operationId));
      const since = next ? world.clock.now() - Date.parse(next.createdAt) : Number.POSITIVE_INFINITY;
      if (since > SETTLE_MS + 2 * skewMs)
        world.violate(
          '2 one operation',
          `${context.accessKeyId} ${context.operation} for ${operationId}, which does not own ${project}/${environment}`,
        );
    },
    answered: (context, input, output) => {
      if (context.service !== 'secretsmanager') return;
      const { SecretString } = (input ?? {}) as { SecretString?: string };
      const { RandomPassword } = (output ?? {}) as { RandomPassword?: string };
      for (const secret of [RandomPassword, ...valuesIn(SecretString)]) if (secret) world.secrets.add(secret);
    },
  });
}

function ownerOf() {
  const event = currentInvocation()?.event as Record<string, string> | undefined;
  const { project, environment, operationId, step } = event ?? {};
  return project && environment && operationId && step ? { project, environment, operationId } : undefined;
}

function valuesIn(text: string | undefined): string[] {
  if (!text?.startsWith('{')) return [];
  const { password, authToken } = JSON.parse(text) as Record<string, string>;
  return [password, authToken].filter((value) => value !== undefined);
}

export function scan(world: SimulatedWorld, where: string, text: string): void {
  for (const secret of world.secrets)
    if (text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)))
      world.violate('7 secrets', `a secret is in ${where}`);
}
