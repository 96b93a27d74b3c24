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
var validateParameters = validate10, schema11 = { $id: "parameters", type: "object", properties: { project: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,39}$", maxLength: 40, description: "Name of the project: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 40 characters, such as shop." }, dryRun: { type: "string", enum: ["true", "false"], default: "false", description: "true to get the plan of what would be done, with costs and time, and do nothing." }, planId: { type: "string", pattern: "^plan-[0-9a-f]{12}-[0-9a-f]{24}$", maxLength: 42, description: "The planId of a dry run of the same request. It is refused (409) when what was observed then has changed since." }, "Idempotency-Key": { type: "string", pattern: "^[!-~]( *[!-~]){0,254}$", maxLength: 255, description: "From 1 to 255 printable ASCII characters, without a space at either end, such as a UUID. The same key and body give the first answer again; the same key with another body is refused." }, limit: { type: "integer", minimum: 1, maximum: 100, default: 20, description: "Items on a page, from 1 to 100; by default 20." }, nextToken: { type: "string", pattern: "^[A-Za-z0-9_=-]{1,2048}$", maxLength: 2048, description: "The nextToken of the page before." }, environment: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,19}$", maxLength: 20, description: "Name of the environment: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 20 characters, such as dev." }, finalSnapshot: { type: "string", enum: ["true", "false"], description: "Whether Aurora and Redis leave a final snapshot: true or false. By default in the presets that protect, standard and production." }, allowReplacement: { type: "string", enum: ["true", "false"], default: "false", description: "true to let what AWS cannot change in place be deleted and made anew, and data be deleted that is not asked for any more. A dry run shows which." }, format: { type: "string", enum: ["json", "env", "tfvars"], default: "json", description: "json, env (lines of a .env file) or tfvars (the output names of the Terraform module); by default json." }, operationId: { type: "string", pattern: "^[A-Za-z0-9_-]{1,80}$", maxLength: 80, description: "Id of the operation, from 1 to 80 letters, digits, hyphens and underscores." }, orphanId: { type: "string", pattern: "^or-[0-9a-f]{24}$", maxLength: 27, description: "Id of the resource, as GET /v1/orphans gave it." } } }, func2 = require_ucs2length().default, pattern0 = new RegExp("^[a-z](-?[a-z0-9]){0,39}$", "u"), pattern1 = new RegExp("^plan-[0-9a-f]{12}-[0-9a-f]{24}$", "u"), pattern2 = new RegExp("^[!-~]( *[!-~]){0,254}$", "u"), pattern3 = new RegExp("^[A-Za-z0-9_=-]{1,2048}$", "u"), pattern4 = new RegExp("^[a-z](-?[a-z0-9]){0,19}$", "u"), pattern5 = new RegExp("^[A-Za-z0-9_-]{1,80}$", "u"), pattern6 = new RegExp("^or-[0-9a-f]{24}$", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.project !== void 0) {
      let data0 = data.project;
      if (typeof data0 == "string") {
        if (func2(data0) > 40) {
          vErrors = broken(vErrors, instancePath + "/project", "maxLength", { limit: 40 }, schema11.properties.project), errors++;
        }
        if (!pattern0.test(data0)) {
          vErrors = broken(vErrors, instancePath + "/project", "pattern", {}, schema11.properties.project), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/project", "type", { type: "string" }, schema11.properties.project), errors++;
      }
    }
    if (data.dryRun !== void 0) {
      let data1 = data.dryRun;
      if (typeof data1 != "string") {
        vErrors = broken(vErrors, instancePath + "/dryRun", "type", { type: "string" }, schema11.properties.dryRun), errors++;
      }
      if (!(data1 === "true" || data1 === "false")) {
        vErrors = broken(vErrors, instancePath + "/dryRun", "enum", { allowedValues: schema11.properties.dryRun.enum }, schema11.properties.dryRun), errors++;
      }
    }
    if (data.planId !== void 0) {
      let data2 = data.planId;
      if (typeof data2 == "string") {
        if (func2(data2) > 42) {
          vErrors = broken(vErrors, instancePath + "/planId", "maxLength", { limit: 42 }, schema11.properties.planId), errors++;
        }
        if (!pattern1.test(data2)) {
          vErrors = broken(vErrors, instancePath + "/planId", "pattern", {}, schema11.properties.planId), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/planId", "type", { type: "string" }, schema11.properties.planId), errors++;
      }
    }
    if (data["Idempotency-Key"] !== void 0) {
      let data3 = data["Idempotency-Key"];
      if (typeof data3 == "string") {
        if (func2(data3) > 255) {
          vErrors = broken(vErrors, instancePath + "/Idempotency-Key", "maxLength", { limit: 255 }, schema11.properties["Idempotency-Key"]), errors++;
        }
        if (!pattern2.test(data3)) {
          vErrors = broken(vErrors, instancePath + "/Idempotency-Key", "pattern", {}, schema11.properties["Idempotency-Key"]), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/Idempotency-Key", "type", { type: "string" }, schema11.properties["Idempotency-Key"]), errors++;
      }
    }
    if (data.limit !== void 0) {
      let data4 = data.limit;
      if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
        vErrors = broken(vErrors, instancePath + "/limit", "type", { type: "integer" }, schema11.properties.limit), errors++;
      }
      if (typeof data4 == "number" && isFinite(data4)) {
        if (data4 > 100 || isNaN(data4)) {
          vErrors = broken(vErrors, instancePath + "/limit", "maximum", {}, schema11.properties.limit), errors++;
        }
        if (data4 < 1 || isNaN(data4)) {
          vErrors = broken(vErrors, instancePath + "/limit", "minimum", {}, schema11.properties.limit), errors++;
        }
      }
    }
    if (data.nextToken !== void 0) {
      let data5 = data.nextToken;
      if (typeof data5 == "string") {
        if (func2(data5) > 2048) {
          vErrors = broken(vErrors, instancePath + "/nextToken", "maxLength", { limit: 2048 }, schema11.properties.nextToken), errors++;
        }
        if (!pattern3.test(data5)) {
          vErrors = broken(vErrors, instancePath + "/nextToken", "pattern", {}, schema11.properties.nextToken), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/nextToken", "type", { type: "string" }, schema11.properties.nextToken), errors++;
      }
    }
    if (data.environment !== void 0) {
      let data6 = data.environment;
      if (typeof data6 == "string") {
        if (func2(data6) > 20) {
          vErrors = broken(vErrors, instancePath + "/environment", "maxLength", { limit: 20 }, schema11.properties.environment), errors++;
        }
        if (!pattern4.test(data6)) {
          vErrors = broken(vErrors, instancePath + "/environment", "pattern", {}, schema11.properties.environment), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/environment", "type", { type: "string" }, schema11.properties.environment), errors++;
      }
    }
    if (data.finalSnapshot !== void 0) {
      let data7 = data.finalSnapshot;
      if (typeof data7 != "string") {
        vErrors = broken(vErrors, instancePath + "/finalSnapshot", "type", { type: "string" }, schema11.properties.finalSnapshot), errors++;
      }
      if (!(data7 === "true" || data7 === "false")) {
        vErrors = broken(vErrors, instancePath + "/finalSnapshot", "enum", { allowedValues: schema11.properties.finalSnapshot.enum }, schema11.properties.finalSnapshot), errors++;
      }
    }
    if (data.allowReplacement !== void 0) {
      let data8 = data.allowReplacement;
      if (typeof data8 != "string") {
        vErrors = broken(vErrors, instancePath + "/allowReplacement", "type", { type: "string" }, schema11.properties.allowReplacement), errors++;
      }
      if (!(data8 === "true" || data8 === "false")) {
        vErrors = broken(vErrors, instancePath + "/allowReplacement", "enum", { allowedValues: schema11.properties.allowReplacement.enum }, schema11.properties.allowReplacement), errors++;
      }
    }
    if (data.format !== void 0) {
      let data9 = data.format;
      if (typeof data9 != "string") {
        vErrors = broken(vErrors, instancePath + "/format", "type", { type: "string" }, schema11.properties.format), errors++;
      }
      if (!(data9 === "json" || data9 === "env" || data9 === "tfvars")) {
        vErrors = broken(vErrors, instancePath + "/format", "enum", { allowedValues: schema11.properties.format.enum }, schema11.properties.format), errors++;
      }
    }
    if (data.operationId !== void 0) {
      let data10 = data.operationId;
      if (typeof data10 == "string") {
        if (func2(data10) > 80) {
          vErrors = broken(vErrors, instancePath + "/operationId", "maxLength", { limit: 80 }, schema11.properties.operationId), errors++;
        }
        if (!pattern5.test(data10)) {
          vErrors = broken(vErrors, instancePath + "/operationId", "pattern", {}, schema11.properties.operationId), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/operationId", "type", { type: "string" }, schema11.properties.operationId), errors++;
      }
    }
    if (data.orphanId !== void 0) {
      let data11 = data.orphanId;
      if (typeof data11 == "string") {
        if (func2(data11) > 27) {
          vErrors = broken(vErrors, instancePath + "/orphanId", "maxLength", { limit: 27 }, schema11.properties.orphanId), errors++;
        }
        if (!pattern6.test(data11)) {
          vErrors = broken(vErrors, instancePath + "/orphanId", "pattern", {}, schema11.properties.orphanId), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/orphanId", "type", { type: "string" }, schema11.properties.orphanId), errors++;
      }
    }
  } else {
    vErrors = broken(vErrors, instancePath, "type", { type: "object" }, schema11), errors++;
  }
  return validate10.errors = vErrors, errors === 0;
}
export {
  validateParameters
};
