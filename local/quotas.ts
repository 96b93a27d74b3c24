/** Account quotas by service and name; what is not set has AWS's default. Mutable: a test may lower one while the cloud runs. */
export interface Quotas {
  rds?: Record<string, number>;
  elasticache?: Record<string, number>;
  dax?: Record<string, number>;
  dynamodb?: Record<string, number>;
}
