/**
 * DB instance classes that Aurora PostgreSQL takes. Source: the Aurora guide's table of supported classes (memory
 * optimised r and x, burstable t3 and t4g from medium up). Which region offers which is *assumed*: all, everywhere.
 */
const SIZES: Readonly<Record<string, readonly string[]>> = {
  'db.r5': ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge'],
  'db.r6g': ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'],
  'db.r6i': [
    'large',
    'xlarge',
    '2xlarge',
    '4xlarge',
    '8xlarge',
    '12xlarge',
    '16xlarge',
    '24xlarge',
    '32xlarge',
  ],
  'db.r7g': ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'],
  'db.x2g': ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'],
  'db.t3': ['medium', 'large'],
  'db.t4g': ['medium', 'large'],
};

export const INSTANCE_CLASSES: readonly string[] = Object.entries(SIZES).flatMap(([family, sizes]) =>
  sizes.map((size) => `${family}.${size}`),
);

/** Burstable classes cannot be used in an Aurora global database. *documented* (Aurora guide, limitations). */
export const isBurstable = (instanceClass: string) => instanceClass.startsWith('db.t');
