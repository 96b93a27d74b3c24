// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
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
var schema12 = { type: "object", additionalProperties: !1, required: ["environment"], properties: { environment: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,19}$", minLength: 1, maxLength: 20, description: "Name of the environment in its project: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 20 characters, such as dev." }, preset: { type: "string", enum: ["development", "staging", "standard", "production"], default: "standard", description: "The sizes to start from (GET /v1/presets); every other field overrides one of them." }, landingZone: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,62}$", maxLength: 63, default: "default", description: "Name of a landing zone that the platform team has set up, in lower-case letters, digits and hyphens." }, primaryRegion: { type: "string", pattern: "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$", maxLength: 32, default: "eu-west-2", description: "An AWS region of the landing zone, such as eu-west-2. The database is written here." }, secondaryRegion: { type: "string", pattern: "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$", maxLength: 32, default: "eu-west-1", description: "Another AWS region of the landing zone, such as eu-west-1. Used when a global database or global tables are asked for." }, aurora: { $ref: "#/definitions/AuroraRequest" }, dynamodb: { $ref: "#/definitions/DynamoDbRequest" }, redis: { $ref: "#/definitions/RedisRequest" }, dax: { $ref: "#/definitions/DaxRequest" }, alarms: { $ref: "#/definitions/AlarmsRequest" }, migrations: { $ref: "#/definitions/MigrationsRequest" }, tags: { type: "object", maxProperties: 40, additionalProperties: { type: "string", maxLength: 256, description: "A tag value of at most 256 characters." }, description: "At most 40 tags for every resource, besides Project, Environment and ManagedBy, which they may replace. Keys have at most 128 characters and do not start with aws or plinth and a colon." } } }, schema23 = { type: "object", additionalProperties: !1, description: "DynamoDB Accelerator.", properties: { nodeType: { type: "string", pattern: "^dax\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", maxLength: 40, description: "A node type such as dax.r4.large." }, replicationFactor: { type: "integer", enum: [1, 3, 4, 5, 6, 7, 8, 9, 10], description: "Nodes of the cluster, 1 without fault tolerance, or 3 to 10; AWS takes no cluster of 2." }, maintenanceWindow: { type: "string", pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", default: "sun:06:00-sun:07:00", description: "UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:06:00-sun:07:00; from 60 minutes to 24 hours." }, recordTtlMs: { type: "integer", minimum: 0, maximum: 2147483647, default: 3e5, description: "Time to live in the item cache, in milliseconds." }, queryTtlMs: { type: "integer", minimum: 0, maximum: 2147483647, default: 3e5, description: "Time to live in the query cache, in milliseconds." } } }, schema26 = { type: "object", additionalProperties: !1, description: "Schema migrations.", properties: { set: { pattern: "^[a-z](-?[a-z0-9]){0,39}$", default: "gaming", description: "Name of a set of SQL migrations, or null to run none.", type: ["string", "null"] } } }, func2 = Object.prototype.hasOwnProperty, func3 = require_ucs2length().default, pattern0 = new RegExp("^[a-z](-?[a-z0-9]){0,19}$", "u"), pattern1 = new RegExp("^[a-z](-?[a-z0-9]){0,62}$", "u"), pattern2 = new RegExp("^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$", "u"), pattern20 = new RegExp("^dax\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", "u"), pattern10 = new RegExp("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", "u"), pattern22 = new RegExp("^[a-z](-?[a-z0-9]){0,39}$", "u"), schema13 = { type: "object", additionalProperties: !1, description: "Aurora PostgreSQL.", properties: { engineVersion: { type: "string", pattern: "^[0-9]{2}\\.[0-9]{1,2}$", description: "A full Aurora PostgreSQL version such as 15.17. By default the newest orderable 15.x." }, instanceClass: { type: "string", pattern: "^db\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", maxLength: 40, description: "An instance class such as db.r6g.large, the same for every instance; db.serverless is not supported." }, instanceCount: { type: "integer", minimum: 1, maximum: 16, description: "Instances in the primary region, from 1 to 16 (15 in a global database). The first is the writer." }, secondaryInstanceCount: { type: "integer", minimum: 1, maximum: 16, description: "Instances in the secondary region of a global database, from 1 to 16. By default 1." }, globalDatabase: { type: "boolean", description: "true for a global database with a second cluster in the secondary region." }, databaseName: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9]{0,62}$", maxLength: 63, default: "appdb", description: "From 1 to 63 letters and digits, starting with a letter, and not a reserved word." }, masterUsername: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9]{0,15}$", maxLength: 16, default: "gameadmin", description: "From 1 to 16 letters and digits, starting with a letter, and not a reserved word." }, masterSecretArn: { type: "string", pattern: "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$", maxLength: 600, description: "The ARN of an existing secret in the primary region, a JSON object with the field password. By default a password is generated into a new secret. Never the password itself." }, port: { type: "integer", minimum: 1150, maximum: 65535, default: 5432, description: "A port from 1150 to 65535." }, backupRetentionDays: { type: "integer", minimum: 1, maximum: 35, description: "Days from 1 to 35; Aurora cannot turn automated backups off." }, backupWindow: { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", default: "03:00-04:00", description: "UTC, hh24:mi-hh24:mi, such as 03:00-04:00; at least 30 minutes, outside the maintenance window." }, maintenanceWindow: { type: "string", pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", default: "sun:04:30-sun:05:30", description: "UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:04:30-sun:05:30; from 30 minutes to 24 hours." }, performanceInsights: { $ref: "#/definitions/PerformanceInsightsRequest" }, monitoringIntervalSeconds: { type: "integer", enum: [0, 1, 5, 10, 15, 30, 60], default: 60, description: "Interval of enhanced monitoring; 0 turns it off." }, logExports: { type: "array", uniqueItems: !0, maxItems: 3, items: { type: "string", enum: ["postgresql", "instance", "iam-db-auth-error"], description: "A log that Aurora PostgreSQL can export to CloudWatch." }, default: ["postgresql"], description: "Logs to export to CloudWatch, each once." }, deletionProtection: { type: "boolean", description: "true or false." }, autoMinorVersionUpgrade: { type: "boolean", default: !1, description: "true or false. By default false, because the environment records the exact version it runs; it has no effect in a global database." }, storageType: { type: "string", enum: ["aurora", "aurora-iopt1"], default: "aurora", description: "aurora-iopt1 is I/O-Optimized." }, clusterParameters: { type: "object", maxProperties: 60, additionalProperties: { type: "string", maxLength: 1024, description: "A parameter value, written as a string." }, description: "At most 60 parameters for the cluster parameter group, values as strings, over the tuned defaults." }, instanceParameters: { type: "object", maxProperties: 60, additionalProperties: { type: "string", maxLength: 1024, description: "A parameter value, written as a string." }, description: "At most 60 parameters for the instance parameter group, values as strings, over the tuned defaults." } } }, schema14 = { type: "object", additionalProperties: !1, description: "Performance Insights.", properties: { enabled: { type: "boolean", description: "true or false." }, retentionDays: { type: "integer", enum: [7, 31, 62, 93, 124, 155, 186, 217, 248, 279, 310, 341, 372, 403, 434, 465, 496, 527, 558, 589, 620, 651, 682, 713, 731], description: "7 is free; the others are whole months of 31 days, or two years." } } }, pattern4 = new RegExp("^[0-9]{2}\\.[0-9]{1,2}$", "u"), pattern5 = new RegExp("^db\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", "u"), pattern6 = new RegExp("^[A-Za-z][A-Za-z0-9]{0,62}$", "u"), pattern7 = new RegExp("^[A-Za-z][A-Za-z0-9]{0,15}$", "u"), pattern8 = new RegExp("^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$", "u"), pattern9 = new RegExp("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", "u");
function validate12(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!func2.call(schema13.properties, key0)) {
        let err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema13, data };
        vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
      }
    if (data.engineVersion !== void 0) {
      let data0 = data.engineVersion;
      if (typeof data0 == "string") {
        if (!pattern4.test(data0)) {
          let err1 = { instancePath: instancePath + "/engineVersion", schemaPath: "#/properties/engineVersion/pattern", keyword: "pattern", params: { pattern: "^[0-9]{2}\\.[0-9]{1,2}$" }, message: 'must match pattern "^[0-9]{2}\\.[0-9]{1,2}$"', schema: "^[0-9]{2}\\.[0-9]{1,2}$", parentSchema: schema13.properties.engineVersion, data: data0 };
          vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
        }
      } else {
        let err2 = { instancePath: instancePath + "/engineVersion", schemaPath: "#/properties/engineVersion/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.engineVersion.type, parentSchema: schema13.properties.engineVersion, data: data0 };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    }
    if (data.instanceClass !== void 0) {
      let data1 = data.instanceClass;
      if (typeof data1 == "string") {
        if (func3(data1) > 40) {
          let err3 = { instancePath: instancePath + "/instanceClass", schemaPath: "#/properties/instanceClass/maxLength", keyword: "maxLength", params: { limit: 40 }, message: "must NOT have more than 40 characters", schema: 40, parentSchema: schema13.properties.instanceClass, data: data1 };
          vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
        }
        if (!pattern5.test(data1)) {
          let err4 = { instancePath: instancePath + "/instanceClass", schemaPath: "#/properties/instanceClass/pattern", keyword: "pattern", params: { pattern: "^db\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$" }, message: 'must match pattern "^db\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$"', schema: "^db\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", parentSchema: schema13.properties.instanceClass, data: data1 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/instanceClass", schemaPath: "#/properties/instanceClass/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.instanceClass.type, parentSchema: schema13.properties.instanceClass, data: data1 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.instanceCount !== void 0) {
      let data2 = data.instanceCount;
      if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
        let err6 = { instancePath: instancePath + "/instanceCount", schemaPath: "#/properties/instanceCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema13.properties.instanceCount.type, parentSchema: schema13.properties.instanceCount, data: data2 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
      if (typeof data2 == "number" && isFinite(data2)) {
        if (data2 > 16 || isNaN(data2)) {
          let err7 = { instancePath: instancePath + "/instanceCount", schemaPath: "#/properties/instanceCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 16 }, message: "must be <= 16", schema: 16, parentSchema: schema13.properties.instanceCount, data: data2 };
          vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
        }
        if (data2 < 1 || isNaN(data2)) {
          let err8 = { instancePath: instancePath + "/instanceCount", schemaPath: "#/properties/instanceCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema13.properties.instanceCount, data: data2 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
      }
    }
    if (data.secondaryInstanceCount !== void 0) {
      let data3 = data.secondaryInstanceCount;
      if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        let err9 = { instancePath: instancePath + "/secondaryInstanceCount", schemaPath: "#/properties/secondaryInstanceCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema13.properties.secondaryInstanceCount.type, parentSchema: schema13.properties.secondaryInstanceCount, data: data3 };
        vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
      }
      if (typeof data3 == "number" && isFinite(data3)) {
        if (data3 > 16 || isNaN(data3)) {
          let err10 = { instancePath: instancePath + "/secondaryInstanceCount", schemaPath: "#/properties/secondaryInstanceCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 16 }, message: "must be <= 16", schema: 16, parentSchema: schema13.properties.secondaryInstanceCount, data: data3 };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          let err11 = { instancePath: instancePath + "/secondaryInstanceCount", schemaPath: "#/properties/secondaryInstanceCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema13.properties.secondaryInstanceCount, data: data3 };
          vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
        }
      }
    }
    if (data.globalDatabase !== void 0) {
      let data4 = data.globalDatabase;
      if (typeof data4 != "boolean") {
        let err12 = { instancePath: instancePath + "/globalDatabase", schemaPath: "#/properties/globalDatabase/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema13.properties.globalDatabase.type, parentSchema: schema13.properties.globalDatabase, data: data4 };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
    }
    if (data.databaseName !== void 0) {
      let data5 = data.databaseName;
      if (typeof data5 == "string") {
        if (func3(data5) > 63) {
          let err13 = { instancePath: instancePath + "/databaseName", schemaPath: "#/properties/databaseName/maxLength", keyword: "maxLength", params: { limit: 63 }, message: "must NOT have more than 63 characters", schema: 63, parentSchema: schema13.properties.databaseName, data: data5 };
          vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
        }
        if (!pattern6.test(data5)) {
          let err14 = { instancePath: instancePath + "/databaseName", schemaPath: "#/properties/databaseName/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z][A-Za-z0-9]{0,62}$" }, message: 'must match pattern "^[A-Za-z][A-Za-z0-9]{0,62}$"', schema: "^[A-Za-z][A-Za-z0-9]{0,62}$", parentSchema: schema13.properties.databaseName, data: data5 };
          vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
        }
      } else {
        let err15 = { instancePath: instancePath + "/databaseName", schemaPath: "#/properties/databaseName/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.databaseName.type, parentSchema: schema13.properties.databaseName, data: data5 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
    }
    if (data.masterUsername !== void 0) {
      let data6 = data.masterUsername;
      if (typeof data6 == "string") {
        if (func3(data6) > 16) {
          let err16 = { instancePath: instancePath + "/masterUsername", schemaPath: "#/properties/masterUsername/maxLength", keyword: "maxLength", params: { limit: 16 }, message: "must NOT have more than 16 characters", schema: 16, parentSchema: schema13.properties.masterUsername, data: data6 };
          vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
        }
        if (!pattern7.test(data6)) {
          let err17 = { instancePath: instancePath + "/masterUsername", schemaPath: "#/properties/masterUsername/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z][A-Za-z0-9]{0,15}$" }, message: 'must match pattern "^[A-Za-z][A-Za-z0-9]{0,15}$"', schema: "^[A-Za-z][A-Za-z0-9]{0,15}$", parentSchema: schema13.properties.masterUsername, data: data6 };
          vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
        }
      } else {
        let err18 = { instancePath: instancePath + "/masterUsername", schemaPath: "#/properties/masterUsername/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.masterUsername.type, parentSchema: schema13.properties.masterUsername, data: data6 };
        vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
      }
    }
    if (data.masterSecretArn !== void 0) {
      let data7 = data.masterSecretArn;
      if (typeof data7 == "string") {
        if (func3(data7) > 600) {
          let err19 = { instancePath: instancePath + "/masterSecretArn", schemaPath: "#/properties/masterSecretArn/maxLength", keyword: "maxLength", params: { limit: 600 }, message: "must NOT have more than 600 characters", schema: 600, parentSchema: schema13.properties.masterSecretArn, data: data7 };
          vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
        }
        if (!pattern8.test(data7)) {
          let err20 = { instancePath: instancePath + "/masterSecretArn", schemaPath: "#/properties/masterSecretArn/pattern", keyword: "pattern", params: { pattern: "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$" }, message: 'must match pattern "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$"', schema: "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$", parentSchema: schema13.properties.masterSecretArn, data: data7 };
          vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
        }
      } else {
        let err21 = { instancePath: instancePath + "/masterSecretArn", schemaPath: "#/properties/masterSecretArn/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.masterSecretArn.type, parentSchema: schema13.properties.masterSecretArn, data: data7 };
        vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
      }
    }
    if (data.port !== void 0) {
      let data8 = data.port;
      if (!(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8))) {
        let err22 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema13.properties.port.type, parentSchema: schema13.properties.port, data: data8 };
        vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
      }
      if (typeof data8 == "number" && isFinite(data8)) {
        if (data8 > 65535 || isNaN(data8)) {
          let err23 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema13.properties.port, data: data8 };
          vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
        }
        if (data8 < 1150 || isNaN(data8)) {
          let err24 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1150 }, message: "must be >= 1150", schema: 1150, parentSchema: schema13.properties.port, data: data8 };
          vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
        }
      }
    }
    if (data.backupRetentionDays !== void 0) {
      let data9 = data.backupRetentionDays;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
        let err25 = { instancePath: instancePath + "/backupRetentionDays", schemaPath: "#/properties/backupRetentionDays/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema13.properties.backupRetentionDays.type, parentSchema: schema13.properties.backupRetentionDays, data: data9 };
        vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 35 || isNaN(data9)) {
          let err26 = { instancePath: instancePath + "/backupRetentionDays", schemaPath: "#/properties/backupRetentionDays/maximum", keyword: "maximum", params: { comparison: "<=", limit: 35 }, message: "must be <= 35", schema: 35, parentSchema: schema13.properties.backupRetentionDays, data: data9 };
          vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
        }
        if (data9 < 1 || isNaN(data9)) {
          let err27 = { instancePath: instancePath + "/backupRetentionDays", schemaPath: "#/properties/backupRetentionDays/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema13.properties.backupRetentionDays, data: data9 };
          vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
        }
      }
    }
    if (data.backupWindow !== void 0) {
      let data10 = data.backupWindow;
      if (typeof data10 == "string") {
        if (!pattern9.test(data10)) {
          let err28 = { instancePath: instancePath + "/backupWindow", schemaPath: "#/properties/backupWindow/pattern", keyword: "pattern", params: { pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$" }, message: 'must match pattern "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"', schema: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", parentSchema: schema13.properties.backupWindow, data: data10 };
          vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
        }
      } else {
        let err29 = { instancePath: instancePath + "/backupWindow", schemaPath: "#/properties/backupWindow/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.backupWindow.type, parentSchema: schema13.properties.backupWindow, data: data10 };
        vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
      }
    }
    if (data.maintenanceWindow !== void 0) {
      let data11 = data.maintenanceWindow;
      if (typeof data11 == "string") {
        if (!pattern10.test(data11)) {
          let err30 = { instancePath: instancePath + "/maintenanceWindow", schemaPath: "#/properties/maintenanceWindow/pattern", keyword: "pattern", params: { pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$" }, message: 'must match pattern "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$"', schema: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", parentSchema: schema13.properties.maintenanceWindow, data: data11 };
          vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
        }
      } else {
        let err31 = { instancePath: instancePath + "/maintenanceWindow", schemaPath: "#/properties/maintenanceWindow/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.maintenanceWindow.type, parentSchema: schema13.properties.maintenanceWindow, data: data11 };
        vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
      }
    }
    if (data.performanceInsights !== void 0) {
      let data12 = data.performanceInsights;
      if (data12 && typeof data12 == "object" && !Array.isArray(data12)) {
        for (let key1 in data12)
          if (!(key1 === "enabled" || key1 === "retentionDays")) {
            let err32 = { instancePath: instancePath + "/performanceInsights", schemaPath: "#/definitions/PerformanceInsightsRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema14, data: data12 };
            vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
          }
        if (data12.enabled !== void 0) {
          let data13 = data12.enabled;
          if (typeof data13 != "boolean") {
            let err33 = { instancePath: instancePath + "/performanceInsights/enabled", schemaPath: "#/definitions/PerformanceInsightsRequest/properties/enabled/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema14.properties.enabled.type, parentSchema: schema14.properties.enabled, data: data13 };
            vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
          }
        }
        if (data12.retentionDays !== void 0) {
          let data14 = data12.retentionDays;
          if (!(typeof data14 == "number" && !(data14 % 1) && !isNaN(data14) && isFinite(data14))) {
            let err34 = { instancePath: instancePath + "/performanceInsights/retentionDays", schemaPath: "#/definitions/PerformanceInsightsRequest/properties/retentionDays/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema14.properties.retentionDays.type, parentSchema: schema14.properties.retentionDays, data: data14 };
            vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
          }
          if (!(data14 === 7 || data14 === 31 || data14 === 62 || data14 === 93 || data14 === 124 || data14 === 155 || data14 === 186 || data14 === 217 || data14 === 248 || data14 === 279 || data14 === 310 || data14 === 341 || data14 === 372 || data14 === 403 || data14 === 434 || data14 === 465 || data14 === 496 || data14 === 527 || data14 === 558 || data14 === 589 || data14 === 620 || data14 === 651 || data14 === 682 || data14 === 713 || data14 === 731)) {
            let err35 = { instancePath: instancePath + "/performanceInsights/retentionDays", schemaPath: "#/definitions/PerformanceInsightsRequest/properties/retentionDays/enum", keyword: "enum", params: { allowedValues: schema14.properties.retentionDays.enum }, message: "must be equal to one of the allowed values", schema: schema14.properties.retentionDays.enum, parentSchema: schema14.properties.retentionDays, data: data14 };
            vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
          }
        }
      } else {
        let err36 = { instancePath: instancePath + "/performanceInsights", schemaPath: "#/definitions/PerformanceInsightsRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema14.type, parentSchema: schema14, data: data12 };
        vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
      }
    }
    if (data.monitoringIntervalSeconds !== void 0) {
      let data15 = data.monitoringIntervalSeconds;
      if (!(typeof data15 == "number" && !(data15 % 1) && !isNaN(data15) && isFinite(data15))) {
        let err37 = { instancePath: instancePath + "/monitoringIntervalSeconds", schemaPath: "#/properties/monitoringIntervalSeconds/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema13.properties.monitoringIntervalSeconds.type, parentSchema: schema13.properties.monitoringIntervalSeconds, data: data15 };
        vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
      }
      if (!(data15 === 0 || data15 === 1 || data15 === 5 || data15 === 10 || data15 === 15 || data15 === 30 || data15 === 60)) {
        let err38 = { instancePath: instancePath + "/monitoringIntervalSeconds", schemaPath: "#/properties/monitoringIntervalSeconds/enum", keyword: "enum", params: { allowedValues: schema13.properties.monitoringIntervalSeconds.enum }, message: "must be equal to one of the allowed values", schema: schema13.properties.monitoringIntervalSeconds.enum, parentSchema: schema13.properties.monitoringIntervalSeconds, data: data15 };
        vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
      }
    }
    if (data.logExports !== void 0) {
      let data16 = data.logExports;
      if (Array.isArray(data16)) {
        if (data16.length > 3) {
          let err39 = { instancePath: instancePath + "/logExports", schemaPath: "#/properties/logExports/maxItems", keyword: "maxItems", params: { limit: 3 }, message: "must NOT have more than 3 items", schema: 3, parentSchema: schema13.properties.logExports, data: data16 };
          vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
        }
        let len0 = data16.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data17 = data16[i0];
          if (typeof data17 != "string") {
            let err40 = { instancePath: instancePath + "/logExports/" + i0, schemaPath: "#/properties/logExports/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.logExports.items.type, parentSchema: schema13.properties.logExports.items, data: data17 };
            vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
          }
          if (!(data17 === "postgresql" || data17 === "instance" || data17 === "iam-db-auth-error")) {
            let err41 = { instancePath: instancePath + "/logExports/" + i0, schemaPath: "#/properties/logExports/items/enum", keyword: "enum", params: { allowedValues: schema13.properties.logExports.items.enum }, message: "must be equal to one of the allowed values", schema: schema13.properties.logExports.items.enum, parentSchema: schema13.properties.logExports.items, data: data17 };
            vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
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
                let err42 = { instancePath: instancePath + "/logExports", schemaPath: "#/properties/logExports/uniqueItems", keyword: "uniqueItems", params: { i: i1, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i1 + " are identical)", schema: !0, parentSchema: schema13.properties.logExports, data: data16 };
                vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
                break;
              }
              indices0[item0] = i1;
            }
          }
        }
      } else {
        let err43 = { instancePath: instancePath + "/logExports", schemaPath: "#/properties/logExports/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema13.properties.logExports.type, parentSchema: schema13.properties.logExports, data: data16 };
        vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
      }
    }
    if (data.deletionProtection !== void 0) {
      let data18 = data.deletionProtection;
      if (typeof data18 != "boolean") {
        let err44 = { instancePath: instancePath + "/deletionProtection", schemaPath: "#/properties/deletionProtection/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema13.properties.deletionProtection.type, parentSchema: schema13.properties.deletionProtection, data: data18 };
        vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
      }
    }
    if (data.autoMinorVersionUpgrade !== void 0) {
      let data19 = data.autoMinorVersionUpgrade;
      if (typeof data19 != "boolean") {
        let err45 = { instancePath: instancePath + "/autoMinorVersionUpgrade", schemaPath: "#/properties/autoMinorVersionUpgrade/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema13.properties.autoMinorVersionUpgrade.type, parentSchema: schema13.properties.autoMinorVersionUpgrade, data: data19 };
        vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
      }
    }
    if (data.storageType !== void 0) {
      let data20 = data.storageType;
      if (typeof data20 != "string") {
        let err46 = { instancePath: instancePath + "/storageType", schemaPath: "#/properties/storageType/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.storageType.type, parentSchema: schema13.properties.storageType, data: data20 };
        vErrors === null ? vErrors = [err46] : vErrors.push(err46), errors++;
      }
      if (!(data20 === "aurora" || data20 === "aurora-iopt1")) {
        let err47 = { instancePath: instancePath + "/storageType", schemaPath: "#/properties/storageType/enum", keyword: "enum", params: { allowedValues: schema13.properties.storageType.enum }, message: "must be equal to one of the allowed values", schema: schema13.properties.storageType.enum, parentSchema: schema13.properties.storageType, data: data20 };
        vErrors === null ? vErrors = [err47] : vErrors.push(err47), errors++;
      }
    }
    if (data.clusterParameters !== void 0) {
      let data21 = data.clusterParameters;
      if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
        if (Object.keys(data21).length > 60) {
          let err48 = { instancePath: instancePath + "/clusterParameters", schemaPath: "#/properties/clusterParameters/maxProperties", keyword: "maxProperties", params: { limit: 60 }, message: "must NOT have more than 60 properties", schema: 60, parentSchema: schema13.properties.clusterParameters, data: data21 };
          vErrors === null ? vErrors = [err48] : vErrors.push(err48), errors++;
        }
        for (let key2 in data21) {
          let data22 = data21[key2];
          if (typeof data22 == "string") {
            if (func3(data22) > 1024) {
              let err49 = { instancePath: instancePath + "/clusterParameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/clusterParameters/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema13.properties.clusterParameters.additionalProperties, data: data22 };
              vErrors === null ? vErrors = [err49] : vErrors.push(err49), errors++;
            }
          } else {
            let err50 = { instancePath: instancePath + "/clusterParameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/clusterParameters/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.clusterParameters.additionalProperties.type, parentSchema: schema13.properties.clusterParameters.additionalProperties, data: data22 };
            vErrors === null ? vErrors = [err50] : vErrors.push(err50), errors++;
          }
        }
      } else {
        let err51 = { instancePath: instancePath + "/clusterParameters", schemaPath: "#/properties/clusterParameters/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema13.properties.clusterParameters.type, parentSchema: schema13.properties.clusterParameters, data: data21 };
        vErrors === null ? vErrors = [err51] : vErrors.push(err51), errors++;
      }
    }
    if (data.instanceParameters !== void 0) {
      let data23 = data.instanceParameters;
      if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
        if (Object.keys(data23).length > 60) {
          let err52 = { instancePath: instancePath + "/instanceParameters", schemaPath: "#/properties/instanceParameters/maxProperties", keyword: "maxProperties", params: { limit: 60 }, message: "must NOT have more than 60 properties", schema: 60, parentSchema: schema13.properties.instanceParameters, data: data23 };
          vErrors === null ? vErrors = [err52] : vErrors.push(err52), errors++;
        }
        for (let key3 in data23) {
          let data24 = data23[key3];
          if (typeof data24 == "string") {
            if (func3(data24) > 1024) {
              let err53 = { instancePath: instancePath + "/instanceParameters/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/instanceParameters/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema13.properties.instanceParameters.additionalProperties, data: data24 };
              vErrors === null ? vErrors = [err53] : vErrors.push(err53), errors++;
            }
          } else {
            let err54 = { instancePath: instancePath + "/instanceParameters/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/instanceParameters/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema13.properties.instanceParameters.additionalProperties.type, parentSchema: schema13.properties.instanceParameters.additionalProperties, data: data24 };
            vErrors === null ? vErrors = [err54] : vErrors.push(err54), errors++;
          }
        }
      } else {
        let err55 = { instancePath: instancePath + "/instanceParameters", schemaPath: "#/properties/instanceParameters/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema13.properties.instanceParameters.type, parentSchema: schema13.properties.instanceParameters, data: data23 };
        vErrors === null ? vErrors = [err55] : vErrors.push(err55), errors++;
      }
    }
  } else {
    let err56 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema13.type, parentSchema: schema13, data };
    vErrors === null ? vErrors = [err56] : vErrors.push(err56), errors++;
  }
  return validate12.errors = vErrors, errors === 0;
}
var schema15 = { type: "object", additionalProperties: !1, description: "DynamoDB tables.", properties: { billingMode: { type: "string", enum: ["PAY_PER_REQUEST", "PROVISIONED"], description: "PROVISIONED also needs the field provisioned, and no global tables." }, provisioned: { $ref: "#/definitions/ProvisionedRequest" }, globalTables: { type: "boolean", description: "true for a replica of every table in the secondary region." }, pointInTimeRecovery: { $ref: "#/definitions/PointInTimeRecoveryRequest" }, deletionProtection: { type: "boolean", description: "true or false." }, tables: { type: "array", minItems: 1, maxItems: 50, items: { $ref: "#/definitions/TableRequest" }, description: "From 1 to 50 tables, instead of the default games, game_moves, leaderboard and user_sessions." } } }, schema16 = { type: "object", additionalProperties: !1, required: ["readCapacityUnits", "writeCapacityUnits"], description: "Capacity of every table and index in PROVISIONED mode.", properties: { readCapacityUnits: { type: "integer", minimum: 1, maximum: 4e4, description: "From 1 to 40000 units." }, writeCapacityUnits: { type: "integer", minimum: 1, maximum: 4e4, description: "From 1 to 40000 units." } } }, schema17 = { type: "object", additionalProperties: !1, description: "Point-in-time recovery.", properties: { enabled: { type: "boolean", description: "true or false." }, days: { type: "integer", minimum: 1, maximum: 35, description: "Days from 1 to 35." } } }, schema18 = { type: "object", additionalProperties: !1, required: ["name", "attributes", "partitionKey"], description: "One table. Every key names an attribute that is declared in attributes.", properties: { name: { type: "string", pattern: "^[a-z]([_-]?[a-z0-9]){0,63}$", maxLength: 64, description: "Lower-case letters, digits and single underscores or hyphens, starting with a letter; at most 64 characters, such as game_moves." }, attributes: { type: "array", minItems: 1, maxItems: 50, items: { $ref: "#/definitions/TableAttributeRequest" }, description: "The attributes that are keys of the table or of an index, each once." }, partitionKey: { type: "string", minLength: 1, maxLength: 255, description: "Name of a declared attribute." }, sortKey: { type: "string", minLength: 1, maxLength: 255, description: "Name of a declared attribute, other than the partition key." }, indexes: { type: "array", maxItems: 20, items: { $ref: "#/definitions/TableIndexRequest" }, description: "At most 20 global secondary indexes." }, ttlAttribute: { type: "string", pattern: "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$", maxLength: 255, description: "Name of the attribute with the expiry in epoch seconds, in letters, digits, underscore, dot and hyphen." } } }, schema19 = { type: "object", additionalProperties: !1, required: ["name", "type"], description: "An attribute, with name and type.", properties: { name: { type: "string", pattern: "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$", maxLength: 255, description: "From 1 to 255 letters, digits, underscores, dots and hyphens, starting with a letter." }, type: { type: "string", enum: ["S", "N", "B"], description: "S string, N number, B binary." } } }, schema20 = { type: "object", additionalProperties: !1, required: ["name", "partitionKey"], description: "A global secondary index.", properties: { name: { type: "string", pattern: "^[a-zA-Z0-9_.-]{3,255}$", maxLength: 255, description: "From 3 to 255 letters, digits, underscores, dots and hyphens." }, partitionKey: { type: "string", minLength: 1, maxLength: 255, description: "Name of a declared attribute." }, sortKey: { type: "string", minLength: 1, maxLength: 255, description: "Name of a declared attribute, other than the partition key." }, projection: { type: "string", enum: ["ALL", "KEYS_ONLY"], default: "ALL", description: "What the index holds of each item." } } }, pattern11 = new RegExp("^[a-z]([_-]?[a-z0-9]){0,63}$", "u"), pattern12 = new RegExp("^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$", "u"), pattern13 = new RegExp("^[a-zA-Z0-9_.-]{3,255}$", "u");
function validate15(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema18.required, parentSchema: schema18, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    if (data.attributes === void 0) {
      let err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "attributes" }, message: "must have required property 'attributes'", schema: schema18.required, parentSchema: schema18, data };
      vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
    }
    if (data.partitionKey === void 0) {
      let err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "partitionKey" }, message: "must have required property 'partitionKey'", schema: schema18.required, parentSchema: schema18, data };
      vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
    }
    for (let key0 in data)
      if (!(key0 === "name" || key0 === "attributes" || key0 === "partitionKey" || key0 === "sortKey" || key0 === "indexes" || key0 === "ttlAttribute")) {
        let err3 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema18, data };
        vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
      }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 == "string") {
        if (func3(data0) > 64) {
          let err4 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema18.properties.name, data: data0 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
        if (!pattern11.test(data0)) {
          let err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z]([_-]?[a-z0-9]){0,63}$" }, message: 'must match pattern "^[a-z]([_-]?[a-z0-9]){0,63}$"', schema: "^[a-z]([_-]?[a-z0-9]){0,63}$", parentSchema: schema18.properties.name, data: data0 };
          vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
        }
      } else {
        let err6 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema18.properties.name.type, parentSchema: schema18.properties.name, data: data0 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
    }
    if (data.attributes !== void 0) {
      let data1 = data.attributes;
      if (Array.isArray(data1)) {
        if (data1.length > 50) {
          let err7 = { instancePath: instancePath + "/attributes", schemaPath: "#/properties/attributes/maxItems", keyword: "maxItems", params: { limit: 50 }, message: "must NOT have more than 50 items", schema: 50, parentSchema: schema18.properties.attributes, data: data1 };
          vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
        }
        if (data1.length < 1) {
          let err8 = { instancePath: instancePath + "/attributes", schemaPath: "#/properties/attributes/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema18.properties.attributes, data: data1 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
        let len0 = data1.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data2 = data1[i0];
          if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
            if (data2.name === void 0) {
              let err9 = { instancePath: instancePath + "/attributes/" + i0, schemaPath: "#/definitions/TableAttributeRequest/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema19.required, parentSchema: schema19, data: data2 };
              vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
            }
            if (data2.type === void 0) {
              let err10 = { instancePath: instancePath + "/attributes/" + i0, schemaPath: "#/definitions/TableAttributeRequest/required", keyword: "required", params: { missingProperty: "type" }, message: "must have required property 'type'", schema: schema19.required, parentSchema: schema19, data: data2 };
              vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
            }
            for (let key1 in data2)
              if (!(key1 === "name" || key1 === "type")) {
                let err11 = { instancePath: instancePath + "/attributes/" + i0, schemaPath: "#/definitions/TableAttributeRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema19, data: data2 };
                vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
              }
            if (data2.name !== void 0) {
              let data3 = data2.name;
              if (typeof data3 == "string") {
                if (func3(data3) > 255) {
                  let err12 = { instancePath: instancePath + "/attributes/" + i0 + "/name", schemaPath: "#/definitions/TableAttributeRequest/properties/name/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema19.properties.name, data: data3 };
                  vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
                }
                if (!pattern12.test(data3)) {
                  let err13 = { instancePath: instancePath + "/attributes/" + i0 + "/name", schemaPath: "#/definitions/TableAttributeRequest/properties/name/pattern", keyword: "pattern", params: { pattern: "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$" }, message: 'must match pattern "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$"', schema: "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$", parentSchema: schema19.properties.name, data: data3 };
                  vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
                }
              } else {
                let err14 = { instancePath: instancePath + "/attributes/" + i0 + "/name", schemaPath: "#/definitions/TableAttributeRequest/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema19.properties.name.type, parentSchema: schema19.properties.name, data: data3 };
                vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
              }
            }
            if (data2.type !== void 0) {
              let data4 = data2.type;
              if (typeof data4 != "string") {
                let err15 = { instancePath: instancePath + "/attributes/" + i0 + "/type", schemaPath: "#/definitions/TableAttributeRequest/properties/type/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema19.properties.type.type, parentSchema: schema19.properties.type, data: data4 };
                vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
              }
              if (!(data4 === "S" || data4 === "N" || data4 === "B")) {
                let err16 = { instancePath: instancePath + "/attributes/" + i0 + "/type", schemaPath: "#/definitions/TableAttributeRequest/properties/type/enum", keyword: "enum", params: { allowedValues: schema19.properties.type.enum }, message: "must be equal to one of the allowed values", schema: schema19.properties.type.enum, parentSchema: schema19.properties.type, data: data4 };
                vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
              }
            }
          } else {
            let err17 = { instancePath: instancePath + "/attributes/" + i0, schemaPath: "#/definitions/TableAttributeRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema19.type, parentSchema: schema19, data: data2 };
            vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
          }
        }
      } else {
        let err18 = { instancePath: instancePath + "/attributes", schemaPath: "#/properties/attributes/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema18.properties.attributes.type, parentSchema: schema18.properties.attributes, data: data1 };
        vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
      }
    }
    if (data.partitionKey !== void 0) {
      let data5 = data.partitionKey;
      if (typeof data5 == "string") {
        if (func3(data5) > 255) {
          let err19 = { instancePath: instancePath + "/partitionKey", schemaPath: "#/properties/partitionKey/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema18.properties.partitionKey, data: data5 };
          vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
        }
        if (func3(data5) < 1) {
          let err20 = { instancePath: instancePath + "/partitionKey", schemaPath: "#/properties/partitionKey/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema18.properties.partitionKey, data: data5 };
          vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
        }
      } else {
        let err21 = { instancePath: instancePath + "/partitionKey", schemaPath: "#/properties/partitionKey/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema18.properties.partitionKey.type, parentSchema: schema18.properties.partitionKey, data: data5 };
        vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
      }
    }
    if (data.sortKey !== void 0) {
      let data6 = data.sortKey;
      if (typeof data6 == "string") {
        if (func3(data6) > 255) {
          let err22 = { instancePath: instancePath + "/sortKey", schemaPath: "#/properties/sortKey/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema18.properties.sortKey, data: data6 };
          vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
        }
        if (func3(data6) < 1) {
          let err23 = { instancePath: instancePath + "/sortKey", schemaPath: "#/properties/sortKey/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema18.properties.sortKey, data: data6 };
          vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
        }
      } else {
        let err24 = { instancePath: instancePath + "/sortKey", schemaPath: "#/properties/sortKey/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema18.properties.sortKey.type, parentSchema: schema18.properties.sortKey, data: data6 };
        vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
      }
    }
    if (data.indexes !== void 0) {
      let data7 = data.indexes;
      if (Array.isArray(data7)) {
        if (data7.length > 20) {
          let err25 = { instancePath: instancePath + "/indexes", schemaPath: "#/properties/indexes/maxItems", keyword: "maxItems", params: { limit: 20 }, message: "must NOT have more than 20 items", schema: 20, parentSchema: schema18.properties.indexes, data: data7 };
          vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
        }
        let len1 = data7.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data8 = data7[i1];
          if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
            if (data8.name === void 0) {
              let err26 = { instancePath: instancePath + "/indexes/" + i1, schemaPath: "#/definitions/TableIndexRequest/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema20.required, parentSchema: schema20, data: data8 };
              vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
            }
            if (data8.partitionKey === void 0) {
              let err27 = { instancePath: instancePath + "/indexes/" + i1, schemaPath: "#/definitions/TableIndexRequest/required", keyword: "required", params: { missingProperty: "partitionKey" }, message: "must have required property 'partitionKey'", schema: schema20.required, parentSchema: schema20, data: data8 };
              vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
            }
            for (let key2 in data8)
              if (!(key2 === "name" || key2 === "partitionKey" || key2 === "sortKey" || key2 === "projection")) {
                let err28 = { instancePath: instancePath + "/indexes/" + i1, schemaPath: "#/definitions/TableIndexRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema20, data: data8 };
                vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
              }
            if (data8.name !== void 0) {
              let data9 = data8.name;
              if (typeof data9 == "string") {
                if (func3(data9) > 255) {
                  let err29 = { instancePath: instancePath + "/indexes/" + i1 + "/name", schemaPath: "#/definitions/TableIndexRequest/properties/name/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema20.properties.name, data: data9 };
                  vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
                }
                if (!pattern13.test(data9)) {
                  let err30 = { instancePath: instancePath + "/indexes/" + i1 + "/name", schemaPath: "#/definitions/TableIndexRequest/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-zA-Z0-9_.-]{3,255}$" }, message: 'must match pattern "^[a-zA-Z0-9_.-]{3,255}$"', schema: "^[a-zA-Z0-9_.-]{3,255}$", parentSchema: schema20.properties.name, data: data9 };
                  vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
                }
              } else {
                let err31 = { instancePath: instancePath + "/indexes/" + i1 + "/name", schemaPath: "#/definitions/TableIndexRequest/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema20.properties.name.type, parentSchema: schema20.properties.name, data: data9 };
                vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
              }
            }
            if (data8.partitionKey !== void 0) {
              let data10 = data8.partitionKey;
              if (typeof data10 == "string") {
                if (func3(data10) > 255) {
                  let err32 = { instancePath: instancePath + "/indexes/" + i1 + "/partitionKey", schemaPath: "#/definitions/TableIndexRequest/properties/partitionKey/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema20.properties.partitionKey, data: data10 };
                  vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
                }
                if (func3(data10) < 1) {
                  let err33 = { instancePath: instancePath + "/indexes/" + i1 + "/partitionKey", schemaPath: "#/definitions/TableIndexRequest/properties/partitionKey/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema20.properties.partitionKey, data: data10 };
                  vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
                }
              } else {
                let err34 = { instancePath: instancePath + "/indexes/" + i1 + "/partitionKey", schemaPath: "#/definitions/TableIndexRequest/properties/partitionKey/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema20.properties.partitionKey.type, parentSchema: schema20.properties.partitionKey, data: data10 };
                vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
              }
            }
            if (data8.sortKey !== void 0) {
              let data11 = data8.sortKey;
              if (typeof data11 == "string") {
                if (func3(data11) > 255) {
                  let err35 = { instancePath: instancePath + "/indexes/" + i1 + "/sortKey", schemaPath: "#/definitions/TableIndexRequest/properties/sortKey/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema20.properties.sortKey, data: data11 };
                  vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
                }
                if (func3(data11) < 1) {
                  let err36 = { instancePath: instancePath + "/indexes/" + i1 + "/sortKey", schemaPath: "#/definitions/TableIndexRequest/properties/sortKey/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema20.properties.sortKey, data: data11 };
                  vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
                }
              } else {
                let err37 = { instancePath: instancePath + "/indexes/" + i1 + "/sortKey", schemaPath: "#/definitions/TableIndexRequest/properties/sortKey/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema20.properties.sortKey.type, parentSchema: schema20.properties.sortKey, data: data11 };
                vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
              }
            }
            if (data8.projection !== void 0) {
              let data12 = data8.projection;
              if (typeof data12 != "string") {
                let err38 = { instancePath: instancePath + "/indexes/" + i1 + "/projection", schemaPath: "#/definitions/TableIndexRequest/properties/projection/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema20.properties.projection.type, parentSchema: schema20.properties.projection, data: data12 };
                vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
              }
              if (!(data12 === "ALL" || data12 === "KEYS_ONLY")) {
                let err39 = { instancePath: instancePath + "/indexes/" + i1 + "/projection", schemaPath: "#/definitions/TableIndexRequest/properties/projection/enum", keyword: "enum", params: { allowedValues: schema20.properties.projection.enum }, message: "must be equal to one of the allowed values", schema: schema20.properties.projection.enum, parentSchema: schema20.properties.projection, data: data12 };
                vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
              }
            }
          } else {
            let err40 = { instancePath: instancePath + "/indexes/" + i1, schemaPath: "#/definitions/TableIndexRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema20.type, parentSchema: schema20, data: data8 };
            vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
          }
        }
      } else {
        let err41 = { instancePath: instancePath + "/indexes", schemaPath: "#/properties/indexes/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema18.properties.indexes.type, parentSchema: schema18.properties.indexes, data: data7 };
        vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
      }
    }
    if (data.ttlAttribute !== void 0) {
      let data13 = data.ttlAttribute;
      if (typeof data13 == "string") {
        if (func3(data13) > 255) {
          let err42 = { instancePath: instancePath + "/ttlAttribute", schemaPath: "#/properties/ttlAttribute/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema18.properties.ttlAttribute, data: data13 };
          vErrors === null ? vErrors = [err42] : vErrors.push(err42), errors++;
        }
        if (!pattern12.test(data13)) {
          let err43 = { instancePath: instancePath + "/ttlAttribute", schemaPath: "#/properties/ttlAttribute/pattern", keyword: "pattern", params: { pattern: "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$" }, message: 'must match pattern "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$"', schema: "^_?[A-Za-z][A-Za-z0-9_.-]{0,254}$", parentSchema: schema18.properties.ttlAttribute, data: data13 };
          vErrors === null ? vErrors = [err43] : vErrors.push(err43), errors++;
        }
      } else {
        let err44 = { instancePath: instancePath + "/ttlAttribute", schemaPath: "#/properties/ttlAttribute/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema18.properties.ttlAttribute.type, parentSchema: schema18.properties.ttlAttribute, data: data13 };
        vErrors === null ? vErrors = [err44] : vErrors.push(err44), errors++;
      }
    }
  } else {
    let err45 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema18.type, parentSchema: schema18, data };
    vErrors === null ? vErrors = [err45] : vErrors.push(err45), errors++;
  }
  return validate15.errors = vErrors, errors === 0;
}
function validate14(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!(key0 === "billingMode" || key0 === "provisioned" || key0 === "globalTables" || key0 === "pointInTimeRecovery" || key0 === "deletionProtection" || key0 === "tables")) {
        let err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema15, data };
        vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
      }
    if (data.billingMode !== void 0) {
      let data0 = data.billingMode;
      if (typeof data0 != "string") {
        let err1 = { instancePath: instancePath + "/billingMode", schemaPath: "#/properties/billingMode/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema15.properties.billingMode.type, parentSchema: schema15.properties.billingMode, data: data0 };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
      if (!(data0 === "PAY_PER_REQUEST" || data0 === "PROVISIONED")) {
        let err2 = { instancePath: instancePath + "/billingMode", schemaPath: "#/properties/billingMode/enum", keyword: "enum", params: { allowedValues: schema15.properties.billingMode.enum }, message: "must be equal to one of the allowed values", schema: schema15.properties.billingMode.enum, parentSchema: schema15.properties.billingMode, data: data0 };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    }
    if (data.provisioned !== void 0) {
      let data1 = data.provisioned;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        if (data1.readCapacityUnits === void 0) {
          let err3 = { instancePath: instancePath + "/provisioned", schemaPath: "#/definitions/ProvisionedRequest/required", keyword: "required", params: { missingProperty: "readCapacityUnits" }, message: "must have required property 'readCapacityUnits'", schema: schema16.required, parentSchema: schema16, data: data1 };
          vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
        }
        if (data1.writeCapacityUnits === void 0) {
          let err4 = { instancePath: instancePath + "/provisioned", schemaPath: "#/definitions/ProvisionedRequest/required", keyword: "required", params: { missingProperty: "writeCapacityUnits" }, message: "must have required property 'writeCapacityUnits'", schema: schema16.required, parentSchema: schema16, data: data1 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
        for (let key1 in data1)
          if (!(key1 === "readCapacityUnits" || key1 === "writeCapacityUnits")) {
            let err5 = { instancePath: instancePath + "/provisioned", schemaPath: "#/definitions/ProvisionedRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema16, data: data1 };
            vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
          }
        if (data1.readCapacityUnits !== void 0) {
          let data2 = data1.readCapacityUnits;
          if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
            let err6 = { instancePath: instancePath + "/provisioned/readCapacityUnits", schemaPath: "#/definitions/ProvisionedRequest/properties/readCapacityUnits/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema16.properties.readCapacityUnits.type, parentSchema: schema16.properties.readCapacityUnits, data: data2 };
            vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
          }
          if (typeof data2 == "number" && isFinite(data2)) {
            if (data2 > 4e4 || isNaN(data2)) {
              let err7 = { instancePath: instancePath + "/provisioned/readCapacityUnits", schemaPath: "#/definitions/ProvisionedRequest/properties/readCapacityUnits/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4e4 }, message: "must be <= 40000", schema: 4e4, parentSchema: schema16.properties.readCapacityUnits, data: data2 };
              vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
            }
            if (data2 < 1 || isNaN(data2)) {
              let err8 = { instancePath: instancePath + "/provisioned/readCapacityUnits", schemaPath: "#/definitions/ProvisionedRequest/properties/readCapacityUnits/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema16.properties.readCapacityUnits, data: data2 };
              vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
            }
          }
        }
        if (data1.writeCapacityUnits !== void 0) {
          let data3 = data1.writeCapacityUnits;
          if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
            let err9 = { instancePath: instancePath + "/provisioned/writeCapacityUnits", schemaPath: "#/definitions/ProvisionedRequest/properties/writeCapacityUnits/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema16.properties.writeCapacityUnits.type, parentSchema: schema16.properties.writeCapacityUnits, data: data3 };
            vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
          }
          if (typeof data3 == "number" && isFinite(data3)) {
            if (data3 > 4e4 || isNaN(data3)) {
              let err10 = { instancePath: instancePath + "/provisioned/writeCapacityUnits", schemaPath: "#/definitions/ProvisionedRequest/properties/writeCapacityUnits/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4e4 }, message: "must be <= 40000", schema: 4e4, parentSchema: schema16.properties.writeCapacityUnits, data: data3 };
              vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
            }
            if (data3 < 1 || isNaN(data3)) {
              let err11 = { instancePath: instancePath + "/provisioned/writeCapacityUnits", schemaPath: "#/definitions/ProvisionedRequest/properties/writeCapacityUnits/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema16.properties.writeCapacityUnits, data: data3 };
              vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
            }
          }
        }
      } else {
        let err12 = { instancePath: instancePath + "/provisioned", schemaPath: "#/definitions/ProvisionedRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema16.type, parentSchema: schema16, data: data1 };
        vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
      }
    }
    if (data.globalTables !== void 0) {
      let data4 = data.globalTables;
      if (typeof data4 != "boolean") {
        let err13 = { instancePath: instancePath + "/globalTables", schemaPath: "#/properties/globalTables/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema15.properties.globalTables.type, parentSchema: schema15.properties.globalTables, data: data4 };
        vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
      }
    }
    if (data.pointInTimeRecovery !== void 0) {
      let data5 = data.pointInTimeRecovery;
      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
        for (let key2 in data5)
          if (!(key2 === "enabled" || key2 === "days")) {
            let err14 = { instancePath: instancePath + "/pointInTimeRecovery", schemaPath: "#/definitions/PointInTimeRecoveryRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema17, data: data5 };
            vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
          }
        if (data5.enabled !== void 0) {
          let data6 = data5.enabled;
          if (typeof data6 != "boolean") {
            let err15 = { instancePath: instancePath + "/pointInTimeRecovery/enabled", schemaPath: "#/definitions/PointInTimeRecoveryRequest/properties/enabled/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema17.properties.enabled.type, parentSchema: schema17.properties.enabled, data: data6 };
            vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
          }
        }
        if (data5.days !== void 0) {
          let data7 = data5.days;
          if (!(typeof data7 == "number" && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
            let err16 = { instancePath: instancePath + "/pointInTimeRecovery/days", schemaPath: "#/definitions/PointInTimeRecoveryRequest/properties/days/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema17.properties.days.type, parentSchema: schema17.properties.days, data: data7 };
            vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
          }
          if (typeof data7 == "number" && isFinite(data7)) {
            if (data7 > 35 || isNaN(data7)) {
              let err17 = { instancePath: instancePath + "/pointInTimeRecovery/days", schemaPath: "#/definitions/PointInTimeRecoveryRequest/properties/days/maximum", keyword: "maximum", params: { comparison: "<=", limit: 35 }, message: "must be <= 35", schema: 35, parentSchema: schema17.properties.days, data: data7 };
              vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
            }
            if (data7 < 1 || isNaN(data7)) {
              let err18 = { instancePath: instancePath + "/pointInTimeRecovery/days", schemaPath: "#/definitions/PointInTimeRecoveryRequest/properties/days/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema17.properties.days, data: data7 };
              vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
            }
          }
        }
      } else {
        let err19 = { instancePath: instancePath + "/pointInTimeRecovery", schemaPath: "#/definitions/PointInTimeRecoveryRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema17.type, parentSchema: schema17, data: data5 };
        vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
      }
    }
    if (data.deletionProtection !== void 0) {
      let data8 = data.deletionProtection;
      if (typeof data8 != "boolean") {
        let err20 = { instancePath: instancePath + "/deletionProtection", schemaPath: "#/properties/deletionProtection/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema15.properties.deletionProtection.type, parentSchema: schema15.properties.deletionProtection, data: data8 };
        vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
      }
    }
    if (data.tables !== void 0) {
      let data9 = data.tables;
      if (Array.isArray(data9)) {
        if (data9.length > 50) {
          let err21 = { instancePath: instancePath + "/tables", schemaPath: "#/properties/tables/maxItems", keyword: "maxItems", params: { limit: 50 }, message: "must NOT have more than 50 items", schema: 50, parentSchema: schema15.properties.tables, data: data9 };
          vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
        }
        if (data9.length < 1) {
          let err22 = { instancePath: instancePath + "/tables", schemaPath: "#/properties/tables/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema15.properties.tables, data: data9 };
          vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
        }
        let len0 = data9.length;
        for (let i0 = 0; i0 < len0; i0++)
          validate15(data9[i0], { instancePath: instancePath + "/tables/" + i0, parentData: data9, parentDataProperty: i0, rootData }) || (vErrors = vErrors === null ? validate15.errors : vErrors.concat(validate15.errors), errors = vErrors.length);
      } else {
        let err23 = { instancePath: instancePath + "/tables", schemaPath: "#/properties/tables/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema15.properties.tables.type, parentSchema: schema15.properties.tables, data: data9 };
        vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
      }
    }
  } else {
    let err24 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema15.type, parentSchema: schema15, data };
    vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
  }
  return validate14.errors = vErrors, errors === 0;
}
var schema21 = { type: "object", additionalProperties: !1, description: "ElastiCache for Redis OSS or Valkey.", properties: { engine: { type: "string", enum: ["redis", "valkey"], default: "redis", description: "The engine." }, engineVersion: { type: "string", pattern: "^[0-9]{1,2}\\.[0-9]{1,2}$", description: "Major and minor version: 6.2, 7.0 or 7.1 for redis (by default 7.1, the last of Redis OSS), 7.2, 8.0, 8.1 or 8.2 for valkey (by default 8.2)." }, nodeType: { type: "string", pattern: "^cache\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", maxLength: 40, description: "A node type such as cache.r7g.large." }, nodeCount: { type: "integer", minimum: 1, maximum: 6, description: "Nodes from 1 to 6, one of them the primary, when cluster mode is off." }, clusterMode: { $ref: "#/definitions/ClusterModeRequest" }, multiAz: { type: "boolean", description: "true needs at least two nodes." }, authTokenSecretArn: { type: "string", pattern: "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$", maxLength: 600, description: "The ARN of an existing secret in the primary region with the AUTH token. By default a token is generated into a new secret. Never the token itself." }, snapshotRetentionDays: { type: "integer", minimum: 0, maximum: 35, description: "Days from 0 (no snapshots) to 35." }, snapshotWindow: { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", default: "03:00-04:00", description: "UTC, hh24:mi-hh24:mi, such as 03:00-04:00; at least 60 minutes, outside the maintenance window." }, maintenanceWindow: { type: "string", pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", default: "sun:05:00-sun:06:00", description: "UTC, ddd:hh24:mi-ddd:hh24:mi, such as sun:05:00-sun:06:00; from 60 minutes to 24 hours." }, port: { type: "integer", minimum: 1150, maximum: 65535, default: 6379, description: "A port from 1150 to 65535." }, parameters: { type: "object", maxProperties: 60, additionalProperties: { type: "string", maxLength: 1024, description: "A parameter value, written as a string." }, description: "At most 60 parameters for the parameter group, values as strings, over the tuned defaults." }, logRetentionDays: { type: "integer", enum: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], default: 30, description: "Retention of the slow and engine logs in CloudWatch." } } }, schema22 = { type: "object", additionalProperties: !1, required: ["shards", "replicasPerShard"], description: "Turns cluster mode on, instead of nodeCount.", properties: { shards: { type: "integer", minimum: 1, maximum: 90, description: "Shards from 1 to 90." }, replicasPerShard: { type: "integer", minimum: 0, maximum: 5, description: "Replicas of each shard from 0 to 5." } } }, pattern15 = new RegExp("^[0-9]{1,2}\\.[0-9]{1,2}$", "u"), pattern16 = new RegExp("^cache\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", "u");
function validate18(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!func2.call(schema21.properties, key0)) {
        let err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema21, data };
        vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
      }
    if (data.engine !== void 0) {
      let data0 = data.engine;
      if (typeof data0 != "string") {
        let err1 = { instancePath: instancePath + "/engine", schemaPath: "#/properties/engine/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema21.properties.engine.type, parentSchema: schema21.properties.engine, data: data0 };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
      if (!(data0 === "redis" || data0 === "valkey")) {
        let err2 = { instancePath: instancePath + "/engine", schemaPath: "#/properties/engine/enum", keyword: "enum", params: { allowedValues: schema21.properties.engine.enum }, message: "must be equal to one of the allowed values", schema: schema21.properties.engine.enum, parentSchema: schema21.properties.engine, data: data0 };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    }
    if (data.engineVersion !== void 0) {
      let data1 = data.engineVersion;
      if (typeof data1 == "string") {
        if (!pattern15.test(data1)) {
          let err3 = { instancePath: instancePath + "/engineVersion", schemaPath: "#/properties/engineVersion/pattern", keyword: "pattern", params: { pattern: "^[0-9]{1,2}\\.[0-9]{1,2}$" }, message: 'must match pattern "^[0-9]{1,2}\\.[0-9]{1,2}$"', schema: "^[0-9]{1,2}\\.[0-9]{1,2}$", parentSchema: schema21.properties.engineVersion, data: data1 };
          vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
        }
      } else {
        let err4 = { instancePath: instancePath + "/engineVersion", schemaPath: "#/properties/engineVersion/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema21.properties.engineVersion.type, parentSchema: schema21.properties.engineVersion, data: data1 };
        vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
      }
    }
    if (data.nodeType !== void 0) {
      let data2 = data.nodeType;
      if (typeof data2 == "string") {
        if (func3(data2) > 40) {
          let err5 = { instancePath: instancePath + "/nodeType", schemaPath: "#/properties/nodeType/maxLength", keyword: "maxLength", params: { limit: 40 }, message: "must NOT have more than 40 characters", schema: 40, parentSchema: schema21.properties.nodeType, data: data2 };
          vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
        }
        if (!pattern16.test(data2)) {
          let err6 = { instancePath: instancePath + "/nodeType", schemaPath: "#/properties/nodeType/pattern", keyword: "pattern", params: { pattern: "^cache\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$" }, message: 'must match pattern "^cache\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$"', schema: "^cache\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", parentSchema: schema21.properties.nodeType, data: data2 };
          vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
        }
      } else {
        let err7 = { instancePath: instancePath + "/nodeType", schemaPath: "#/properties/nodeType/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema21.properties.nodeType.type, parentSchema: schema21.properties.nodeType, data: data2 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.nodeCount !== void 0) {
      let data3 = data.nodeCount;
      if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
        let err8 = { instancePath: instancePath + "/nodeCount", schemaPath: "#/properties/nodeCount/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema21.properties.nodeCount.type, parentSchema: schema21.properties.nodeCount, data: data3 };
        vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
      }
      if (typeof data3 == "number" && isFinite(data3)) {
        if (data3 > 6 || isNaN(data3)) {
          let err9 = { instancePath: instancePath + "/nodeCount", schemaPath: "#/properties/nodeCount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 6 }, message: "must be <= 6", schema: 6, parentSchema: schema21.properties.nodeCount, data: data3 };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
        if (data3 < 1 || isNaN(data3)) {
          let err10 = { instancePath: instancePath + "/nodeCount", schemaPath: "#/properties/nodeCount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema21.properties.nodeCount, data: data3 };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
      }
    }
    if (data.clusterMode !== void 0) {
      let data4 = data.clusterMode;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        if (data4.shards === void 0) {
          let err11 = { instancePath: instancePath + "/clusterMode", schemaPath: "#/definitions/ClusterModeRequest/required", keyword: "required", params: { missingProperty: "shards" }, message: "must have required property 'shards'", schema: schema22.required, parentSchema: schema22, data: data4 };
          vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
        }
        if (data4.replicasPerShard === void 0) {
          let err12 = { instancePath: instancePath + "/clusterMode", schemaPath: "#/definitions/ClusterModeRequest/required", keyword: "required", params: { missingProperty: "replicasPerShard" }, message: "must have required property 'replicasPerShard'", schema: schema22.required, parentSchema: schema22, data: data4 };
          vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
        }
        for (let key1 in data4)
          if (!(key1 === "shards" || key1 === "replicasPerShard")) {
            let err13 = { instancePath: instancePath + "/clusterMode", schemaPath: "#/definitions/ClusterModeRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema22, data: data4 };
            vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
          }
        if (data4.shards !== void 0) {
          let data5 = data4.shards;
          if (!(typeof data5 == "number" && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
            let err14 = { instancePath: instancePath + "/clusterMode/shards", schemaPath: "#/definitions/ClusterModeRequest/properties/shards/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema22.properties.shards.type, parentSchema: schema22.properties.shards, data: data5 };
            vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
          }
          if (typeof data5 == "number" && isFinite(data5)) {
            if (data5 > 90 || isNaN(data5)) {
              let err15 = { instancePath: instancePath + "/clusterMode/shards", schemaPath: "#/definitions/ClusterModeRequest/properties/shards/maximum", keyword: "maximum", params: { comparison: "<=", limit: 90 }, message: "must be <= 90", schema: 90, parentSchema: schema22.properties.shards, data: data5 };
              vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
            }
            if (data5 < 1 || isNaN(data5)) {
              let err16 = { instancePath: instancePath + "/clusterMode/shards", schemaPath: "#/definitions/ClusterModeRequest/properties/shards/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema22.properties.shards, data: data5 };
              vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
            }
          }
        }
        if (data4.replicasPerShard !== void 0) {
          let data6 = data4.replicasPerShard;
          if (!(typeof data6 == "number" && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
            let err17 = { instancePath: instancePath + "/clusterMode/replicasPerShard", schemaPath: "#/definitions/ClusterModeRequest/properties/replicasPerShard/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema22.properties.replicasPerShard.type, parentSchema: schema22.properties.replicasPerShard, data: data6 };
            vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
          }
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 5 || isNaN(data6)) {
              let err18 = { instancePath: instancePath + "/clusterMode/replicasPerShard", schemaPath: "#/definitions/ClusterModeRequest/properties/replicasPerShard/maximum", keyword: "maximum", params: { comparison: "<=", limit: 5 }, message: "must be <= 5", schema: 5, parentSchema: schema22.properties.replicasPerShard, data: data6 };
              vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
            }
            if (data6 < 0 || isNaN(data6)) {
              let err19 = { instancePath: instancePath + "/clusterMode/replicasPerShard", schemaPath: "#/definitions/ClusterModeRequest/properties/replicasPerShard/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema22.properties.replicasPerShard, data: data6 };
              vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
            }
          }
        }
      } else {
        let err20 = { instancePath: instancePath + "/clusterMode", schemaPath: "#/definitions/ClusterModeRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema22.type, parentSchema: schema22, data: data4 };
        vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
      }
    }
    if (data.multiAz !== void 0) {
      let data7 = data.multiAz;
      if (typeof data7 != "boolean") {
        let err21 = { instancePath: instancePath + "/multiAz", schemaPath: "#/properties/multiAz/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema21.properties.multiAz.type, parentSchema: schema21.properties.multiAz, data: data7 };
        vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
      }
    }
    if (data.authTokenSecretArn !== void 0) {
      let data8 = data.authTokenSecretArn;
      if (typeof data8 == "string") {
        if (func3(data8) > 600) {
          let err22 = { instancePath: instancePath + "/authTokenSecretArn", schemaPath: "#/properties/authTokenSecretArn/maxLength", keyword: "maxLength", params: { limit: 600 }, message: "must NOT have more than 600 characters", schema: 600, parentSchema: schema21.properties.authTokenSecretArn, data: data8 };
          vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
        }
        if (!pattern8.test(data8)) {
          let err23 = { instancePath: instancePath + "/authTokenSecretArn", schemaPath: "#/properties/authTokenSecretArn/pattern", keyword: "pattern", params: { pattern: "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$" }, message: 'must match pattern "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$"', schema: "^arn:aws[a-z-]{0,10}:secretsmanager:[a-z0-9-]{5,32}:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$", parentSchema: schema21.properties.authTokenSecretArn, data: data8 };
          vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
        }
      } else {
        let err24 = { instancePath: instancePath + "/authTokenSecretArn", schemaPath: "#/properties/authTokenSecretArn/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema21.properties.authTokenSecretArn.type, parentSchema: schema21.properties.authTokenSecretArn, data: data8 };
        vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
      }
    }
    if (data.snapshotRetentionDays !== void 0) {
      let data9 = data.snapshotRetentionDays;
      if (!(typeof data9 == "number" && !(data9 % 1) && !isNaN(data9) && isFinite(data9))) {
        let err25 = { instancePath: instancePath + "/snapshotRetentionDays", schemaPath: "#/properties/snapshotRetentionDays/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema21.properties.snapshotRetentionDays.type, parentSchema: schema21.properties.snapshotRetentionDays, data: data9 };
        vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
      }
      if (typeof data9 == "number" && isFinite(data9)) {
        if (data9 > 35 || isNaN(data9)) {
          let err26 = { instancePath: instancePath + "/snapshotRetentionDays", schemaPath: "#/properties/snapshotRetentionDays/maximum", keyword: "maximum", params: { comparison: "<=", limit: 35 }, message: "must be <= 35", schema: 35, parentSchema: schema21.properties.snapshotRetentionDays, data: data9 };
          vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
        }
        if (data9 < 0 || isNaN(data9)) {
          let err27 = { instancePath: instancePath + "/snapshotRetentionDays", schemaPath: "#/properties/snapshotRetentionDays/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema21.properties.snapshotRetentionDays, data: data9 };
          vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
        }
      }
    }
    if (data.snapshotWindow !== void 0) {
      let data10 = data.snapshotWindow;
      if (typeof data10 == "string") {
        if (!pattern9.test(data10)) {
          let err28 = { instancePath: instancePath + "/snapshotWindow", schemaPath: "#/properties/snapshotWindow/pattern", keyword: "pattern", params: { pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$" }, message: 'must match pattern "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"', schema: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", parentSchema: schema21.properties.snapshotWindow, data: data10 };
          vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
        }
      } else {
        let err29 = { instancePath: instancePath + "/snapshotWindow", schemaPath: "#/properties/snapshotWindow/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema21.properties.snapshotWindow.type, parentSchema: schema21.properties.snapshotWindow, data: data10 };
        vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
      }
    }
    if (data.maintenanceWindow !== void 0) {
      let data11 = data.maintenanceWindow;
      if (typeof data11 == "string") {
        if (!pattern10.test(data11)) {
          let err30 = { instancePath: instancePath + "/maintenanceWindow", schemaPath: "#/properties/maintenanceWindow/pattern", keyword: "pattern", params: { pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$" }, message: 'must match pattern "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$"', schema: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", parentSchema: schema21.properties.maintenanceWindow, data: data11 };
          vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
        }
      } else {
        let err31 = { instancePath: instancePath + "/maintenanceWindow", schemaPath: "#/properties/maintenanceWindow/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema21.properties.maintenanceWindow.type, parentSchema: schema21.properties.maintenanceWindow, data: data11 };
        vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
      }
    }
    if (data.port !== void 0) {
      let data12 = data.port;
      if (!(typeof data12 == "number" && !(data12 % 1) && !isNaN(data12) && isFinite(data12))) {
        let err32 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema21.properties.port.type, parentSchema: schema21.properties.port, data: data12 };
        vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
      }
      if (typeof data12 == "number" && isFinite(data12)) {
        if (data12 > 65535 || isNaN(data12)) {
          let err33 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65535 }, message: "must be <= 65535", schema: 65535, parentSchema: schema21.properties.port, data: data12 };
          vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
        }
        if (data12 < 1150 || isNaN(data12)) {
          let err34 = { instancePath: instancePath + "/port", schemaPath: "#/properties/port/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1150 }, message: "must be >= 1150", schema: 1150, parentSchema: schema21.properties.port, data: data12 };
          vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
        }
      }
    }
    if (data.parameters !== void 0) {
      let data13 = data.parameters;
      if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
        if (Object.keys(data13).length > 60) {
          let err35 = { instancePath: instancePath + "/parameters", schemaPath: "#/properties/parameters/maxProperties", keyword: "maxProperties", params: { limit: 60 }, message: "must NOT have more than 60 properties", schema: 60, parentSchema: schema21.properties.parameters, data: data13 };
          vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
        }
        for (let key2 in data13) {
          let data14 = data13[key2];
          if (typeof data14 == "string") {
            if (func3(data14) > 1024) {
              let err36 = { instancePath: instancePath + "/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/parameters/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema21.properties.parameters.additionalProperties, data: data14 };
              vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
            }
          } else {
            let err37 = { instancePath: instancePath + "/parameters/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/parameters/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema21.properties.parameters.additionalProperties.type, parentSchema: schema21.properties.parameters.additionalProperties, data: data14 };
            vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
          }
        }
      } else {
        let err38 = { instancePath: instancePath + "/parameters", schemaPath: "#/properties/parameters/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema21.properties.parameters.type, parentSchema: schema21.properties.parameters, data: data13 };
        vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
      }
    }
    if (data.logRetentionDays !== void 0) {
      let data15 = data.logRetentionDays;
      if (!(typeof data15 == "number" && !(data15 % 1) && !isNaN(data15) && isFinite(data15))) {
        let err39 = { instancePath: instancePath + "/logRetentionDays", schemaPath: "#/properties/logRetentionDays/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema21.properties.logRetentionDays.type, parentSchema: schema21.properties.logRetentionDays, data: data15 };
        vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
      }
      if (!(data15 === 1 || data15 === 3 || data15 === 5 || data15 === 7 || data15 === 14 || data15 === 30 || data15 === 60 || data15 === 90 || data15 === 120 || data15 === 150 || data15 === 180 || data15 === 365 || data15 === 400 || data15 === 545 || data15 === 731 || data15 === 1096 || data15 === 1827 || data15 === 2192 || data15 === 2557 || data15 === 2922 || data15 === 3288 || data15 === 3653)) {
        let err40 = { instancePath: instancePath + "/logRetentionDays", schemaPath: "#/properties/logRetentionDays/enum", keyword: "enum", params: { allowedValues: schema21.properties.logRetentionDays.enum }, message: "must be equal to one of the allowed values", schema: schema21.properties.logRetentionDays.enum, parentSchema: schema21.properties.logRetentionDays, data: data15 };
        vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
      }
    }
  } else {
    let err41 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema21.type, parentSchema: schema21, data };
    vErrors === null ? vErrors = [err41] : vErrors.push(err41), errors++;
  }
  return validate18.errors = vErrors, errors === 0;
}
var schema24 = { type: "object", additionalProperties: !1, description: "CloudWatch alarms.", properties: { enabled: { type: "boolean", default: !0, description: "true or false." }, thresholds: { $ref: "#/definitions/AlarmThresholdsRequest" } } }, schema25 = { type: "object", additionalProperties: !1, description: "What an alarm may be told to wait for.", properties: { cpuPercent: { type: "number", minimum: 1, maximum: 100, default: 80, description: "Percent from 1 to 100." }, connectionsPercent: { type: "number", minimum: 1, maximum: 100, default: 80, description: "Percent from 1 to 100 of the connections that the instance class takes." }, latencyMs: { type: "number", minimum: 1, maximum: 6e4, default: 200, description: "Milliseconds from 1 to 60000." }, redisMemoryPercent: { type: "number", minimum: 1, maximum: 100, default: 80, description: "Percent from 1 to 100." }, replicaLagMs: { type: "number", minimum: 1, maximum: 6e5, default: 1e3, description: "Milliseconds from 1 to 600000." } } };
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (let key0 in data)
      if (!(key0 === "enabled" || key0 === "thresholds")) {
        let err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema24, data };
        vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
      }
    if (data.enabled !== void 0) {
      let data0 = data.enabled;
      if (typeof data0 != "boolean") {
        let err1 = { instancePath: instancePath + "/enabled", schemaPath: "#/properties/enabled/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema24.properties.enabled.type, parentSchema: schema24.properties.enabled, data: data0 };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    }
    if (data.thresholds !== void 0) {
      let data1 = data.thresholds;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        for (let key1 in data1)
          if (!(key1 === "cpuPercent" || key1 === "connectionsPercent" || key1 === "latencyMs" || key1 === "redisMemoryPercent" || key1 === "replicaLagMs")) {
            let err2 = { instancePath: instancePath + "/thresholds", schemaPath: "#/definitions/AlarmThresholdsRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema25, data: data1 };
            vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
          }
        if (data1.cpuPercent !== void 0) {
          let data2 = data1.cpuPercent;
          if (typeof data2 == "number" && isFinite(data2)) {
            if (data2 > 100 || isNaN(data2)) {
              let err3 = { instancePath: instancePath + "/thresholds/cpuPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/cpuPercent/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 }, message: "must be <= 100", schema: 100, parentSchema: schema25.properties.cpuPercent, data: data2 };
              vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
            }
            if (data2 < 1 || isNaN(data2)) {
              let err4 = { instancePath: instancePath + "/thresholds/cpuPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/cpuPercent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema25.properties.cpuPercent, data: data2 };
              vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
            }
          } else {
            let err5 = { instancePath: instancePath + "/thresholds/cpuPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/cpuPercent/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema25.properties.cpuPercent.type, parentSchema: schema25.properties.cpuPercent, data: data2 };
            vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
          }
        }
        if (data1.connectionsPercent !== void 0) {
          let data3 = data1.connectionsPercent;
          if (typeof data3 == "number" && isFinite(data3)) {
            if (data3 > 100 || isNaN(data3)) {
              let err6 = { instancePath: instancePath + "/thresholds/connectionsPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/connectionsPercent/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 }, message: "must be <= 100", schema: 100, parentSchema: schema25.properties.connectionsPercent, data: data3 };
              vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
            }
            if (data3 < 1 || isNaN(data3)) {
              let err7 = { instancePath: instancePath + "/thresholds/connectionsPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/connectionsPercent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema25.properties.connectionsPercent, data: data3 };
              vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
            }
          } else {
            let err8 = { instancePath: instancePath + "/thresholds/connectionsPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/connectionsPercent/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema25.properties.connectionsPercent.type, parentSchema: schema25.properties.connectionsPercent, data: data3 };
            vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
          }
        }
        if (data1.latencyMs !== void 0) {
          let data4 = data1.latencyMs;
          if (typeof data4 == "number" && isFinite(data4)) {
            if (data4 > 6e4 || isNaN(data4)) {
              let err9 = { instancePath: instancePath + "/thresholds/latencyMs", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/latencyMs/maximum", keyword: "maximum", params: { comparison: "<=", limit: 6e4 }, message: "must be <= 60000", schema: 6e4, parentSchema: schema25.properties.latencyMs, data: data4 };
              vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
            }
            if (data4 < 1 || isNaN(data4)) {
              let err10 = { instancePath: instancePath + "/thresholds/latencyMs", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/latencyMs/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema25.properties.latencyMs, data: data4 };
              vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
            }
          } else {
            let err11 = { instancePath: instancePath + "/thresholds/latencyMs", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/latencyMs/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema25.properties.latencyMs.type, parentSchema: schema25.properties.latencyMs, data: data4 };
            vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
          }
        }
        if (data1.redisMemoryPercent !== void 0) {
          let data5 = data1.redisMemoryPercent;
          if (typeof data5 == "number" && isFinite(data5)) {
            if (data5 > 100 || isNaN(data5)) {
              let err12 = { instancePath: instancePath + "/thresholds/redisMemoryPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/redisMemoryPercent/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 }, message: "must be <= 100", schema: 100, parentSchema: schema25.properties.redisMemoryPercent, data: data5 };
              vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
            }
            if (data5 < 1 || isNaN(data5)) {
              let err13 = { instancePath: instancePath + "/thresholds/redisMemoryPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/redisMemoryPercent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema25.properties.redisMemoryPercent, data: data5 };
              vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
            }
          } else {
            let err14 = { instancePath: instancePath + "/thresholds/redisMemoryPercent", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/redisMemoryPercent/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema25.properties.redisMemoryPercent.type, parentSchema: schema25.properties.redisMemoryPercent, data: data5 };
            vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
          }
        }
        if (data1.replicaLagMs !== void 0) {
          let data6 = data1.replicaLagMs;
          if (typeof data6 == "number" && isFinite(data6)) {
            if (data6 > 6e5 || isNaN(data6)) {
              let err15 = { instancePath: instancePath + "/thresholds/replicaLagMs", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/replicaLagMs/maximum", keyword: "maximum", params: { comparison: "<=", limit: 6e5 }, message: "must be <= 600000", schema: 6e5, parentSchema: schema25.properties.replicaLagMs, data: data6 };
              vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
            }
            if (data6 < 1 || isNaN(data6)) {
              let err16 = { instancePath: instancePath + "/thresholds/replicaLagMs", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/replicaLagMs/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema25.properties.replicaLagMs, data: data6 };
              vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
            }
          } else {
            let err17 = { instancePath: instancePath + "/thresholds/replicaLagMs", schemaPath: "#/definitions/AlarmThresholdsRequest/properties/replicaLagMs/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema25.properties.replicaLagMs.type, parentSchema: schema25.properties.replicaLagMs, data: data6 };
            vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
          }
        }
      } else {
        let err18 = { instancePath: instancePath + "/thresholds", schemaPath: "#/definitions/AlarmThresholdsRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema25.type, parentSchema: schema25, data: data1 };
        vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
      }
    }
  } else {
    let err19 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema24.type, parentSchema: schema24, data };
    vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
  }
  return validate20.errors = vErrors, errors === 0;
}
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.environment === void 0) {
      let err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "environment" }, message: "must have required property 'environment'", schema: schema12.required, parentSchema: schema12, data };
      vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
    }
    for (let key0 in data)
      if (!func2.call(schema12.properties, key0)) {
        let err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema12, data };
        vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
      }
    if (data.environment !== void 0) {
      let data0 = data.environment;
      if (typeof data0 == "string") {
        if (func3(data0) > 20) {
          let err2 = { instancePath: instancePath + "/environment", schemaPath: "#/properties/environment/maxLength", keyword: "maxLength", params: { limit: 20 }, message: "must NOT have more than 20 characters", schema: 20, parentSchema: schema12.properties.environment, data: data0 };
          vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
        }
        if (func3(data0) < 1) {
          let err3 = { instancePath: instancePath + "/environment", schemaPath: "#/properties/environment/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema12.properties.environment, data: data0 };
          vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
        }
        if (!pattern0.test(data0)) {
          let err4 = { instancePath: instancePath + "/environment", schemaPath: "#/properties/environment/pattern", keyword: "pattern", params: { pattern: "^[a-z](-?[a-z0-9]){0,19}$" }, message: 'must match pattern "^[a-z](-?[a-z0-9]){0,19}$"', schema: "^[a-z](-?[a-z0-9]){0,19}$", parentSchema: schema12.properties.environment, data: data0 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/environment", schemaPath: "#/properties/environment/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.properties.environment.type, parentSchema: schema12.properties.environment, data: data0 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.preset !== void 0) {
      let data1 = data.preset;
      if (typeof data1 != "string") {
        let err6 = { instancePath: instancePath + "/preset", schemaPath: "#/properties/preset/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.properties.preset.type, parentSchema: schema12.properties.preset, data: data1 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
      if (!(data1 === "development" || data1 === "staging" || data1 === "standard" || data1 === "production")) {
        let err7 = { instancePath: instancePath + "/preset", schemaPath: "#/properties/preset/enum", keyword: "enum", params: { allowedValues: schema12.properties.preset.enum }, message: "must be equal to one of the allowed values", schema: schema12.properties.preset.enum, parentSchema: schema12.properties.preset, data: data1 };
        vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
      }
    }
    if (data.landingZone !== void 0) {
      let data2 = data.landingZone;
      if (typeof data2 == "string") {
        if (func3(data2) > 63) {
          let err8 = { instancePath: instancePath + "/landingZone", schemaPath: "#/properties/landingZone/maxLength", keyword: "maxLength", params: { limit: 63 }, message: "must NOT have more than 63 characters", schema: 63, parentSchema: schema12.properties.landingZone, data: data2 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
        if (!pattern1.test(data2)) {
          let err9 = { instancePath: instancePath + "/landingZone", schemaPath: "#/properties/landingZone/pattern", keyword: "pattern", params: { pattern: "^[a-z](-?[a-z0-9]){0,62}$" }, message: 'must match pattern "^[a-z](-?[a-z0-9]){0,62}$"', schema: "^[a-z](-?[a-z0-9]){0,62}$", parentSchema: schema12.properties.landingZone, data: data2 };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
      } else {
        let err10 = { instancePath: instancePath + "/landingZone", schemaPath: "#/properties/landingZone/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.properties.landingZone.type, parentSchema: schema12.properties.landingZone, data: data2 };
        vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
      }
    }
    if (data.primaryRegion !== void 0) {
      let data3 = data.primaryRegion;
      if (typeof data3 == "string") {
        if (func3(data3) > 32) {
          let err11 = { instancePath: instancePath + "/primaryRegion", schemaPath: "#/properties/primaryRegion/maxLength", keyword: "maxLength", params: { limit: 32 }, message: "must NOT have more than 32 characters", schema: 32, parentSchema: schema12.properties.primaryRegion, data: data3 };
          vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
        }
        if (!pattern2.test(data3)) {
          let err12 = { instancePath: instancePath + "/primaryRegion", schemaPath: "#/properties/primaryRegion/pattern", keyword: "pattern", params: { pattern: "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$" }, message: 'must match pattern "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$"', schema: "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$", parentSchema: schema12.properties.primaryRegion, data: data3 };
          vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
        }
      } else {
        let err13 = { instancePath: instancePath + "/primaryRegion", schemaPath: "#/properties/primaryRegion/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.properties.primaryRegion.type, parentSchema: schema12.properties.primaryRegion, data: data3 };
        vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
      }
    }
    if (data.secondaryRegion !== void 0) {
      let data4 = data.secondaryRegion;
      if (typeof data4 == "string") {
        if (func3(data4) > 32) {
          let err14 = { instancePath: instancePath + "/secondaryRegion", schemaPath: "#/properties/secondaryRegion/maxLength", keyword: "maxLength", params: { limit: 32 }, message: "must NOT have more than 32 characters", schema: 32, parentSchema: schema12.properties.secondaryRegion, data: data4 };
          vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
        }
        if (!pattern2.test(data4)) {
          let err15 = { instancePath: instancePath + "/secondaryRegion", schemaPath: "#/properties/secondaryRegion/pattern", keyword: "pattern", params: { pattern: "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$" }, message: 'must match pattern "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$"', schema: "^[a-z]{2,4}(-[a-z]{2,10}){1,3}-[0-9]{1,2}$", parentSchema: schema12.properties.secondaryRegion, data: data4 };
          vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
        }
      } else {
        let err16 = { instancePath: instancePath + "/secondaryRegion", schemaPath: "#/properties/secondaryRegion/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.properties.secondaryRegion.type, parentSchema: schema12.properties.secondaryRegion, data: data4 };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
    }
    if (data.aurora !== void 0 && (validate12(data.aurora, { instancePath: instancePath + "/aurora", parentData: data, parentDataProperty: "aurora", rootData }) || (vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors), errors = vErrors.length)), data.dynamodb !== void 0 && (validate14(data.dynamodb, { instancePath: instancePath + "/dynamodb", parentData: data, parentDataProperty: "dynamodb", rootData }) || (vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors), errors = vErrors.length)), data.redis !== void 0 && (validate18(data.redis, { instancePath: instancePath + "/redis", parentData: data, parentDataProperty: "redis", rootData }) || (vErrors = vErrors === null ? validate18.errors : vErrors.concat(validate18.errors), errors = vErrors.length)), data.dax !== void 0) {
      let data8 = data.dax;
      if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
        for (let key1 in data8)
          if (!(key1 === "nodeType" || key1 === "replicationFactor" || key1 === "maintenanceWindow" || key1 === "recordTtlMs" || key1 === "queryTtlMs")) {
            let err17 = { instancePath: instancePath + "/dax", schemaPath: "#/definitions/DaxRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema23, data: data8 };
            vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
          }
        if (data8.nodeType !== void 0) {
          let data9 = data8.nodeType;
          if (typeof data9 == "string") {
            if (func3(data9) > 40) {
              let err18 = { instancePath: instancePath + "/dax/nodeType", schemaPath: "#/definitions/DaxRequest/properties/nodeType/maxLength", keyword: "maxLength", params: { limit: 40 }, message: "must NOT have more than 40 characters", schema: 40, parentSchema: schema23.properties.nodeType, data: data9 };
              vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
            }
            if (!pattern20.test(data9)) {
              let err19 = { instancePath: instancePath + "/dax/nodeType", schemaPath: "#/definitions/DaxRequest/properties/nodeType/pattern", keyword: "pattern", params: { pattern: "^dax\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$" }, message: 'must match pattern "^dax\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$"', schema: "^dax\\.[a-z0-9-]{2,12}\\.[a-z0-9-]{2,16}$", parentSchema: schema23.properties.nodeType, data: data9 };
              vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
            }
          } else {
            let err20 = { instancePath: instancePath + "/dax/nodeType", schemaPath: "#/definitions/DaxRequest/properties/nodeType/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema23.properties.nodeType.type, parentSchema: schema23.properties.nodeType, data: data9 };
            vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
          }
        }
        if (data8.replicationFactor !== void 0) {
          let data10 = data8.replicationFactor;
          if (!(typeof data10 == "number" && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
            let err21 = { instancePath: instancePath + "/dax/replicationFactor", schemaPath: "#/definitions/DaxRequest/properties/replicationFactor/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema23.properties.replicationFactor.type, parentSchema: schema23.properties.replicationFactor, data: data10 };
            vErrors === null ? vErrors = [err21] : vErrors.push(err21), errors++;
          }
          if (!(data10 === 1 || data10 === 3 || data10 === 4 || data10 === 5 || data10 === 6 || data10 === 7 || data10 === 8 || data10 === 9 || data10 === 10)) {
            let err22 = { instancePath: instancePath + "/dax/replicationFactor", schemaPath: "#/definitions/DaxRequest/properties/replicationFactor/enum", keyword: "enum", params: { allowedValues: schema23.properties.replicationFactor.enum }, message: "must be equal to one of the allowed values", schema: schema23.properties.replicationFactor.enum, parentSchema: schema23.properties.replicationFactor, data: data10 };
            vErrors === null ? vErrors = [err22] : vErrors.push(err22), errors++;
          }
        }
        if (data8.maintenanceWindow !== void 0) {
          let data11 = data8.maintenanceWindow;
          if (typeof data11 == "string") {
            if (!pattern10.test(data11)) {
              let err23 = { instancePath: instancePath + "/dax/maintenanceWindow", schemaPath: "#/definitions/DaxRequest/properties/maintenanceWindow/pattern", keyword: "pattern", params: { pattern: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$" }, message: 'must match pattern "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$"', schema: "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", parentSchema: schema23.properties.maintenanceWindow, data: data11 };
              vErrors === null ? vErrors = [err23] : vErrors.push(err23), errors++;
            }
          } else {
            let err24 = { instancePath: instancePath + "/dax/maintenanceWindow", schemaPath: "#/definitions/DaxRequest/properties/maintenanceWindow/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema23.properties.maintenanceWindow.type, parentSchema: schema23.properties.maintenanceWindow, data: data11 };
            vErrors === null ? vErrors = [err24] : vErrors.push(err24), errors++;
          }
        }
        if (data8.recordTtlMs !== void 0) {
          let data12 = data8.recordTtlMs;
          if (!(typeof data12 == "number" && !(data12 % 1) && !isNaN(data12) && isFinite(data12))) {
            let err25 = { instancePath: instancePath + "/dax/recordTtlMs", schemaPath: "#/definitions/DaxRequest/properties/recordTtlMs/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema23.properties.recordTtlMs.type, parentSchema: schema23.properties.recordTtlMs, data: data12 };
            vErrors === null ? vErrors = [err25] : vErrors.push(err25), errors++;
          }
          if (typeof data12 == "number" && isFinite(data12)) {
            if (data12 > 2147483647 || isNaN(data12)) {
              let err26 = { instancePath: instancePath + "/dax/recordTtlMs", schemaPath: "#/definitions/DaxRequest/properties/recordTtlMs/maximum", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 }, message: "must be <= 2147483647", schema: 2147483647, parentSchema: schema23.properties.recordTtlMs, data: data12 };
              vErrors === null ? vErrors = [err26] : vErrors.push(err26), errors++;
            }
            if (data12 < 0 || isNaN(data12)) {
              let err27 = { instancePath: instancePath + "/dax/recordTtlMs", schemaPath: "#/definitions/DaxRequest/properties/recordTtlMs/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema23.properties.recordTtlMs, data: data12 };
              vErrors === null ? vErrors = [err27] : vErrors.push(err27), errors++;
            }
          }
        }
        if (data8.queryTtlMs !== void 0) {
          let data13 = data8.queryTtlMs;
          if (!(typeof data13 == "number" && !(data13 % 1) && !isNaN(data13) && isFinite(data13))) {
            let err28 = { instancePath: instancePath + "/dax/queryTtlMs", schemaPath: "#/definitions/DaxRequest/properties/queryTtlMs/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema23.properties.queryTtlMs.type, parentSchema: schema23.properties.queryTtlMs, data: data13 };
            vErrors === null ? vErrors = [err28] : vErrors.push(err28), errors++;
          }
          if (typeof data13 == "number" && isFinite(data13)) {
            if (data13 > 2147483647 || isNaN(data13)) {
              let err29 = { instancePath: instancePath + "/dax/queryTtlMs", schemaPath: "#/definitions/DaxRequest/properties/queryTtlMs/maximum", keyword: "maximum", params: { comparison: "<=", limit: 2147483647 }, message: "must be <= 2147483647", schema: 2147483647, parentSchema: schema23.properties.queryTtlMs, data: data13 };
              vErrors === null ? vErrors = [err29] : vErrors.push(err29), errors++;
            }
            if (data13 < 0 || isNaN(data13)) {
              let err30 = { instancePath: instancePath + "/dax/queryTtlMs", schemaPath: "#/definitions/DaxRequest/properties/queryTtlMs/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema23.properties.queryTtlMs, data: data13 };
              vErrors === null ? vErrors = [err30] : vErrors.push(err30), errors++;
            }
          }
        }
      } else {
        let err31 = { instancePath: instancePath + "/dax", schemaPath: "#/definitions/DaxRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema23.type, parentSchema: schema23, data: data8 };
        vErrors === null ? vErrors = [err31] : vErrors.push(err31), errors++;
      }
    }
    if (data.alarms !== void 0 && (validate20(data.alarms, { instancePath: instancePath + "/alarms", parentData: data, parentDataProperty: "alarms", rootData }) || (vErrors = vErrors === null ? validate20.errors : vErrors.concat(validate20.errors), errors = vErrors.length)), data.migrations !== void 0) {
      let data15 = data.migrations;
      if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
        for (let key2 in data15)
          if (key2 !== "set") {
            let err32 = { instancePath: instancePath + "/migrations", schemaPath: "#/definitions/MigrationsRequest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: !1, parentSchema: schema26, data: data15 };
            vErrors === null ? vErrors = [err32] : vErrors.push(err32), errors++;
          }
        if (data15.set !== void 0) {
          let data16 = data15.set;
          if (typeof data16 != "string" && data16 !== null) {
            let err33 = { instancePath: instancePath + "/migrations/set", schemaPath: "#/definitions/MigrationsRequest/properties/set/type", keyword: "type", params: { type: schema26.properties.set.type }, message: "must be string,null", schema: schema26.properties.set.type, parentSchema: schema26.properties.set, data: data16 };
            vErrors === null ? vErrors = [err33] : vErrors.push(err33), errors++;
          }
          if (typeof data16 == "string" && !pattern22.test(data16)) {
            let err34 = { instancePath: instancePath + "/migrations/set", schemaPath: "#/definitions/MigrationsRequest/properties/set/pattern", keyword: "pattern", params: { pattern: "^[a-z](-?[a-z0-9]){0,39}$" }, message: 'must match pattern "^[a-z](-?[a-z0-9]){0,39}$"', schema: "^[a-z](-?[a-z0-9]){0,39}$", parentSchema: schema26.properties.set, data: data16 };
            vErrors === null ? vErrors = [err34] : vErrors.push(err34), errors++;
          }
        }
      } else {
        let err35 = { instancePath: instancePath + "/migrations", schemaPath: "#/definitions/MigrationsRequest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema26.type, parentSchema: schema26, data: data15 };
        vErrors === null ? vErrors = [err35] : vErrors.push(err35), errors++;
      }
    }
    if (data.tags !== void 0) {
      let data17 = data.tags;
      if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
        if (Object.keys(data17).length > 40) {
          let err36 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/maxProperties", keyword: "maxProperties", params: { limit: 40 }, message: "must NOT have more than 40 properties", schema: 40, parentSchema: schema12.properties.tags, data: data17 };
          vErrors === null ? vErrors = [err36] : vErrors.push(err36), errors++;
        }
        for (let key3 in data17) {
          let data18 = data17[key3];
          if (typeof data18 == "string") {
            if (func3(data18) > 256) {
              let err37 = { instancePath: instancePath + "/tags/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/tags/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema12.properties.tags.additionalProperties, data: data18 };
              vErrors === null ? vErrors = [err37] : vErrors.push(err37), errors++;
            }
          } else {
            let err38 = { instancePath: instancePath + "/tags/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/tags/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema12.properties.tags.additionalProperties.type, parentSchema: schema12.properties.tags.additionalProperties, data: data18 };
            vErrors === null ? vErrors = [err38] : vErrors.push(err38), errors++;
          }
        }
      } else {
        let err39 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema12.properties.tags.type, parentSchema: schema12.properties.tags, data: data17 };
        vErrors === null ? vErrors = [err39] : vErrors.push(err39), errors++;
      }
    }
  } else {
    let err40 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema12.type, parentSchema: schema12, data };
    vErrors === null ? vErrors = [err40] : vErrors.push(err40), errors++;
  }
  return validate11.errors = vErrors, errors === 0;
}
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  return validate11(data, { instancePath, parentData, parentDataProperty, rootData }) || (vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors), errors = vErrors.length), validate10.errors = vErrors, errors === 0;
}
export {
  validateRequest
};
