/**
 * Granted actions that no call of the life of an environment needs here, by role, and why each stays. Anything else
 * that is granted has a call that would be refused without it.
 */
export const UNNEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'plinth-api': {
    'dynamodb:UpdateItem on registryTable':
      'A request to delete hands the environment over to its operation.',
    'dynamodb:GetItem on idempotencyTable':
      'Powertools reads an answer again when DynamoDB did not give it with its refusal.',
  },
  'plinth-dynamodb': {
    'kms:Decrypt': "The registry's key: here the tier's own permission for the keys of tables covers it.",
  },
  'plinth-redis': {
    'elasticache:IncreaseReplicaCount': 'More replicas of a group: the local cloud does not resize one.',
    'elasticache:DecreaseReplicaCount': 'Fewer replicas of a group: the local cloud does not resize one.',
  },
  'plinth-outputs': {
    'dynamodb:DeleteItem on registryTable': 'The end of a delete takes the environment out of the registry.',
  },
  'plinth-execution-ended': {
    'kms:Decrypt on callbackKey': 'Answers the stack that waits for a launch from the Service Catalog.',
  },
};
