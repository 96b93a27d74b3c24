// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
import type { ErrorObject } from 'ajv';
import type { EnvironmentRequest } from './api.ts';

export const validateRequest: {
  (data: unknown): data is EnvironmentRequest;
  errors?: ErrorObject[] | null;
};
