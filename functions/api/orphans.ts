import type { APIGatewayProxyResult } from 'aws-lambda';
import { ProblemError } from '../../core/problem.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';
import type { ApiCall } from './app.ts';

export async function listOrphans(_runtime: SubmitRuntime, _call: ApiCall): Promise<APIGatewayProxyResult> {
  throw new ProblemError('unavailable', 'Not built yet.');
}

export async function deleteOrphan(_runtime: SubmitRuntime, _call: ApiCall): Promise<APIGatewayProxyResult> {
  throw new ProblemError('unavailable', 'Not built yet.');
}
