import fc from 'fast-check';
import type { DaxRequest } from '../../../core/generated/api.ts';
import { maybe, some, together, windows } from './parts.ts';

export const daxRequests = together(
  some({
    nodeType: fc.constantFrom('dax.r4.large', 'dax.r4.xlarge', 'dax.t3.small'),
    replicationFactor: fc.constantFrom(1, 3, 4, 10),
    recordTtlMs: fc.constantFrom(0, 300_000, 2_147_483_647),
    queryTtlMs: fc.constantFrom(0, 60_000, 300_000),
  }),
  maybe(windows.map(({ maintenance }) => ({ maintenanceWindow: maintenance }))),
) as fc.Arbitrary<DaxRequest>;
