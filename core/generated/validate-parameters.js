// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
function broken(errors, instancePath, keyword, params, parentSchema) {
  errors ??= [];
  errors.push({ instancePath, keyword, params, parentSchema });
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
var validateParameters = validate10, schema11 = { $id: "parameters", type: "object", properties: { project: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,39}$", maxLength: 40, description: "Name of the project: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 40 characters, such as shop." }, "Idempotency-Key": { type: "string", pattern: "^[!-~]( *[!-~]){0,254}$", maxLength: 255, description: "From 1 to 255 printable ASCII characters, without a space at either end, such as a UUID. The same key and body give the first answer again; the same key with another body is refused." }, limit: { type: "integer", minimum: 1, maximum: 100, default: 20, description: "Items on a page, from 1 to 100; by default 20." }, nextToken: { type: "string", pattern: "^[A-Za-z0-9_=-]{1,2048}$", maxLength: 2048, description: "The nextToken of the page before." }, environment: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,19}$", maxLength: 20, description: "Name of the environment: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 20 characters, such as dev." }, format: { type: "string", enum: ["json", "env", "tfvars"], default: "json", description: "json, env (lines of a .env file) or tfvars (the output names of the Terraform module); by default json." }, operationId: { type: "string", pattern: "^[A-Za-z0-9_-]{1,80}$", maxLength: 80, description: "Identifier of the operation, from 1 to 80 letters, digits, hyphens and underscores." } } }, func2 = require_ucs2length().default, pattern0 = new RegExp("^[a-z](-?[a-z0-9]){0,39}$", "u"), pattern1 = new RegExp("^[!-~]( *[!-~]){0,254}$", "u"), pattern2 = new RegExp("^[A-Za-z0-9_=-]{1,2048}$", "u"), pattern3 = new RegExp("^[a-z](-?[a-z0-9]){0,19}$", "u"), pattern4 = new RegExp("^[A-Za-z0-9_-]{1,80}$", "u");
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
    if (data["Idempotency-Key"] !== void 0) {
      let data1 = data["Idempotency-Key"];
      if (typeof data1 == "string") {
        if (func2(data1) > 255) {
          vErrors = broken(vErrors, instancePath + "/Idempotency-Key", "maxLength", { limit: 255 }, schema11.properties["Idempotency-Key"]), errors++;
        }
        if (!pattern1.test(data1)) {
          vErrors = broken(vErrors, instancePath + "/Idempotency-Key", "pattern", {}, schema11.properties["Idempotency-Key"]), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/Idempotency-Key", "type", { type: "string" }, schema11.properties["Idempotency-Key"]), errors++;
      }
    }
    if (data.limit !== void 0) {
      let data2 = data.limit;
      if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
        vErrors = broken(vErrors, instancePath + "/limit", "type", { type: "integer" }, schema11.properties.limit), errors++;
      }
      if (typeof data2 == "number" && isFinite(data2)) {
        if (data2 > 100 || isNaN(data2)) {
          vErrors = broken(vErrors, instancePath + "/limit", "maximum", {}, schema11.properties.limit), errors++;
        }
        if (data2 < 1 || isNaN(data2)) {
          vErrors = broken(vErrors, instancePath + "/limit", "minimum", {}, schema11.properties.limit), errors++;
        }
      }
    }
    if (data.nextToken !== void 0) {
      let data3 = data.nextToken;
      if (typeof data3 == "string") {
        if (func2(data3) > 2048) {
          vErrors = broken(vErrors, instancePath + "/nextToken", "maxLength", { limit: 2048 }, schema11.properties.nextToken), errors++;
        }
        if (!pattern2.test(data3)) {
          vErrors = broken(vErrors, instancePath + "/nextToken", "pattern", {}, schema11.properties.nextToken), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/nextToken", "type", { type: "string" }, schema11.properties.nextToken), errors++;
      }
    }
    if (data.environment !== void 0) {
      let data4 = data.environment;
      if (typeof data4 == "string") {
        if (func2(data4) > 20) {
          vErrors = broken(vErrors, instancePath + "/environment", "maxLength", { limit: 20 }, schema11.properties.environment), errors++;
        }
        if (!pattern3.test(data4)) {
          vErrors = broken(vErrors, instancePath + "/environment", "pattern", {}, schema11.properties.environment), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/environment", "type", { type: "string" }, schema11.properties.environment), errors++;
      }
    }
    if (data.format !== void 0) {
      let data5 = data.format;
      if (typeof data5 != "string") {
        vErrors = broken(vErrors, instancePath + "/format", "type", { type: "string" }, schema11.properties.format), errors++;
      }
      if (!(data5 === "json" || data5 === "env" || data5 === "tfvars")) {
        vErrors = broken(vErrors, instancePath + "/format", "enum", { allowedValues: schema11.properties.format.enum }, schema11.properties.format), errors++;
      }
    }
    if (data.operationId !== void 0) {
      let data6 = data.operationId;
      if (typeof data6 == "string") {
        if (func2(data6) > 80) {
          vErrors = broken(vErrors, instancePath + "/operationId", "maxLength", { limit: 80 }, schema11.properties.operationId), errors++;
        }
        if (!pattern4.test(data6)) {
          vErrors = broken(vErrors, instancePath + "/operationId", "pattern", {}, schema11.properties.operationId), errors++;
        }
      } else {
        vErrors = broken(vErrors, instancePath + "/operationId", "type", { type: "string" }, schema11.properties.operationId), errors++;
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
