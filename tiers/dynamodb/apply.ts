import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { CommandTable } from '../apply.ts';

export const dynamoDbCommands: CommandTable = {
  dynamodb: {
    client: DynamoDBClient,
    commands: {
      CreateTable: CreateTableCommand,
      DeleteTable: DeleteTableCommand,
      TagResource: TagResourceCommand,
      UpdateContinuousBackups: UpdateContinuousBackupsCommand,
      UpdateTable: UpdateTableCommand,
      UpdateTimeToLive: UpdateTimeToLiveCommand,
    },
  },
};
