import { isNotImplemented, type SdkErrorLike, toPlinthError } from '../core/classify.ts';
import { type ProblemError, validationProblem } from '../core/problem.ts';
import type { EnvironmentRequest } from '../core/request.ts';
import { resolveDesired } from '../core/resolve.ts';
import type { Desired } from '../core/spec.ts';
import { type Failure, TIER_KINDS } from '../core/tier.ts';
import { chooseEngineVersion } from '../tiers/aurora/versions.ts';
import { looks } from '../tiers/looks.ts';
import { migrationSets } from './migrations/load.ts';
import type { SubmitRuntime } from './submit-runtime.ts';

/** The whole request is checked, AWS's own view included, before anything is recorded or created. */
export async function resolveAndCheck(
  runtime: SubmitRuntime,
  project: string,
  request: EnvironmentRequest,
): Promise<Desired> {
  const { clients } = runtime;
  const desired = await resolveDesired(
    { project, request, landingZones: runtime.landingZones, namePrefix: runtime.namePrefix },
    {
      chooseEngineVersion: async (query) => {
        try {
          return await chooseEngineVersion(clients, query);
        } catch (error) {
          throw toPlinthError(error, 'find the orderable Aurora versions');
        }
      },
      migrationSets: await migrationSets(runtime.migrations.folder),
    },
  );
  const failures = await Promise.all(
    TIER_KINDS.map(async (kind) => {
      const { look, specOf } = looks[kind];
      const spec = specOf(desired);
      try {
        return look.plan(spec, await look.observe({ spec, clients })).failures;
      } catch (error) {
        // An emulator that cannot be asked holds nothing of others; the tier's own step reports what is missing.
        if (isNotImplemented(error as SdkErrorLike)) return [];
        throw toPlinthError(error, `look for what tier ${kind} of ${desired.identity.slug} has already`);
      }
    }),
  );
  const found = failures.flat();
  if (found.length > 0) throw refused(found);
  return desired;
}

/** A resource with our name that is not ours is a conflict; whatever else AWS already refuses is the request's fault. */
function refused(failures: readonly Failure[]): ProblemError {
  const errors = failures.map(({ message, pointer }) => ({
    detail: message,
    ...(pointer ? { pointer } : {}),
  }));
  const taken = failures.some((failure) => failure.code === 'not-ours');
  return validationProblem(errors, taken ? 'name-taken' : 'validation');
}
