import type { AuroraRegionSpec, AuroraSpec } from '../../../core/spec.ts';
import type { Plan } from '../../../core/tier.ts';
import { tagList } from '../../shared/ownership.ts';
import { names } from '../names.ts';
import type { ObservedParameterGroup, ObservedRegion, ObservedSubnetGroup } from '../observed.ts';
import {
  applyMethod,
  clusterParameters,
  differing,
  instanceParameters,
  leftovers,
  PARAMETERS_PER_CALL,
} from '../parameters.ts';
import { andThen, combine, NOTHING, rds, waitFor } from './parts.ts';
import { LOOK_AGAIN } from './states.ts';
import { retag } from './tagging.ts';

/** A cluster may be made: its groups exist and hold what they should, so that static parameters hold from the start. */
export function areGroupsReady(spec: AuroraSpec, place: ObservedRegion): boolean {
  const { subnetGroup, clusterParameterGroup, instanceParameterGroup } = place;
  return (
    subnetGroup?.status === 'Complete' &&
    clusterParameterGroup !== null &&
    instanceParameterGroup !== null &&
    isGroupRight(clusterParameters(spec), clusterParameterGroup) &&
    isGroupRight(instanceParameters(spec), instanceParameterGroup)
  );
}

export function isGroupRight(
  desired: Readonly<Record<string, string>>,
  group: ObservedParameterGroup,
): boolean {
  return differing(desired, group).length + leftovers(desired, group).length === 0;
}

export function planGroups(spec: AuroraSpec, target: AuroraRegionSpec, place: ObservedRegion): Plan {
  const { identity, parameterGroupFamily: family } = spec;
  return combine(
    planSubnetGroup(spec, target, place.subnetGroup),
    planParameterGroup(spec, target.region, place.clusterParameterGroup, {
      name: names.clusterParameterGroup(identity, family),
      nameField: 'DBClusterParameterGroupName',
      command: 'DBClusterParameterGroup',
      label: 'DB cluster parameter group',
      values: clusterParameters(spec),
    }),
    planParameterGroup(spec, target.region, place.instanceParameterGroup, {
      name: names.instanceParameterGroup(identity, family),
      nameField: 'DBParameterGroupName',
      command: 'DBParameterGroup',
      label: 'DB parameter group',
      values: instanceParameters(spec),
    }),
  );
}

function planSubnetGroup(
  spec: AuroraSpec,
  { region, subnetIds }: AuroraRegionSpec,
  group: ObservedSubnetGroup | null,
): Plan {
  const name = names.subnetGroup(spec.identity);
  const label = `DB subnet group ${name} in ${region}`;
  if (!group) {
    const input = {
      DBSubnetGroupName: name,
      DBSubnetGroupDescription: `Aurora of ${spec.identity.slug}`,
      SubnetIds: [...subnetIds],
      Tags: tagList(spec.tags),
    };
    return rds(region, 'CreateDBSubnetGroup', input, `create ${label}`);
  }
  if (group.status !== 'Complete') return waitFor(`${label} is ${group.status}`, LOOK_AGAIN.group);
  const same = [...subnetIds].sort().join() === group.subnetIds.join();
  return combine(
    same
      ? NOTHING
      : rds(
          ...([region, 'ModifyDBSubnetGroup'] as const),
          { DBSubnetGroupName: name, SubnetIds: [...subnetIds] },
          `change the subnets of ${label}`,
        ),
    retag(spec, region, label, group),
  );
}

interface ParameterGroupPlan {
  readonly name: string;
  readonly nameField: 'DBClusterParameterGroupName' | 'DBParameterGroupName';
  /** The noun in the names of its SDK operations. */
  readonly command: 'DBClusterParameterGroup' | 'DBParameterGroup';
  readonly label: string;
  readonly values: Readonly<Record<string, string>>;
}

function planParameterGroup(
  spec: AuroraSpec,
  region: string,
  group: ObservedParameterGroup | null,
  plan: ParameterGroupPlan,
): Plan {
  const { name, nameField, command, label, values } = plan;
  const title = `${label} ${name} in ${region}`;
  if (!group) {
    const input = {
      [nameField]: name,
      DBParameterGroupFamily: spec.parameterGroupFamily,
      Description: `Aurora of ${spec.identity.slug}`,
      Tags: tagList(spec.tags),
    };
    const create = rds(region, `Create${command}`, input, `create ${title}`);
    return andThen(create, setParameters(region, title, plan, Object.keys(values)));
  }
  const changed = differing(values, group);
  if (changed.length > 0) return setParameters(region, title, plan, changed);
  const unwanted = leftovers(values, group);
  if (unwanted.length > 0) return resetParameters(region, title, plan, unwanted);
  return retag(spec, region, title, group);
}

/** One call a round: two changes of one group at the same moment would be answered with "busy". */
function setParameters(
  region: string,
  title: string,
  { name, nameField, command, values }: ParameterGroupPlan,
  parameters: readonly string[],
): Plan {
  const now = parameters.slice(0, PARAMETERS_PER_CALL);
  if (now.length === 0) return NOTHING;
  const Parameters = now.map((parameter) => ({
    ParameterName: parameter,
    ParameterValue: values[parameter],
    ApplyMethod: applyMethod(parameter),
  }));
  const input = { [nameField]: name, Parameters };
  return rds(region, `Modify${command}`, input, `set ${now.join(', ')} in ${title}`);
}

function resetParameters(
  region: string,
  title: string,
  { name, nameField, command }: ParameterGroupPlan,
  parameters: readonly string[],
): Plan {
  const now = parameters.slice(0, PARAMETERS_PER_CALL);
  const Parameters = now.map((parameter) => ({
    ParameterName: parameter,
    ApplyMethod: applyMethod(parameter),
  }));
  const input = { [nameField]: name, Parameters };
  return rds(region, `Reset${command}`, input, `set ${now.join(', ')} in ${title} back to the default`);
}
