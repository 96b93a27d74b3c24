// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
import type { ErrorObject } from 'ajv';
import type { EnvironmentRequest } from './api.ts';

interface Validator<T> {
  (data: unknown): data is T;
  errors?: ErrorObject[] | null;
}

export const validateRequest: Validator<EnvironmentRequest>;
export const validateParameters: Validator<Record<string, unknown>>;
