// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
function broken(errors, instancePath, keyword, params, parentSchema) {
  errors ??= [];
  errors.push({ instancePath, keyword, params, parentSchema });
  return errors;
}
function joined(errors, more) {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
  return errors;
}
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: !0 });
    function ucs2length(str) {
      let len = str.length, length = 0, pos = 0, value;
      for (; pos < len; )
        length++, value = str.charCodeAt(pos++), value >= 55296 && value <= 56319 && pos < len && (value = str.charCodeAt(pos), (value & 64512) === 56320 && pos++);
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// <stdin>
var validateRequest = validate10;
var schema12 = { type: "object", additionalProperties: !1, required: ["environment"], properties: { environment: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,19}$", minLength: 1, maxLength: 20, description: "Name of the environment in its project: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 20 characters, such as dev." }, preset: { type: "string", enum: ["development", "staging", "standard", "production"], default: "standard", description: "The sizes to start from (GET /v1/presets); every other field overrides one of them." }, landingZone: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,62}$", maxLength: 63, default: "default", description: "Name of a landing zone that the platform team has set up, in lower-case letters, digits and hyphens." }, primaryRegion: { type: "string", pattern: "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$", maxLength: 32, default: "eu-west-2", description: "An AWS region of the landing zone, such as eu-west-2. The database is written here." }, secondaryRegion: { type: "string", pattern: "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$", maxLength: 32, default: "eu-west-1", description: "Another AWS region of the landing zone, such as eu-west-1. Used when a global database or global tables are asked for." }, owner: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9 _.:/=+@-]{0,127}$", maxLength: 128, description: "Who answers for the environment, such as team-shop or shop@example.com; at most 128 letters, digits, spaces and _.:/=+@-. It becomes the tag Owner of every resource." }, costCenter: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9 _.:/=+@-]{0,127}$", maxLength: 128, description: "Who pays, such as 4711; at most 128 letters, digits, spaces and _.:/=+@-. It becomes the tag CostCenter of every resource." }, expiresAfter: { type: "string", pattern: "^[1-9][0-9]{0,4}[mhd]$", maxLength: 6, description: "How long the environment lives from now on, in minutes, hours or days, such as 8h; then it is deleted. Only where the platform team allows it, by default with preset development. A change to another value extends it; null keeps it." }, onFailure: { type: "string", enum: ["keep", "rollback"], default: "keep", description: "When the creation fails for good: keep what is there, so that it can be retried, or rollback, which deletes what it has made." }, aurora: { $ref: "#/definitions/AuroraRequest" }, dynamodb: { $ref: "#/definitions/DynamoDbRequest" }, redis: { $ref: "#/definitions/RedisRequest" }, dax: { $ref: "#/definitions/DaxRequest" }, alarms: { $ref: "#/definitions/AlarmsRequest" }, migrations: { $ref: "#/definitions/MigrationsRequest" }, tags: { type: "object", maxProperties: 40, additionalProperties: { type: "string", maxLength: 256, description: "A tag value of at most 256 characters." }, description: "At most 40 tags for every resource, besides Project, Environment and ManagedBy, which they may replace. Keys have at most 128 characters and do not start with aws or plinth and a colon." } } }, schema23 = { type: "object", additionalProperties: !1, description: "DynamoDB Accelerator.", properties: { nodeType: { type: "string", pattern: "^dax\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", maxLength: 40, description: "A node type such as dax.r4.large." }, replicationFactor: { type: "integer", enum: [1, 3, 4, 5, 6, 7, 8, 9, 10], description: "Nodes of the cluster, 1 without fault tolerance, or 3 to 10; AWS takes no cluster of 2." }, maintenanceWindow: { type: "string", pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", default: "sun:06:00-sun:07:00", description: "UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:06:00-sun:07:00; from 60 minutes to 24 hours." }, recordTtlMs: { type: "integer", minimum: 0, maximum: 2147483647, default: 3e5, description: "Time to live in the item cache, in milliseconds." }, queryTtlMs: { type: "integer", minimum: 0, maximum: 2147483647, default: 3e5, description: "Time to live in the query cache, in milliseconds." } } }, schema26 = { type: "object", additionalProperties: !1, description: "Schema migrations.", properties: { set: { pattern: "^[a-z](-?[a-z0-9]){0,39}$", default: "gaming", description: "Name of a set of SQL migrations, or none to run none. null means the same, but in a patch, where it means the default.", type: ["string", "null"] } } }, func2 = Object.prototype.hasOwnProperty, func3 = require_ucs2length().default, pattern0 = new RegExp("^[a-z](-?[a-z0-9]){0,19}$", "u"), pattern1 = new RegExp("^[a-z](-?[a-z0-9]){0,62}$", "u"), pattern2 = new RegExp("^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$", "u"), pattern4 = new RegExp("^[A-Za-z0-9][A-Za-z0-9 _.:/=+@-]{0,127}$", "u"), pattern6 = new RegExp("^[1-9][0-9]{0,4}[mhd]$", "u"), pattern23 = new RegExp("^dax\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", "u"), pattern13 = new RegExp("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", "u"), pattern25 = new RegExp("^[a-z](-?[a-z0-9]){0,39}$", "u"), schema13 = { type: "object", additionalProperties: !1, description: "Aurora PostgreSQL.", properties: { engineVersion: { type: "string", pattern: "^[0-9]{2}\\.[0-9]{1,2}$", description: "A full Aurora PostgreSQL version such as 15.17. By default the newest orderable 15.x." }, instanceClass: { type: "string", pattern: "^db\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", maxLength: 40, description: "An instance class such as db.r6g.large, the same for every instance; db.serverless is not supported." }, instanceCount: { type: "integer", minimum: 1, maximum: 16, description: "Instances in the primary region, from 1 to 16 (15 in a global database). The first is the writer." }, secondaryInstanceCount: { type: "integer", minimum: 1, maximum: 16, description: "Instances in the secondary region of a global database, from 1 to 16. By default 1." }, globalDatabase: { type: "boolean", description: "true for a global database with a second cluster in the secondary region." }, databaseName: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9]{0,62}$", maxLength: 63, default: "appdb", description: "From 1 to 63 letters and digits, starting with a letter, and not a reserved word." }, masterUsername: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9]{0,15}$", maxLength: 16, default: "gameadmin", description: "From 1 to 16 letters and digits, starting with a letter, and not a reserved word." }, masterSecretArn: { type: "string", pattern: "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$", maxLength: 600, description: "The ARN of an existing secret in the primary region, a JSON object with the field password. By default a password is generated into a new secret. Never the password itself." }, port: { type: "integer", minimum: 1150, maximum: 65535, default: 5432, description: "A port from 1150 to 65535." }, backupRetentionDays: { type: "integer", minimum: 1, maximum: 35, description: "Days from 1 to 35; Aurora cannot turn automated backups off." }, backupWindow: { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", default: "03:00-04:00", description: "UTC, hh24:mi-hh24:mi, such as 03:00-04:00; at least 30 minutes, outside the maintenance window." }, maintenanceWindow: { type: "string", pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", default: "sun:04:30-sun:05:30", description: "UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:04:30-sun:05:30; from 30 minutes to 24 hours." }, performanceInsights: { $ref: "#/definitions/PerformanceInsightsRequest" }, monitoringIntervalSeconds: { type: "integer", enum: [0, 1, 5, 10, 15, 30, 60], default: 60, description: "Interval of enhanced monitoring; 0 turns it off." }, logExports: { type: "array", uniqueItems: !0, maxItems: 3, items: { type: "string", enum: ["postgresql", "instance", "iam-db-auth-error"], description: "A log that Aurora PostgreSQL can export to CloudWatch." }, default: ["postgresql"], description: "Logs to export to CloudWatch, each once." }, deletionProtection: { type: "boolean", description: "true or false." }, autoMinorVersionUpgrade: { type: "boolean", default: !1, description: "true or false. By default false, because the environment records the exact version it runs; it has no effect in a global database." }, storageType: { type: "string", enum: ["aurora", "aurora-iopt1"], default: "aurora", description: "aurora-iopt1 is I/O-Optimized." }, clusterParameters: { type: "object", maxProperties: 60, additionalProperties: { type: "string", maxLength: 1024, description: "A parameter value, written as a string." }, description: "At most 60 parameters for the cluster parameter group, values as strings, over the tuned defaults." }, instanceParameters: { type: "object", maxProperties: 60, additionalProperties: { type: "string", maxLength: 1024, description: "A parameter value, written as a string." }, description: "At most 60 parameters for the instance parameter group, values as strings, over the tuned defaults." } } }, schema14 = { type: "object", additionalProperties: !1, description: "Performance Insights.", properties: { enabled: { type: "boolean", description: "true or false." }, retentionDays: { type: "integer", enum: [7, 31, 62, 93, 124, 155, 186, 217, 248, 279, 310, 341, 372, 403, 434, 465, 496, 527, 558, 589, 620, 651, 682, 713, 731], description: "7 is free; the others are whole months of 31 days, or two years." } } }, pattern7 = new RegExp("^[0-9]{2}\\.[0-9]{1,2}$", "u"), pattern8 = new RegExp("^db\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", "u"), pattern9 = new RegExp("^[A-Za-z][A-Za-z0-9]{0,62}$", "u"), pattern10 = new RegExp("^[A-Za-z][A-Za-z0-9]{0,15}$", "u"), pattern11 = new RegExp("^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$", "u"), pattern12 = new RegExp("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", "u");
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!func2.call(schema13.properties, key0)) {
        vErrors = broken(vErrors, instancePath, "additionalProperties", { additionalProperty: key0 }, schema13), errors++;
      }
    if (data.engineVersion !== void 0) {
      let data0 = data.engineVersion;
      if (typeof data0 == "string") {
        if (!pattern7.test(data0)) {
          vErrors = broken(vErrors, instancePath + "/engineVersion", "pattern", {}, schema13.properties.engineVersion), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/engineVersion", "type", { type: "string" }, schema13.properties.engineVersion), errors++;
      }
    }
    if (data.instanceClass !== void 0) {
      let data1 = data.instanceClass;
      if (typeof data1 == "string") {
        if (func3(data1) > 40) {
          vErrors = broken(vErrors, instancePath + "/instanceClass", "maxLength", { limit: 40 }, schema13.properties.instanceClass), errors++;
        }
        if (!pattern8.test(data1)) {
          vErrors = broken(vErrors, instancePath + "/instanceClass", "pattern", {}, schema13.properties.instanceClass), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/instanceClass", "type", { type: "string" }, schema13.properties.instanceClass), errors++;
      }
    }
    if (data.instanceCount !== void 0) {
      let data2 = data.instanceCount;
      if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
        vErrors = broken(vErrors, instancePath + "/instanceCount", "type", { type: "integer" }, schema13.properties.instanceCount), errors++;
      }
      if (typeof data2 == "number" && isFinite(data2)) {
        if (data2 > 16 || isNaN(data2)) {
          vErrors = broken(vErrors, instancePath + "/instanceCount", "maximum", {}, schema13.properties.instanceCount), errors++;
        }
        if (data2 < 1 || isNaN(data2)) {
          vErrors = broken(vErrors, instancePath + "/instanceCount", "minimum", {}, schema13.properties.instanceCount), errors++;
        }
      }
    }
    if (data.secondaryInstanceCount !== void 0) {
      let data3 = data.secondaryInstanceCount;
      if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        vErrors = broken(vErrors, instancePath + "/secondaryInstanceCount", "type", { type: "integer" }, schema13.properties.secondaryInstanceCount), errors++;
      }
      if (typeof data3 == "number" && isFinite(data3)) {
        if (data3 > 16 || isNaN(data3)) {
          vErrors = broken(vErrors, instancePath + "/secondaryInstanceCount", "maximum", {}, schema13.properties.secondaryInstanceCount), errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          vErrors = broken(vErrors, instancePath + "/secondaryInstanceCount", "minimum", {}, schema13.properties.secondaryInstanceCount), errors++;
        }
      }
    }
    if (data.globalDatabase !== void 0) {
      let data4 = data.globalDatabase;
      if (typeof data4 != "boolean") {
        vErrors = broken(vErrors, instancePath + "/globalDatabase", "type", { type: "boolean" }, schema13.properties.globalDatabase), errors++;
      }
    }
    if (data.databaseName !== void 0) {
      let data5 = data.databaseName;
      if (typeof data5 == "string") {
        if (func3(data5) > 63) {
          vErrors = broken(vErrors, instancePath + "/databaseName", "maxLength", { limit: 63 }, schema13.properties.databaseName), errors++;
        }
        if (!pattern9.test(data5)) {
          vErrors = broken(vErrors, instancePath + "/databaseName", "pattern", {}, schema13.properties.databaseName), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/databaseName", "type", { type: "string" }, schema13.properties.databaseName), errors++;
      }
    }
    if (data.masterUsername !== void 0) {
      let data6 = data.masterUsername;
      if (typeof data6 == "string") {
        if (func3(data6) > 16) {
          vErrors = broken(vErrors, instancePath + "/masterUsername", "maxLength", { limit: 16 }, schema13.properties.masterUsername), errors++;
        }
        if (!pattern10.test(data6)) {
          vErrors = broken(vErrors, instancePath + "/masterUsername", "pattern", {}, schema13.properties.masterUsername), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/masterUsername", "type", { type: "string" }, schema13.properties.masterUsername), errors++;
      }
    }
    if (data.masterSecretArn !== void 0) {
      let data7 = data.masterSecretArn;
      if (typeof data7 == "string") {
        if (func3(data7) > 600) {
          vErrors = broken(vErrors, instancePath + "/masterSecretArn", "maxLength", { limit: 600 }, schema13.properties.masterSecretArn), errors++;
        }
        if (!pattern11.test(data7)) {
          vErrors = broken(vErrors, instancePath + "/masterSecretArn", "pattern", {}, schema13.properties.masterSecretArn), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/masterSecretArn", "type", { type: "string" }, schema13.properties.masterSecretArn), errors++;
      }
    }
    if (data.port !== void 0) {
      let data8 = data.port;
      if (!(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8))) {
        vErrors = broken(vErrors, instancePath + "/port", "type", { type: "integer" }, schema13.properties.port), errors++;
      }
      if (typeof data8 == "number" && isFinite(data8)) {
        if (data8 > 65535 || isNaN(data8)) {
          vErrors = broken(vErrors, instancePath + "/port", "maximum", {}, schema13.properties.port), errors++;
        }
        if (data8 < 1150 || isNaN(data8)) {
          vErrors = broken(vErrors, instancePath + "/port", "minimum", {}, schema13.properties.port), errors++;
        }
      }
    }
    if (data.backupRetentionDays !== void 0) {
      let data9 = data.backupRetentionDays;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
        vErrors = broken(vErrors, instancePath + "/backupRetentionDays", "type", { type: "integer" }, schema13.properties.backupRetentionDays), errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 35 || isNaN(data9)) {
          vErrors = broken(vErrors, instancePath + "/backupRetentionDays", "maximum", {}, schema13.properties.backupRetentionDays), errors++;
        }
        if (data9 < 1 || isNaN(data9)) {
          vErrors = broken(vErrors, instancePath + "/backupRetentionDays", "minimum", {}, schema13.properties.backupRetentionDays), errors++;
        }
      }
    }
    if (data.backupWindow !== void 0) {
      let data10 = data.backupWindow;
      if (typeof data10 == "string") {
        if (!pattern12.test(data10)) {
          vErrors = broken(vErrors, instancePath + "/backupWindow", "pattern", {}, schema13.properties.backupWindow), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/backupWindow", "type", { type: "string" }, schema13.properties.backupWindow), errors++;
      }
    }
    if (data.maintenanceWindow !== void 0) {
      let data11 = data.maintenanceWindow;
      if (typeof data11 == "string") {
        if (!pattern13.test(data11)) {
          vErrors = broken(vErrors, instancePath + "/maintenanceWindow", "pattern", {}, schema13.properties.maintenanceWindow), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/maintenanceWindow", "type", { type: "string" }, schema13.properties.maintenanceWindow), errors++;
      }
    }
    if (data.performanceInsights !== void 0) {
      let data12 = data.performanceInsights;
      if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
        for (let key1 in data12)
          if (!(key1 === "enabled" || key1 === "retentionDays")) {
            vErrors = broken(vErrors, instancePath + "/performanceInsights", "additionalProperties", { additionalProperty: key1 }, schema14), errors++;
          }
        if (data12.enabled !== void 0) {
          let data13 = data12.enabled;
          if (typeof data13 != "boolean") {
            vErrors = broken(vErrors, instancePath + "/performanceInsights/enabled", "type", { type: "boolean" }, schema14.properties.enabled), errors++;
          }
        }
        if (data12.retentionDays !== void 0) {
          let data14 = data12.retentionDays;
          if (!(typeof data14 == "number" && !(data14 % 1) && !isNaN(data14) && isFinite(data14))) {
            vErrors = broken(vErrors, instancePath + "/performanceInsights/retentionDays", "type", { type: "integer" }, schema14.properties.retentionDays), errors++;
          }
          if (!(data14 === 7 || data14 === 31 || data14 === 62 || data14 === 93 || data14 === 124 || data14 === 155 || data14 === 186 || data14 === 217 || data14 === 248 || data14 === 279 || data14 === 310 || data14 === 341 || data14 === 372 || data14 === 403 || data14 === 434 || data14 === 465 || data14 === 496 || data14 === 527 || data14 === 558 || data14 === 589 || data14 === 620 || data14 === 651 || data14 === 682 || data14 === 713 || data14 === 731)) {
            vErrors = broken(vErrors, instancePath + "/performanceInsights/retentionDays", "enum", { allowedValues: schema14.properties.retentionDays.enum }, schema14.properties.retentionDays), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/performanceInsights", "type", { type: "object" }, schema14), errors++;
      }
    }
    if (data.monitoringIntervalSeconds !== void 0) {
      let data15 = data.monitoringIntervalSeconds;
      if (!(typeof data15 == "number" && !(data15 % 1) && !isNaN(data15) && isFinite(data15))) {
        vErrors = broken(vErrors, instancePath + "/monitoringIntervalSeconds", "type", { type: "integer" }, schema13.properties.monitoringIntervalSeconds), errors++;
      }
      if (!(data15 === 0 || data15 === 1 || data15 === 5 || data15 === 10 || data15 === 15 || data15 === 30 || data15 === 60)) {
        vErrors = broken(vErrors, instancePath + "/monitoringIntervalSeconds", "enum", { allowedValues: schema13.properties.monitoringIntervalSeconds.enum }, schema13.properties.monitoringIntervalSeconds), errors++;
      }
    }
    if (data.logExports !== void 0) {
      let data16 = data.logExports;
      if (Array.isArray(data16)) {
        if (data16.length > 3) {
          vErrors = broken(vErrors, instancePath + "/logExports", "maxItems", { limit: 3 }, schema13.properties.logExports), errors++;
        }
        let len0 = data16.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data17 = data16[i0];
          if (typeof data17 != "string") {
            vErrors = broken(vErrors, instancePath + "/logExports/" + i0, "type", { type: "string" }, schema13.properties.logExports.items), errors++;
          }
          if (!(data17 === "postgresql" || data17 === "instance" || data17 === "iam-db-auth-error")) {
            vErrors = broken(vErrors, instancePath + "/logExports/" + i0, "enum", { allowedValues: schema13.properties.logExports.items.enum }, schema13.properties.logExports.items), errors++;
          }
        }
        let i1 = data16.length, j0;
        if (i1 > 1) {
          let indices0 = {};
          for (; i1--; ) {
            let item0 = data16[i1];
            if (typeof item0 == "string") {
              if (typeof indices0[item0] == "number") {
                j0 = indices0[item0];
                vErrors = broken(vErrors, instancePath + "/logExports", "uniqueItems", { i: i1, j: j0 }, schema13.properties.logExports), errors++;
                break;
              }
              indices0[item0] = i1;
            }
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/logExports", "type", { type: "array" }, schema13.properties.logExports), errors++;
      }
    }
    if (data.deletionProtection !== void 0) {
      let data18 = data.deletionProtection;
      if (typeof data18 != "boolean") {
        vErrors = broken(vErrors, instancePath + "/deletionProtection", "type", { type: "boolean" }, schema13.properties.deletionProtection), errors++;
      }
    }
    if (data.autoMinorVersionUpgrade !== void 0) {
      let data19 = data.autoMinorVersionUpgrade;
      if (typeof data19 != "boolean") {
        vErrors = broken(vErrors, instancePath + "/autoMinorVersionUpgrade", "type", { type: "boolean" }, schema13.properties.autoMinorVersionUpgrade), errors++;
      }
    }
    if (data.storageType !== void 0) {
      let data20 = data.storageType;
      if (typeof data20 != "string") {
        vErrors = broken(vErrors, instancePath + "/storageType", "type", { type: "string" }, schema13.properties.storageType), errors++;
      }
      if (!(data20 === "aurora" || data20 === "aurora-iopt1")) {
        vErrors = broken(vErrors, instancePath + "/storageType", "enum", { allowedValues: schema13.properties.storageType.enum }, schema13.properties.storageType), errors++;
      }
    }
    if (data.clusterParameters !== void 0) {
      let data21 = data.clusterParameters;
      if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
        if (Object.keys(data21).length > 60) {
          vErrors = broken(vErrors, instancePath + "/clusterParameters", "maxProperties", { limit: 60 }, schema13.properties.clusterParameters), errors++;
        }
        for (let key2 in data21) {
          let data22 = data21[key2];
          if (typeof data22 == "string") {
            if (func3(data22) > 1024) {
              vErrors = broken(vErrors, instancePath + "/clusterParameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), "maxLength", { limit: 1024 }, schema13.properties.clusterParameters.additionalProperties), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/clusterParameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), "type", { type: "string" }, schema13.properties.clusterParameters.additionalProperties), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/clusterParameters", "type", { type: "object" }, schema13.properties.clusterParameters), errors++;
      }
    }
    if (data.instanceParameters !== void 0) {
      let data23 = data.instanceParameters;
      if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
        if (Object.keys(data23).length > 60) {
          vErrors = broken(vErrors, instancePath + "/instanceParameters", "maxProperties", { limit: 60 }, schema13.properties.instanceParameters), errors++;
        }
        for (let key3 in data23) {
          let data24 = data23[key3];
          if (typeof data24 == "string") {
            if (func3(data24) > 1024) {
              vErrors = broken(vErrors, instancePath + "/instanceParameters/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), "maxLength", { limit: 1024 }, schema13.properties.instanceParameters.additionalProperties), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/instanceParameters/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), "type", { type: "string" }, schema13.properties.instanceParameters.additionalProperties), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/instanceParameters", "type", { type: "object" }, schema13.properties.instanceParameters), errors++;
      }
    }
  } else {
    vErrors = broken(vErrors, instancePath, "type", { type: "object" }, schema13), errors++;
  }
  return validate12.errors = vErrors, errors === 0;
}
var schema15 = { type: "object", additionalProperties: !1, description: "DynamoDB tables.", properties: { billingMode: { type: "string", enum: ["PAY_PER_REQUEST", "PROVISIONED"], description: "PROVISIONED also needs the field provisioned, and no global tables." }, provisioned: { $ref: "#/definitions/ProvisionedRequest" }, globalTables: { type: "boolean", description: "true for a replica of every table in the secondary region." }, pointInTimeRecovery: { $ref: "#/definitions/PointInTimeRecoveryRequest" }, deletionProtection: { type: "boolean", description: "true or false." }, tables: { type: "array", minItems: 1, maxItems: 50, items: { $ref: "#/definitions/TableRequest" }, description: "From 1 to 50 tables, instead of the default games, game_moves, leaderboard and user_sessions." } } }, schema16 = { type: "object", additionalProperties: !1, required: ["readCapacityUnits", "writeCapacityUnits"], description: "Capacity of every table and index in PROVISIONED mode.", properties: { readCapacityUnits: { type: "integer", minimum: 1, maximum: 4e4, description: "From 1 to 40000 units." }, writeCapacityUnits: { type: "integer", minimum: 1, maximum: 4e4, description: "From 1 to 40000 units." } } }, schema17 = { type: "object", additionalProperties: !1, description: "Point-in-time recovery.", properties: { enabled: { type: "boolean", description: "true or false." }, days: { type: "integer", minimum: 1, maximum: 35, description: "Days from 1 to 35." } } }, schema18 = { type: "object", additionalProperties: !1, required: ["name", "attributes", "partitionKey"], description: "One table. Every key names an attribute that is declared in attributes.", properties: { name: { type: "string", pattern: "^[a-z]([_-]?[a-z0-9]){0,63}$", maxLength: 64, description: "Lower-case letters, digits and single underscores or hyphens, starting with a letter; at most 64 characters, such as game_moves." }, attributes: { type: "array", minItems: 1, maxItems: 50, items: { $ref: "#/definitions/TableAttributeRequest" }, description: "The attributes that are keys of the table or of an index, each once." }, partitionKey: { type: "string", minLength: 1, maxLength: 255, description: "Name of a declared attribute." }, sortKey: { type: "string", minLength: 1, maxLength: 255, description: "Name of a declared attribute, other than the partition key." }, indexes: { type: "array", maxItems: 20, items: { $ref: "#/definitions/TableIndexRequest" }, description: "At most 20 global secondary indexes." }, ttlAttribute: { type: "string", pattern: "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$", maxLength: 255, description: "Name of the attribute with the expiry in epoch seconds, in letters, digits, underscore, dot and hyphen." } } }, schema19 = { type: "object", additionalProperties: !1, required: ["name", "type"], description: "An attribute, with name and type.", properties: { name: { type: "string", pattern: "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$", maxLength: 255, description: "From 1 to 255 letters, digits, underscores, dots and hyphens, starting with a letter." }, type: { type: "string", enum: ["S", "N", "B"], description: "S string, N number, B binary." } } }, schema20 = { type: "object", additionalProperties: !1, required: ["name", "partitionKey"], description: "A global secondary index.", properties: { name: { type: "string", pattern: "^[a-zA-Z0-9_.-]{3,255}$", maxLength: 255, description: "From 3 to 255 letters, digits, underscores, dots and hyphens." }, partitionKey: { type: "string", minLength: 1, maxLength: 255, description: "Name of a declared attribute." }, sortKey: { type: "string", minLength: 1, maxLength: 255, description: "Name of a declared attribute, other than the partition key." }, projection: { type: "string", enum: ["ALL", "KEYS_ONLY"], default: "ALL", description: "What the index holds of each item." } } }, pattern14 = new RegExp("^[a-z]([_-]?[a-z0-9]){0,63}$", "u"), pattern15 = new RegExp("^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$", "u"), pattern16 = new RegExp("^[a-zA-Z0-9_.-]{3,255}$", "u");
function validate15(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      vErrors = broken(vErrors, instancePath, "required", { missingProperty: "name" }, schema18), errors++;
    }
    if (data.attributes === void 0) {
      vErrors = broken(vErrors, instancePath, "required", { missingProperty: "attributes" }, schema18), errors++;
    }
    if (data.partitionKey === void 0) {
      vErrors = broken(vErrors, instancePath, "required", { missingProperty: "partitionKey" }, schema18), errors++;
    }
    for (let key0 in data)
      if (!(key0 === "name" || key0 === "attributes" || key0 === "partitionKey" || key0 === "sortKey" || key0 === "indexes" || key0 === "ttlAttribute")) {
        vErrors = broken(vErrors, instancePath, "additionalProperties", { additionalProperty: key0 }, schema18), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (func3(data0) > 64) {
          vErrors = broken(vErrors, instancePath + "/name", "maxLength", { limit: 64 }, schema18.properties.name), errors++;
        }
        if (!pattern14.test(data0)) {
          vErrors = broken(vErrors, instancePath + "/name", "pattern", {}, schema18.properties.name), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/name", "type", { type: "string" }, schema18.properties.name), errors++;
      }
    }
    if (data.attributes !== void 0) {
      let data1 = data.attributes;
      if (Array.isArray(data1)) {
        if (data1.length > 50) {
          vErrors = broken(vErrors, instancePath + "/attributes", "maxItems", { limit: 50 }, schema18.properties.attributes), errors++;
        }
        if (data1.length < 1) {
          vErrors = broken(vErrors, instancePath + "/attributes", "minItems", { limit: 1 }, schema18.properties.attributes), errors++;
        }
        let len0 = data1.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data2 = data1[i0];
          if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
            if (data2.name === void 0) {
              vErrors = broken(vErrors, instancePath + "/attributes/" + i0, "required", { missingProperty: "name" }, schema19), errors++;
            }
            if (data2.type === void 0) {
              vErrors = broken(vErrors, instancePath + "/attributes/" + i0, "required", { missingProperty: "type" }, schema19), errors++;
            }
            for (let key1 in data2)
              if (!(key1 === "name" || key1 === "type")) {
                vErrors = broken(vErrors, instancePath + "/attributes/" + i0, "additionalProperties", { additionalProperty: key1 }, schema19), errors++;
              }
            if (data2.name !== void 0) {
              let data3 = data2.name;
              if (typeof data3 == "string") {
                if (func3(data3) > 255) {
                  vErrors = broken(vErrors, instancePath + "/attributes/" + i0 + "/name", "maxLength", { limit: 255 }, schema19.properties.name), errors++;
                }
                if (!pattern15.test(data3)) {
                  vErrors = broken(vErrors, instancePath + "/attributes/" + i0 + "/name", "pattern", {}, schema19.properties.name), errors++;
                }
              } else {
                vErrors = broken(vErrors, instancePath + "/attributes/" + i0 + "/name", "type", { type: "string" }, schema19.properties.name), errors++;
              }
            }
            if (data2.type !== void 0) {
              let data4 = data2.type;
              if (typeof data4 != "string") {
                vErrors = broken(vErrors, instancePath + "/attributes/" + i0 + "/type", "type", { type: "string" }, schema19.properties.type), errors++;
              }
              if (!(data4 === "S" || data4 === "N" || data4 === "B")) {
                vErrors = broken(vErrors, instancePath + "/attributes/" + i0 + "/type", "enum", { allowedValues: schema19.properties.type.enum }, schema19.properties.type), errors++;
              }
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/attributes/" + i0, "type", { type: "object" }, schema19), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/attributes", "type", { type: "array" }, schema18.properties.attributes), errors++;
      }
    }
    if (data.partitionKey !== void 0) {
      let data5 = data.partitionKey;
      if (typeof data5 == "string") {
        if (func3(data5) > 255) {
          vErrors = broken(vErrors, instancePath + "/partitionKey", "maxLength", { limit: 255 }, schema18.properties.partitionKey), errors++;
        }
        if (func3(data5) < 1) {
          vErrors = broken(vErrors, instancePath + "/partitionKey", "minLength", { limit: 1 }, schema18.properties.partitionKey), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/partitionKey", "type", { type: "string" }, schema18.properties.partitionKey), errors++;
      }
    }
    if (data.sortKey !== void 0) {
      let data6 = data.sortKey;
      if (typeof data6 == "string") {
        if (func3(data6) > 255) {
          vErrors = broken(vErrors, instancePath + "/sortKey", "maxLength", { limit: 255 }, schema18.properties.sortKey), errors++;
        }
        if (func3(data6) < 1) {
          vErrors = broken(vErrors, instancePath + "/sortKey", "minLength", { limit: 1 }, schema18.properties.sortKey), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/sortKey", "type", { type: "string" }, schema18.properties.sortKey), errors++;
      }
    }
    if (data.indexes !== void 0) {
      let data7 = data.indexes;
      if (Array.isArray(data7)) {
        if (data7.length > 20) {
          vErrors = broken(vErrors, instancePath + "/indexes", "maxItems", { limit: 20 }, schema18.properties.indexes), errors++;
        }
        let len1 = data7.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data8 = data7[i1];
          if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
            if (data8.name === void 0) {
              vErrors = broken(vErrors, instancePath + "/indexes/" + i1, "required", { missingProperty: "name" }, schema20), errors++;
            }
            if (data8.partitionKey === void 0) {
              vErrors = broken(vErrors, instancePath + "/indexes/" + i1, "required", { missingProperty: "partitionKey" }, schema20), errors++;
            }
            for (let key2 in data8)
              if (!(key2 === "name" || key2 === "partitionKey" || key2 === "sortKey" || key2 === "projection")) {
                vErrors = broken(vErrors, instancePath + "/indexes/" + i1, "additionalProperties", { additionalProperty: key2 }, schema20), errors++;
              }
            if (data8.name !== void 0) {
              let data9 = data8.name;
              if (typeof data9 == "string") {
                if (func3(data9) > 255) {
                  vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/name", "maxLength", { limit: 255 }, schema20.properties.name), errors++;
                }
                if (!pattern16.test(data9)) {
                  vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/name", "pattern", {}, schema20.properties.name), errors++;
                }
              } else {
                vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/name", "type", { type: "string" }, schema20.properties.name), errors++;
              }
            }
            if (data8.partitionKey !== void 0) {
              let data10 = data8.partitionKey;
              if (typeof data10 == "string") {
                if (func3(data10) > 255) {
                  vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/partitionKey", "maxLength", { limit: 255 }, schema20.properties.partitionKey), errors++;
                }
                if (func3(data10) < 1) {
                  vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/partitionKey", "minLength", { limit: 1 }, schema20.properties.partitionKey), errors++;
                }
              } else {
                vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/partitionKey", "type", { type: "string" }, schema20.properties.partitionKey), errors++;
              }
            }
            if (data8.sortKey !== void 0) {
              let data11 = data8.sortKey;
              if (typeof data11 == "string") {
                if (func3(data11) > 255) {
                  vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/sortKey", "maxLength", { limit: 255 }, schema20.properties.sortKey), errors++;
                }
                if (func3(data11) < 1) {
                  vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/sortKey", "minLength", { limit: 1 }, schema20.properties.sortKey), errors++;
                }
              } else {
                vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/sortKey", "type", { type: "string" }, schema20.properties.sortKey), errors++;
              }
            }
            if (data8.projection !== void 0) {
              let data12 = data8.projection;
              if (typeof data12 != "string") {
                vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/projection", "type", { type: "string" }, schema20.properties.projection), errors++;
              }
              if (!(data12 === "ALL" || data12 === "KEYS_ONLY")) {
                vErrors = broken(vErrors, instancePath + "/indexes/" + i1 + "/projection", "enum", { allowedValues: schema20.properties.projection.enum }, schema20.properties.projection), errors++;
              }
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/indexes/" + i1, "type", { type: "object" }, schema20), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/indexes", "type", { type: "array" }, schema18.properties.indexes), errors++;
      }
    }
    if (data.ttlAttribute !== void 0) {
      let data13 = data.ttlAttribute;
      if (typeof data13 == "string") {
        if (func3(data13) > 255) {
          vErrors = broken(vErrors, instancePath + "/ttlAttribute", "maxLength", { limit: 255 }, schema18.properties.ttlAttribute), errors++;
        }
        if (!pattern15.test(data13)) {
          vErrors = broken(vErrors, instancePath + "/ttlAttribute", "pattern", {}, schema18.properties.ttlAttribute), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/ttlAttribute", "type", { type: "string" }, schema18.properties.ttlAttribute), errors++;
      }
    }
  } else {
    vErrors = broken(vErrors, instancePath, "type", { type: "object" }, schema18), errors++;
  }
  return validate15.errors = vErrors, errors === 0;
}
function validate14(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!(key0 === "billingMode" || key0 === "provisioned" || key0 === "globalTables" || key0 === "pointInTimeRecovery" || key0 === "deletionProtection" || key0 === "tables")) {
        vErrors = broken(vErrors, instancePath, "additionalProperties", { additionalProperty: key0 }, schema15), errors++;
      }
    if (data.billingMode !== void 0) {
      let data0 = data.billingMode;
      if (typeof data0 != "string") {
        vErrors = broken(vErrors, instancePath + "/billingMode", "type", { type: "string" }, schema15.properties.billingMode), errors++;
      }
      if (!(data0 === "PAY_PER_REQUEST" || data0 === "PROVISIONED")) {
        vErrors = broken(vErrors, instancePath + "/billingMode", "enum", { allowedValues: schema15.properties.billingMode.enum }, schema15.properties.billingMode), errors++;
      }
    }
    if (data.provisioned !== void 0) {
      let data1 = data.provisioned;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        if (data1.readCapacityUnits === void 0) {
          vErrors = broken(vErrors, instancePath + "/provisioned", "required", { missingProperty: "readCapacityUnits" }, schema16), errors++;
        }
        if (data1.writeCapacityUnits === void 0) {
          vErrors = broken(vErrors, instancePath + "/provisioned", "required", { missingProperty: "writeCapacityUnits" }, schema16), errors++;
        }
        for (let key1 in data1)
          if (!(key1 === "readCapacityUnits" || key1 === "writeCapacityUnits")) {
            vErrors = broken(vErrors, instancePath + "/provisioned", "additionalProperties", { additionalProperty: key1 }, schema16), errors++;
          }
        if (data1.readCapacityUnits !== void 0) {
          let data2 = data1.readCapacityUnits;
          if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
            vErrors = broken(vErrors, instancePath + "/provisioned/readCapacityUnits", "type", { type: "integer" }, schema16.properties.readCapacityUnits), errors++;
          }
          if (typeof data2 == "number" && isFinite(data2)) {
            if (data2 > 4e4 || isNaN(data2)) {
              vErrors = broken(vErrors, instancePath + "/provisioned/readCapacityUnits", "maximum", {}, schema16.properties.readCapacityUnits), errors++;
            }
            if (data2 < 1 || isNaN(data2)) {
              vErrors = broken(vErrors, instancePath + "/provisioned/readCapacityUnits", "minimum", {}, schema16.properties.readCapacityUnits), errors++;
            }
          }
        }
        if (data1.writeCapacityUnits !== void 0) {
          let data3 = data1.writeCapacityUnits;
          if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
            vErrors = broken(vErrors, instancePath + "/provisioned/writeCapacityUnits", "type", { type: "integer" }, schema16.properties.writeCapacityUnits), errors++;
          }
          if (typeof data3 == "number" && isFinite(data3)) {
            if (data3 > 4e4 || isNaN(data3)) {
              vErrors = broken(vErrors, instancePath + "/provisioned/writeCapacityUnits", "maximum", {}, schema16.properties.writeCapacityUnits), errors++;
            }
            if (data3 < 1 || isNaN(data3)) {
              vErrors = broken(vErrors, instancePath + "/provisioned/writeCapacityUnits", "minimum", {}, schema16.properties.writeCapacityUnits), errors++;
            }
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/provisioned", "type", { type: "object" }, schema16), errors++;
      }
    }
    if (data.globalTables !== void 0) {
      let data4 = data.globalTables;
      if (typeof data4 != "boolean") {
        vErrors = broken(vErrors, instancePath + "/globalTables", "type", { type: "boolean" }, schema15.properties.globalTables), errors++;
      }
    }
    if (data.pointInTimeRecovery !== void 0) {
      let data5 = data.pointInTimeRecovery;
      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
        for (let key2 in data5)
          if (!(key2 === "enabled" || key2 === "days")) {
            vErrors = broken(vErrors, instancePath + "/pointInTimeRecovery", "additionalProperties", { additionalProperty: key2 }, schema17), errors++;
          }
        if (data5.enabled !== void 0) {
          let data6 = data5.enabled;
          if (typeof data6 != "boolean") {
            vErrors = broken(vErrors, instancePath + "/pointInTimeRecovery/enabled", "type", { type: "boolean" }, schema17.properties.enabled), errors++;
          }
        }
        if (data5.days !== void 0) {
          let data7 = data5.days;
          if (!(typeof data7 == "number" && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
            vErrors = broken(vErrors, instancePath + "/pointInTimeRecovery/days", "type", { type: "integer" }, schema17.properties.days), errors++;
          }
          if (typeof data7 == "number" && isFinite(data7)) {
            if (data7 > 35 || isNaN(data7)) {
              vErrors = broken(vErrors, instancePath + "/pointInTimeRecovery/days", "maximum", {}, schema17.properties.days), errors++;
            }
            if (data7 < 1 || isNaN(data7)) {
              vErrors = broken(vErrors, instancePath + "/pointInTimeRecovery/days", "minimum", {}, schema17.properties.days), errors++;
            }
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/pointInTimeRecovery", "type", { type: "object" }, schema17), errors++;
      }
    }
    if (data.deletionProtection !== void 0) {
      let data8 = data.deletionProtection;
      if (typeof data8 != "boolean") {
        vErrors = broken(vErrors, instancePath + "/deletionProtection", "type", { type: "boolean" }, schema15.properties.deletionProtection), errors++;
      }
    }
    if (data.tables !== void 0) {
      let data9 = data.tables;
      if (Array.isArray(data9)) {
        if (data9.length > 50) {
          vErrors = broken(vErrors, instancePath + "/tables", "maxItems", { limit: 50 }, schema15.properties.tables), errors++;
        }
        if (data9.length < 1) {
          vErrors = broken(vErrors, instancePath + "/tables", "minItems", { limit: 1 }, schema15.properties.tables), errors++;
        }
        let len0 = data9.length;
        for (let i0 = 0; i0 < len0; i0++)
          validate15(data9[i0], { instancePath: instancePath + "/tables/" + i0, parentData: data9, parentDataProperty: i0, rootData }) || (vErrors = joined(vErrors, validate15.errors), errors = vErrors.length);
      } else {
        vErrors = broken(vErrors, instancePath + "/tables", "type", { type: "array" }, schema15.properties.tables), errors++;
      }
    }
  } else {
    vErrors = broken(vErrors, instancePath, "type", { type: "object" }, schema15), errors++;
  }
  return validate14.errors = vErrors, errors === 0;
}
var schema21 = { type: "object", additionalProperties: !1, description: "ElastiCache for Redis OSS or Valkey.", properties: { engine: { type: "string", enum: ["redis", "valkey"], default: "redis", description: "The engine." }, engineVersion: { type: "string", pattern: "^[0-9]{1,2}\\.[0-9]{1,2}$", description: "Major and minor version: 6.2, 7.0 or 7.1 for redis (by default 7.1, the last of Redis OSS), 7.2, 8.0, 8.1 or 8.2 for valkey (by default 8.2)." }, nodeType: { type: "string", pattern: "^cache\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", maxLength: 40, description: "A node type such as cache.r7g.large." }, nodeCount: { type: "integer", minimum: 1, maximum: 6, description: "Nodes from 1 to 6, one of them the primary, when cluster mode is off." }, clusterMode: { $ref: "#/definitions/ClusterModeRequest" }, multiAz: { type: "boolean", description: "true needs at least two nodes." }, authTokenSecretArn: { type: "string", pattern: "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$", maxLength: 600, description: "The ARN of an existing secret in the primary region with the AUTH token. By default a token is generated into a new secret. Never the token itself." }, snapshotRetentionDays: { type: "integer", minimum: 0, maximum: 35, description: "Days from 0 (no snapshots) to 35." }, snapshotWindow: { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", default: "03:00-04:00", description: "UTC, hh24:mi-hh24:mi, such as 03:00-04:00; at least 60 minutes, outside the maintenance window." }, maintenanceWindow: { type: "string", pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", default: "sun:05:00-sun:06:00", description: "UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:05:00-sun:06:00; from 60 minutes to 24 hours." }, port: { type: "integer", minimum: 1150, maximum: 65535, default: 6379, description: "A port from 1150 to 65535." }, parameters: { type: "object", maxProperties: 60, additionalProperties: { type: "string", maxLength: 1024, description: "A parameter value, written as a string." }, description: "At most 60 parameters for the parameter group, values as strings, over the tuned defaults." }, logRetentionDays: { type: "integer", enum: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], default: 30, description: "Retention of the slow and engine logs in CloudWatch." } } }, schema22 = { type: "object", additionalProperties: !1, required: ["shards", "replicasPerShard"], description: "Turns cluster mode on, instead of nodeCount.", properties: { shards: { type: "integer", minimum: 1, maximum: 90, description: "Shards from 1 to 90." }, replicasPerShard: { type: "integer", minimum: 0, maximum: 5, description: "Replicas of each shard from 0 to 5." } } }, pattern18 = new RegExp("^[0-9]{1,2}\\.[0-9]{1,2}$", "u"), pattern19 = new RegExp("^cache\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", "u");
function validate18(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!func2.call(schema21.properties, key0)) {
        vErrors = broken(vErrors, instancePath, "additionalProperties", { additionalProperty: key0 }, schema21), errors++;
      }
    if (data.engine !== void 0) {
      let data0 = data.engine;
      if (typeof data0 != "string") {
        vErrors = broken(vErrors, instancePath + "/engine", "type", { type: "string" }, schema21.properties.engine), errors++;
      }
      if (!(data0 === "redis" || data0 === "valkey")) {
        vErrors = broken(vErrors, instancePath + "/engine", "enum", { allowedValues: schema21.properties.engine.enum }, schema21.properties.engine), errors++;
      }
    }
    if (data.engineVersion !== void 0) {
      let data1 = data.engineVersion;
      if (typeof data1 == "string") {
        if (!pattern18.test(data1)) {
          vErrors = broken(vErrors, instancePath + "/engineVersion", "pattern", {}, schema21.properties.engineVersion), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/engineVersion", "type", { type: "string" }, schema21.properties.engineVersion), errors++;
      }
    }
    if (data.nodeType !== void 0) {
      let data2 = data.nodeType;
      if (typeof data2 == "string") {
        if (func3(data2) > 40) {
          vErrors = broken(vErrors, instancePath + "/nodeType", "maxLength", { limit: 40 }, schema21.properties.nodeType), errors++;
        }
        if (!pattern19.test(data2)) {
          vErrors = broken(vErrors, instancePath + "/nodeType", "pattern", {}, schema21.properties.nodeType), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/nodeType", "type", { type: "string" }, schema21.properties.nodeType), errors++;
      }
    }
    if (data.nodeCount !== void 0) {
      let data3 = data.nodeCount;
      if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        vErrors = broken(vErrors, instancePath + "/nodeCount", "type", { type: "integer" }, schema21.properties.nodeCount), errors++;
      }
      if (typeof data3 == "number" && isFinite(data3)) {
        if (data3 > 6 || isNaN(data3)) {
          vErrors = broken(vErrors, instancePath + "/nodeCount", "maximum", {}, schema21.properties.nodeCount), errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          vErrors = broken(vErrors, instancePath + "/nodeCount", "minimum", {}, schema21.properties.nodeCount), errors++;
        }
      }
    }
    if (data.clusterMode !== void 0) {
      let data4 = data.clusterMode;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        if (data4.shards === void 0) {
          vErrors = broken(vErrors, instancePath + "/clusterMode", "required", { missingProperty: "shards" }, schema22), errors++;
        }
        if (data4.replicasPerShard === void 0) {
          vErrors = broken(vErrors, instancePath + "/clusterMode", "required", { missingProperty: "replicasPerShard" }, schema22), errors++;
        }
        for (let key1 in data4)
          if (!(key1 === "shards" || key1 === "replicasPerShard")) {
            vErrors = broken(vErrors, instancePath + "/clusterMode", "additionalProperties", { additionalProperty: key1 }, schema22), errors++;
          }
        if (data4.shards !== void 0) {
          let data5 = data4.shards;
          if (!(typeof data5 == "number" && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
            vErrors = broken(vErrors, instancePath + "/clusterMode/shards", "type", { type: "integer" }, schema22.properties.shards), errors++;
          }
          if (typeof data5 == "number" && isFinite(data5)) {
            if (data5 > 90 || isNaN(data5)) {
              vErrors = broken(vErrors, instancePath + "/clusterMode/shards", "maximum", {}, schema22.properties.shards), errors++;
            }
            if (data5 < 1 || isNaN(data5)) {
              vErrors = broken(vErrors, instancePath + "/clusterMode/shards", "minimum", {}, schema22.properties.shards), errors++;
            }
          }
        }
        if (data4.replicasPerShard !== void 0) {
          let data6 = data4.replicasPerShard;
          if (!(typeof data6 == "number" && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
            vErrors = broken(vErrors, instancePath + "/clusterMode/replicasPerShard", "type", { type: "integer" }, schema22.properties.replicasPerShard), errors++;
          }
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 5 || isNaN(data6)) {
              vErrors = broken(vErrors, instancePath + "/clusterMode/replicasPerShard", "maximum", {}, schema22.properties.replicasPerShard), errors++;
            }
            if (data6 < 0 || isNaN(data6)) {
              vErrors = broken(vErrors, instancePath + "/clusterMode/replicasPerShard", "minimum", {}, schema22.properties.replicasPerShard), errors++;
            }
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/clusterMode", "type", { type: "object" }, schema22), errors++;
      }
    }
    if (data.multiAz !== void 0) {
      let data7 = data.multiAz;
      if (typeof data7 != "boolean") {
        vErrors = broken(vErrors, instancePath + "/multiAz", "type", { type: "boolean" }, schema21.properties.multiAz), errors++;
      }
    }
    if (data.authTokenSecretArn !== void 0) {
      let data8 = data.authTokenSecretArn;
      if (typeof data8 == "string") {
        if (func3(data8) > 600) {
          vErrors = broken(vErrors, instancePath + "/authTokenSecretArn", "maxLength", { limit: 600 }, schema21.properties.authTokenSecretArn), errors++;
        }
        if (!pattern11.test(data8)) {
          vErrors = broken(vErrors, instancePath + "/authTokenSecretArn", "pattern", {}, schema21.properties.authTokenSecretArn), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/authTokenSecretArn", "type", { type: "string" }, schema21.properties.authTokenSecretArn), errors++;
      }
    }
    if (data.snapshotRetentionDays !== void 0) {
      let data9 = data.snapshotRetentionDays;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
        vErrors = broken(vErrors, instancePath + "/snapshotRetentionDays", "type", { type: "integer" }, schema21.properties.snapshotRetentionDays), errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 35 || isNaN(data9)) {
          vErrors = broken(vErrors, instancePath + "/snapshotRetentionDays", "maximum", {}, schema21.properties.snapshotRetentionDays), errors++;
        }
        if (data9 < 0 || isNaN(data9)) {
          vErrors = broken(vErrors, instancePath + "/snapshotRetentionDays", "minimum", {}, schema21.properties.snapshotRetentionDays), errors++;
        }
      }
    }
    if (data.snapshotWindow !== void 0) {
      let data10 = data.snapshotWindow;
      if (typeof data10 == "string") {
        if (!pattern12.test(data10)) {
          vErrors = broken(vErrors, instancePath + "/snapshotWindow", "pattern", {}, schema21.properties.snapshotWindow), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/snapshotWindow", "type", { type: "string" }, schema21.properties.snapshotWindow), errors++;
      }
    }
    if (data.maintenanceWindow !== void 0) {
      let data11 = data.maintenanceWindow;
      if (typeof data11 == "string") {
        if (!pattern13.test(data11)) {
          vErrors = broken(vErrors, instancePath + "/maintenanceWindow", "pattern", {}, schema21.properties.maintenanceWindow), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/maintenanceWindow", "type", { type: "string" }, schema21.properties.maintenanceWindow), errors++;
      }
    }
    if (data.port !== void 0) {
      let data12 = data.port;
      if (!(typeof data12 == "number" && !(data12 % 1) && !isNaN(data12) && isFinite(data12))) {
        vErrors = broken(vErrors, instancePath + "/port", "type", { type: "integer" }, schema21.properties.port), errors++;
      }
      if (typeof data12 == "number" && isFinite(data12)) {
        if (data12 > 65535 || isNaN(data12)) {
          vErrors = broken(vErrors, instancePath + "/port", "maximum", {}, schema21.properties.port), errors++;
        }
        if (data12 < 1150 || isNaN(data12)) {
          vErrors = broken(vErrors, instancePath + "/port", "minimum", {}, schema21.properties.port), errors++;
        }
      }
    }
    if (data.parameters !== void 0) {
      let data13 = data.parameters;
      if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
        if (Object.keys(data13).length > 60) {
          vErrors = broken(vErrors, instancePath + "/parameters", "maxProperties", { limit: 60 }, schema21.properties.parameters), errors++;
        }
        for (let key2 in data13) {
          let data14 = data13[key2];
          if (typeof data14 == "string") {
            if (func3(data14) > 1024) {
              vErrors = broken(vErrors, instancePath + "/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), "maxLength", { limit: 1024 }, schema21.properties.parameters.additionalProperties), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), "type", { type: "string" }, schema21.properties.parameters.additionalProperties), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/parameters", "type", { type: "object" }, schema21.properties.parameters), errors++;
      }
    }
    if (data.logRetentionDays !== void 0) {
      let data15 = data.logRetentionDays;
      if (!(typeof data15 == "number" && !(data15 % 1) && !isNaN(data15) && isFinite(data15))) {
        vErrors = broken(vErrors, instancePath + "/logRetentionDays", "type", { type: "integer" }, schema21.properties.logRetentionDays), errors++;
      }
      if (!(data15 === 1 || data15 === 3 || data15 === 5 || data15 === 7 || data15 === 14 || data15 === 30 || data15 === 60 || data15 === 90 || data15 === 120 || data15 === 150 || data15 === 180 || data15 === 365 || data15 === 400 || data15 === 545 || data15 === 731 || data15 === 1096 || data15 === 1827 || data15 === 2192 || data15 === 2557 || data15 === 2922 || data15 === 3288 || data15 === 3653)) {
        vErrors = broken(vErrors, instancePath + "/logRetentionDays", "enum", { allowedValues: schema21.properties.logRetentionDays.enum }, schema21.properties.logRetentionDays), errors++;
      }
    }
  } else {
    vErrors = broken(vErrors, instancePath, "type", { type: "object" }, schema21), errors++;
  }
  return validate18.errors = vErrors, errors === 0;
}
var schema24 = { type: "object", additionalProperties: !1, description: "CloudWatch alarms.", properties: { enabled: { type: "boolean", default: !0, description: "true or false." }, thresholds: { $ref: "#/definitions/AlarmThresholdsRequest" } } }, schema25 = { type: "object", additionalProperties: !1, description: "What an alarm may be told to wait for.", properties: { cpuPercent: { type: "number", minimum: 1, maximum: 100, default: 80, description: "Percent from 1 to 100." }, connectionsPercent: { type: "number", minimum: 1, maximum: 100, default: 80, description: "Percent from 1 to 100 of the connections that the instance class takes." }, latencyMs: { type: "number", minimum: 1, maximum: 6e4, default: 200, description: "Milliseconds from 1 to 60000." }, redisMemoryPercent: { type: "number", minimum: 1, maximum: 100, default: 80, description: "Percent from 1 to 100." }, replicaLagMs: { type: "number", minimum: 1, maximum: 6e5, default: 1e3, description: "Milliseconds from 1 to 600000." } } };
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!(key0 === "enabled" || key0 === "thresholds")) {
        vErrors = broken(vErrors, instancePath, "additionalProperties", { additionalProperty: key0 }, schema24), errors++;
      }
    if (data.enabled !== void 0) {
      let data0 = data.enabled;
      if (typeof data0 != "boolean") {
        vErrors = broken(vErrors, instancePath + "/enabled", "type", { type: "boolean" }, schema24.properties.enabled), errors++;
      }
    }
    if (data.thresholds !== void 0) {
      let data1 = data.thresholds;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        for (let key1 in data1)
          if (!(key1 === "cpuPercent" || key1 === "connectionsPercent" || key1 === "latencyMs" || key1 === "redisMemoryPercent" || key1 === "replicaLagMs")) {
            vErrors = broken(vErrors, instancePath + "/thresholds", "additionalProperties", { additionalProperty: key1 }, schema25), errors++;
          }
        if (data1.cpuPercent !== void 0) {
          let data2 = data1.cpuPercent;
          if (typeof data2 == "number" && isFinite(data2)) {
            if (data2 > 100 || isNaN(data2)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/cpuPercent", "maximum", {}, schema25.properties.cpuPercent), errors++;
            }
            if (data2 < 1 || isNaN(data2)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/cpuPercent", "minimum", {}, schema25.properties.cpuPercent), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/thresholds/cpuPercent", "type", { type: "number" }, schema25.properties.cpuPercent), errors++;
          }
        }
        if (data1.connectionsPercent !== void 0) {
          let data3 = data1.connectionsPercent;
          if (typeof data3 == "number" && isFinite(data3)) {
            if (data3 > 100 || isNaN(data3)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/connectionsPercent", "maximum", {}, schema25.properties.connectionsPercent), errors++;
            }
            if (data3 < 1 || isNaN(data3)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/connectionsPercent", "minimum", {}, schema25.properties.connectionsPercent), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/thresholds/connectionsPercent", "type", { type: "number" }, schema25.properties.connectionsPercent), errors++;
          }
        }
        if (data1.latencyMs !== void 0) {
          let data4 = data1.latencyMs;
          if (typeof data4 == "number" && isFinite(data4)) {
            if (data4 > 6e4 || isNaN(data4)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/latencyMs", "maximum", {}, schema25.properties.latencyMs), errors++;
            }
            if (data4 < 1 || isNaN(data4)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/latencyMs", "minimum", {}, schema25.properties.latencyMs), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/thresholds/latencyMs", "type", { type: "number" }, schema25.properties.latencyMs), errors++;
          }
        }
        if (data1.redisMemoryPercent !== void 0) {
          let data5 = data1.redisMemoryPercent;
          if (typeof data5 == "number" && isFinite(data5)) {
            if (data5 > 100 || isNaN(data5)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/redisMemoryPercent", "maximum", {}, schema25.properties.redisMemoryPercent), errors++;
            }
            if (data5 < 1 || isNaN(data5)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/redisMemoryPercent", "minimum", {}, schema25.properties.redisMemoryPercent), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/thresholds/redisMemoryPercent", "type", { type: "number" }, schema25.properties.redisMemoryPercent), errors++;
          }
        }
        if (data1.replicaLagMs !== void 0) {
          let data6 = data1.replicaLagMs;
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 6e5 || isNaN(data6)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/replicaLagMs", "maximum", {}, schema25.properties.replicaLagMs), errors++;
            }
            if (data6 < 1 || isNaN(data6)) {
              vErrors = broken(vErrors, instancePath + "/thresholds/replicaLagMs", "minimum", {}, schema25.properties.replicaLagMs), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/thresholds/replicaLagMs", "type", { type: "number" }, schema25.properties.replicaLagMs), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/thresholds", "type", { type: "object" }, schema25), errors++;
      }
    }
  } else {
    vErrors = broken(vErrors, instancePath, "type", { type: "object" }, schema24), errors++;
  }
  return validate20.errors = vErrors, errors === 0;
}
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.environment === void 0) {
      vErrors = broken(vErrors, instancePath, "required", { missingProperty: "environment" }, schema12), errors++;
    }
    for (let key0 in data)
      if (!func2.call(schema12.properties, key0)) {
        vErrors = broken(vErrors, instancePath, "additionalProperties", { additionalProperty: key0 }, schema12), errors++;
      }
    if (data.environment !== void 0) {
      let data0 = data.environment;
      if (typeof data0 == "string") {
        if (func3(data0) > 20) {
          vErrors = broken(vErrors, instancePath + "/environment", "maxLength", { limit: 20 }, schema12.properties.environment), errors++;
        }
        if (func3(data0) < 1) {
          vErrors = broken(vErrors, instancePath + "/environment", "minLength", { limit: 1 }, schema12.properties.environment), errors++;
        }
        if (!pattern0.test(data0)) {
          vErrors = broken(vErrors, instancePath + "/environment", "pattern", {}, schema12.properties.environment), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/environment", "type", { type: "string" }, schema12.properties.environment), errors++;
      }
    }
    if (data.preset !== void 0) {
      let data1 = data.preset;
      if (typeof data1 != "string") {
        vErrors = broken(vErrors, instancePath + "/preset", "type", { type: "string" }, schema12.properties.preset), errors++;
      }
      if (!(data1 === "development" || data1 === "staging" || data1 === "standard" || data1 === "production")) {
        vErrors = broken(vErrors, instancePath + "/preset", "enum", { allowedValues: schema12.properties.preset.enum }, schema12.properties.preset), errors++;
      }
    }
    if (data.landingZone !== void 0) {
      let data2 = data.landingZone;
      if (typeof data2 == "string") {
        if (func3(data2) > 63) {
          vErrors = broken(vErrors, instancePath + "/landingZone", "maxLength", { limit: 63 }, schema12.properties.landingZone), errors++;
        }
        if (!pattern1.test(data2)) {
          vErrors = broken(vErrors, instancePath + "/landingZone", "pattern", {}, schema12.properties.landingZone), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/landingZone", "type", { type: "string" }, schema12.properties.landingZone), errors++;
      }
    }
    if (data.primaryRegion !== void 0) {
      let data3 = data.primaryRegion;
      if (typeof data3 == "string") {
        if (func3(data3) > 32) {
          vErrors = broken(vErrors, instancePath + "/primaryRegion", "maxLength", { limit: 32 }, schema12.properties.primaryRegion), errors++;
        }
        if (!pattern2.test(data3)) {
          vErrors = broken(vErrors, instancePath + "/primaryRegion", "pattern", {}, schema12.properties.primaryRegion), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/primaryRegion", "type", { type: "string" }, schema12.properties.primaryRegion), errors++;
      }
    }
    if (data.secondaryRegion !== void 0) {
      let data4 = data.secondaryRegion;
      if (typeof data4 == "string") {
        if (func3(data4) > 32) {
          vErrors = broken(vErrors, instancePath + "/secondaryRegion", "maxLength", { limit: 32 }, schema12.properties.secondaryRegion), errors++;
        }
        if (!pattern2.test(data4)) {
          vErrors = broken(vErrors, instancePath + "/secondaryRegion", "pattern", {}, schema12.properties.secondaryRegion), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/secondaryRegion", "type", { type: "string" }, schema12.properties.secondaryRegion), errors++;
      }
    }
    if (data.owner !== void 0) {
      let data5 = data.owner;
      if (typeof data5 == "string") {
        if (func3(data5) > 128) {
          vErrors = broken(vErrors, instancePath + "/owner", "maxLength", { limit: 128 }, schema12.properties.owner), errors++;
        }
        if (!pattern4.test(data5)) {
          vErrors = broken(vErrors, instancePath + "/owner", "pattern", {}, schema12.properties.owner), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/owner", "type", { type: "string" }, schema12.properties.owner), errors++;
      }
    }
    if (data.costCenter !== void 0) {
      let data6 = data.costCenter;
      if (typeof data6 == "string") {
        if (func3(data6) > 128) {
          vErrors = broken(vErrors, instancePath + "/costCenter", "maxLength", { limit: 128 }, schema12.properties.costCenter), errors++;
        }
        if (!pattern4.test(data6)) {
          vErrors = broken(vErrors, instancePath + "/costCenter", "pattern", {}, schema12.properties.costCenter), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/costCenter", "type", { type: "string" }, schema12.properties.costCenter), errors++;
      }
    }
    if (data.expiresAfter !== void 0) {
      let data7 = data.expiresAfter;
      if (typeof data7 == "string") {
        if (func3(data7) > 6) {
          vErrors = broken(vErrors, instancePath + "/expiresAfter", "maxLength", { limit: 6 }, schema12.properties.expiresAfter), errors++;
        }
        if (!pattern6.test(data7)) {
          vErrors = broken(vErrors, instancePath + "/expiresAfter", "pattern", {}, schema12.properties.expiresAfter), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/expiresAfter", "type", { type: "string" }, schema12.properties.expiresAfter), errors++;
      }
    }
    if (data.onFailure !== void 0) {
      let data8 = data.onFailure;
      if (typeof data8 != "string") {
        vErrors = broken(vErrors, instancePath + "/onFailure", "type", { type: "string" }, schema12.properties.onFailure), errors++;
      }
      if (!(data8 === "keep" || data8 === "rollback")) {
        vErrors = broken(vErrors, instancePath + "/onFailure", "enum", { allowedValues: schema12.properties.onFailure.enum }, schema12.properties.onFailure), errors++;
      }
    }
    if (data.aurora !== void 0 && (validate12(data.aurora, { instancePath: instancePath + "/aurora", parentData: data, parentDataProperty: "aurora", rootData }) || (vErrors = joined(vErrors, validate12.errors), errors = vErrors.length)), data.dynamodb !== void 0 && (validate14(data.dynamodb, { instancePath: instancePath + "/dynamodb", parentData: data, parentDataProperty: "dynamodb", rootData }) || (vErrors = joined(vErrors, validate14.errors), errors = vErrors.length)), data.redis !== void 0 && (validate18(data.redis, { instancePath: instancePath + "/redis", parentData: data, parentDataProperty: "redis", rootData }) || (vErrors = joined(vErrors, validate18.errors), errors = vErrors.length)), data.dax !== void 0) {
      let data12 = data.dax;
      if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
        for (let key1 in data12)
          if (!(key1 === "nodeType" || key1 === "replicationFactor" || key1 === "maintenanceWindow" || key1 === "recordTtlMs" || key1 === "queryTtlMs")) {
            vErrors = broken(vErrors, instancePath + "/dax", "additionalProperties", { additionalProperty: key1 }, schema23), errors++;
          }
        if (data12.nodeType !== void 0) {
          let data13 = data12.nodeType;
          if (typeof data13 == "string") {
            if (func3(data13) > 40) {
              vErrors = broken(vErrors, instancePath + "/dax/nodeType", "maxLength", { limit: 40 }, schema23.properties.nodeType), errors++;
            }
            if (!pattern23.test(data13)) {
              vErrors = broken(vErrors, instancePath + "/dax/nodeType", "pattern", {}, schema23.properties.nodeType), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/dax/nodeType", "type", { type: "string" }, schema23.properties.nodeType), errors++;
          }
        }
        if (data12.replicationFactor !== void 0) {
          let data14 = data12.replicationFactor;
          if (!(typeof data14 == "number" && !(data14 % 1) && !isNaN(data14) && isFinite(data14))) {
            vErrors = broken(vErrors, instancePath + "/dax/replicationFactor", "type", { type: "integer" }, schema23.properties.replicationFactor), errors++;
          }
          if (!(data14 === 1 || data14 === 3 || data14 === 4 || data14 === 5 || data14 === 6 || data14 === 7 || data14 === 8 || data14 === 9 || data14 === 10)) {
            vErrors = broken(vErrors, instancePath + "/dax/replicationFactor", "enum", { allowedValues: schema23.properties.replicationFactor.enum }, schema23.properties.replicationFactor), errors++;
          }
        }
        if (data12.maintenanceWindow !== void 0) {
          let data15 = data12.maintenanceWindow;
          if (typeof data15 == "string") {
            if (!pattern13.test(data15)) {
              vErrors = broken(vErrors, instancePath + "/dax/maintenanceWindow", "pattern", {}, schema23.properties.maintenanceWindow), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/dax/maintenanceWindow", "type", { type: "string" }, schema23.properties.maintenanceWindow), errors++;
          }
        }
        if (data12.recordTtlMs !== void 0) {
          let data16 = data12.recordTtlMs;
          if (!(typeof data16 == "number" && !(data16 % 1) && !isNaN(data16) && isFinite(data16))) {
            vErrors = broken(vErrors, instancePath + "/dax/recordTtlMs", "type", { type: "integer" }, schema23.properties.recordTtlMs), errors++;
          }
          if (typeof data16 == "number" && isFinite(data16)) {
            if (data16 > 2147483647 || isNaN(data16)) {
              vErrors = broken(vErrors, instancePath + "/dax/recordTtlMs", "maximum", {}, schema23.properties.recordTtlMs), errors++;
            }
            if (data16 < 0 || isNaN(data16)) {
              vErrors = broken(vErrors, instancePath + "/dax/recordTtlMs", "minimum", {}, schema23.properties.recordTtlMs), errors++;
            }
          }
        }
        if (data12.queryTtlMs !== void 0) {
          let data17 = data12.queryTtlMs;
          if (!(typeof data17 == "number" && !(data17 % 1) && !isNaN(data17) && isFinite(data17))) {
            vErrors = broken(vErrors, instancePath + "/dax/queryTtlMs", "type", { type: "integer" }, schema23.properties.queryTtlMs), errors++;
          }
          if (typeof data17 == "number" && isFinite(data17)) {
            if (data17 > 2147483647 || isNaN(data17)) {
              vErrors = broken(vErrors, instancePath + "/dax/queryTtlMs", "maximum", {}, schema23.properties.queryTtlMs), errors++;
            }
            if (data17 < 0 || isNaN(data17)) {
              vErrors = broken(vErrors, instancePath + "/dax/queryTtlMs", "minimum", {}, schema23.properties.queryTtlMs), errors++;
            }
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/dax", "type", { type: "object" }, schema23), errors++;
      }
    }
    if (data.alarms !== void 0 && (validate20(data.alarms, { instancePath: instancePath + "/alarms", parentData: data, parentDataProperty: "alarms", rootData }) || (vErrors = joined(vErrors, validate20.errors), errors = vErrors.length)), data.migrations !== void 0) {
      let data19 = data.migrations;
      if (data19 && typeof data19 == "object" && !Array.isArray(data19)) {
        for (let key2 in data19)
          if (key2 !== "set") {
            vErrors = broken(vErrors, instancePath + "/migrations", "additionalProperties", { additionalProperty: key2 }, schema26), errors++;
          }
        if (data19.set !== void 0) {
          let data20 = data19.set;
          if (typeof data20 != "string" && data20 !== null) {
            vErrors = broken(vErrors, instancePath + "/migrations/set", "type", { type: schema26.properties.set.type }, schema26.properties.set), errors++;
          }
          if (typeof data20 == "string" && !pattern25.test(data20)) {
            vErrors = broken(vErrors, instancePath + "/migrations/set", "pattern", {}, schema26.properties.set), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/migrations", "type", { type: "object" }, schema26), errors++;
      }
    }
    if (data.tags !== void 0) {
      let data21 = data.tags;
      if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
        if (Object.keys(data21).length > 40) {
          vErrors = broken(vErrors, instancePath + "/tags", "maxProperties", { limit: 40 }, schema12.properties.tags), errors++;
        }
        for (let key3 in data21) {
          let data22 = data21[key3];
          if (typeof data22 == "string") {
            if (func3(data22) > 256) {
              vErrors = broken(vErrors, instancePath + "/tags/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), "maxLength", { limit: 256 }, schema12.properties.tags.additionalProperties), errors++;
            }
          } else {
            vErrors = broken(vErrors, instancePath + "/tags/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), "type", { type: "string" }, schema12.properties.tags.additionalProperties), errors++;
          }
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/tags", "type", { type: "object" }, schema12.properties.tags), errors++;
      }
    }
  } else {
    vErrors = broken(vErrors, instancePath, "type", { type: "object" }, schema12), errors++;
  }
  return validate11.errors = vErrors, errors === 0;
}
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  return validate11(data, { instancePath, parentData, parentDataProperty, rootData }) || (vErrors = joined(vErrors, validate11.errors), errors = vErrors.length), validate10.errors = vErrors, errors === 0;
}
export {
  validateRequest
};
