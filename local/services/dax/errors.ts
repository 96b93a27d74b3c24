import { AwsError } from '../../service.ts';

/** AWS documents DAX's error classes, not their texts: the texts in this folder are *assumed*. */
export const invalidValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);

export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message);

export const clusterNotFound = (name: string): AwsError =>
  new AwsError('ClusterNotFoundFault', `Cluster not found: ${name}`);

export const wrongState = (name: string, status: string): AwsError =>
  new AwsError('InvalidClusterStateFault', `Cluster ${name} is not in a valid state: it is ${status}.`);

export const subnetGroupNotFound = (name: string): AwsError =>
  new AwsError('SubnetGroupNotFoundFault', `Subnet group not found: ${name}`);

export const parameterGroupNotFound = (name: string): AwsError =>
  new AwsError('ParameterGroupNotFoundFault', `Parameter group not found: ${name}`);
