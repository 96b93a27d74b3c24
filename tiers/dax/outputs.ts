import type { DaxOutputs } from '../../core/outputs.ts';
import type { DaxSpec } from '../../core/spec.ts';
import { daxNames } from './names.ts';
import type { DaxObserved } from './observe.ts';

/** Port of the encrypted endpoint; 8111 is the plain one, which Plinth never asks for. */
const TLS_PORT = 9111;

export function daxOutputs(spec: DaxSpec, { cluster }: DaxObserved): DaxOutputs {
  return {
    region: spec.region,
    clusterName: daxNames(spec).cluster,
    address: cluster?.endpoint?.address ?? '',
    port: cluster?.endpoint?.port ?? TLS_PORT,
    tls: true,
  };
}
