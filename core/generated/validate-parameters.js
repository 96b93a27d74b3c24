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
var validateParameters = validate10, schema11 = { $id: "parameters", type: "object", properties: { project: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,39}$", maxLength: 40, description: "Name of the project: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 40 characters, such as shop." }, "Idempotency-Key": { type: "string", pattern: "^[!-~]( *[!-~]){0,254}$", maxLength: 255, description: "From 1 to 255 printable ASCII characters, without a space at either end, such as a UUID. The same key and body give the first answer again; the same key with another body is refused." }, limit: { type: "integer", minimum: 1, maximum: 100, default: 20, description: "Items on a page, from 1 to 100; by default 20." }, nextToken: { type: "string", pattern: "^[A-Za-z0-9_=-]{1,2048}$", maxLength: 2048, description: "The nextToken of the page before." }, environment: { type: "string", pattern: "^[a-z](-?[a-z0-9]){0,19}$", maxLength: 20, description: "Name of the environment: lower-case letters, digits and single hyphens; it starts with a letter, does not end with a hyphen, and has at most 20 characters, such as dev." }, format: { type: "string", enum: ["json", "env", "tfvars"], default: "json", description: "json, env (lines of a .env file) or tfvars (the output names of the Terraform module); by default json." }, operationId: { type: "string", pattern: "^[A-Za-z0-9_-]{1,80}$", maxLength: 80, description: "Identifier of the operation, from 1 to 80 letters, digits, hyphens and underscores." } } }, func2 = require_ucs2length().default, pattern0 = new RegExp("^[a-z](-?[a-z0-9]){0,39}$", "u"), pattern1 = new RegExp("^[!-~]( *[!-~]){0,254}$", "u"), pattern2 = new RegExp("^[A-Za-z0-9_=-]{1,2048}$", "u"), pattern3 = new RegExp("^[a-z](-?[a-z0-9]){0,19}$", "u"), pattern4 = new RegExp("^[A-Za-z0-9_-]{1,80}$", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null, errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.project !== void 0) {
      let data0 = data.project;
      if (typeof data0 == "string") {
        if (func2(data0) > 40) {
          let err0 = { instancePath: instancePath + "/project", schemaPath: "#/properties/project/maxLength", keyword: "maxLength", params: { limit: 40 }, message: "must NOT have more than 40 characters", schema: 40, parentSchema: schema11.properties.project, data: data0 };
          vErrors === null ? vErrors = [err0] : vErrors.push(err0), errors++;
        }
        if (!pattern0.test(data0)) {
          let err1 = { instancePath: instancePath + "/project", schemaPath: "#/properties/project/pattern", keyword: "pattern", params: { pattern: "^[a-z](-?[a-z0-9]){0,39}$" }, message: 'must match pattern "^[a-z](-?[a-z0-9]){0,39}$"', schema: "^[a-z](-?[a-z0-9]){0,39}$", parentSchema: schema11.properties.project, data: data0 };
          vErrors === null ? vErrors = [err1] : vErrors.push(err1), errors++;
        }
      } else {
        let err2 = { instancePath: instancePath + "/project", schemaPath: "#/properties/project/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.project.type, parentSchema: schema11.properties.project, data: data0 };
        vErrors === null ? vErrors = [err2] : vErrors.push(err2), errors++;
      }
    }
    if (data["Idempotency-Key"] !== void 0) {
      let data1 = data["Idempotency-Key"];
      if (typeof data1 == "string") {
        if (func2(data1) > 255) {
          let err3 = { instancePath: instancePath + "/Idempotency-Key", schemaPath: "#/properties/Idempotency-Key/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema11.properties["Idempotency-Key"], data: data1 };
          vErrors === null ? vErrors = [err3] : vErrors.push(err3), errors++;
        }
        if (!pattern1.test(data1)) {
          let err4 = { instancePath: instancePath + "/Idempotency-Key", schemaPath: "#/properties/Idempotency-Key/pattern", keyword: "pattern", params: { pattern: "^[!-~]( *[!-~]){0,254}$" }, message: 'must match pattern "^[!-~]( *[!-~]){0,254}$"', schema: "^[!-~]( *[!-~]){0,254}$", parentSchema: schema11.properties["Idempotency-Key"], data: data1 };
          vErrors === null ? vErrors = [err4] : vErrors.push(err4), errors++;
        }
      } else {
        let err5 = { instancePath: instancePath + "/Idempotency-Key", schemaPath: "#/properties/Idempotency-Key/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties["Idempotency-Key"].type, parentSchema: schema11.properties["Idempotency-Key"], data: data1 };
        vErrors === null ? vErrors = [err5] : vErrors.push(err5), errors++;
      }
    }
    if (data.limit !== void 0) {
      let data2 = data.limit;
      if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
        let err6 = { instancePath: instancePath + "/limit", schemaPath: "#/properties/limit/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema11.properties.limit.type, parentSchema: schema11.properties.limit, data: data2 };
        vErrors === null ? vErrors = [err6] : vErrors.push(err6), errors++;
      }
      if (typeof data2 == "number" && isFinite(data2)) {
        if (data2 > 100 || isNaN(data2)) {
          let err7 = { instancePath: instancePath + "/limit", schemaPath: "#/properties/limit/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 }, message: "must be <= 100", schema: 100, parentSchema: schema11.properties.limit, data: data2 };
          vErrors === null ? vErrors = [err7] : vErrors.push(err7), errors++;
        }
        if (data2 < 1 || isNaN(data2)) {
          let err8 = { instancePath: instancePath + "/limit", schemaPath: "#/properties/limit/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema11.properties.limit, data: data2 };
          vErrors === null ? vErrors = [err8] : vErrors.push(err8), errors++;
        }
      }
    }
    if (data.nextToken !== void 0) {
      let data3 = data.nextToken;
      if (typeof data3 == "string") {
        if (func2(data3) > 2048) {
          let err9 = { instancePath: instancePath + "/nextToken", schemaPath: "#/properties/nextToken/maxLength", keyword: "maxLength", params: { limit: 2048 }, message: "must NOT have more than 2048 characters", schema: 2048, parentSchema: schema11.properties.nextToken, data: data3 };
          vErrors === null ? vErrors = [err9] : vErrors.push(err9), errors++;
        }
        if (!pattern2.test(data3)) {
          let err10 = { instancePath: instancePath + "/nextToken", schemaPath: "#/properties/nextToken/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_=-]{1,2048}$" }, message: 'must match pattern "^[A-Za-z0-9_=-]{1,2048}$"', schema: "^[A-Za-z0-9_=-]{1,2048}$", parentSchema: schema11.properties.nextToken, data: data3 };
          vErrors === null ? vErrors = [err10] : vErrors.push(err10), errors++;
        }
      } else {
        let err11 = { instancePath: instancePath + "/nextToken", schemaPath: "#/properties/nextToken/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.nextToken.type, parentSchema: schema11.properties.nextToken, data: data3 };
        vErrors === null ? vErrors = [err11] : vErrors.push(err11), errors++;
      }
    }
    if (data.environment !== void 0) {
      let data4 = data.environment;
      if (typeof data4 == "string") {
        if (func2(data4) > 20) {
          let err12 = { instancePath: instancePath + "/environment", schemaPath: "#/properties/environment/maxLength", keyword: "maxLength", params: { limit: 20 }, message: "must NOT have more than 20 characters", schema: 20, parentSchema: schema11.properties.environment, data: data4 };
          vErrors === null ? vErrors = [err12] : vErrors.push(err12), errors++;
        }
        if (!pattern3.test(data4)) {
          let err13 = { instancePath: instancePath + "/environment", schemaPath: "#/properties/environment/pattern", keyword: "pattern", params: { pattern: "^[a-z](-?[a-z0-9]){0,19}$" }, message: 'must match pattern "^[a-z](-?[a-z0-9]){0,19}$"', schema: "^[a-z](-?[a-z0-9]){0,19}$", parentSchema: schema11.properties.environment, data: data4 };
          vErrors === null ? vErrors = [err13] : vErrors.push(err13), errors++;
        }
      } else {
        let err14 = { instancePath: instancePath + "/environment", schemaPath: "#/properties/environment/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.environment.type, parentSchema: schema11.properties.environment, data: data4 };
        vErrors === null ? vErrors = [err14] : vErrors.push(err14), errors++;
      }
    }
    if (data.format !== void 0) {
      let data5 = data.format;
      if (typeof data5 != "string") {
        let err15 = { instancePath: instancePath + "/format", schemaPath: "#/properties/format/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.format.type, parentSchema: schema11.properties.format, data: data5 };
        vErrors === null ? vErrors = [err15] : vErrors.push(err15), errors++;
      }
      if (!(data5 === "json" || data5 === "env" || data5 === "tfvars")) {
        let err16 = { instancePath: instancePath + "/format", schemaPath: "#/properties/format/enum", keyword: "enum", params: { allowedValues: schema11.properties.format.enum }, message: "must be equal to one of the allowed values", schema: schema11.properties.format.enum, parentSchema: schema11.properties.format, data: data5 };
        vErrors === null ? vErrors = [err16] : vErrors.push(err16), errors++;
      }
    }
    if (data.operationId !== void 0) {
      let data6 = data.operationId;
      if (typeof data6 == "string") {
        if (func2(data6) > 80) {
          let err17 = { instancePath: instancePath + "/operationId", schemaPath: "#/properties/operationId/maxLength", keyword: "maxLength", params: { limit: 80 }, message: "must NOT have more than 80 characters", schema: 80, parentSchema: schema11.properties.operationId, data: data6 };
          vErrors === null ? vErrors = [err17] : vErrors.push(err17), errors++;
        }
        if (!pattern4.test(data6)) {
          let err18 = { instancePath: instancePath + "/operationId", schemaPath: "#/properties/operationId/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_-]{1,80}$" }, message: 'must match pattern "^[A-Za-z0-9_-]{1,80}$"', schema: "^[A-Za-z0-9_-]{1,80}$", parentSchema: schema11.properties.operationId, data: data6 };
          vErrors === null ? vErrors = [err18] : vErrors.push(err18), errors++;
        }
      } else {
        let err19 = { instancePath: instancePath + "/operationId", schemaPath: "#/properties/operationId/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema11.properties.operationId.type, parentSchema: schema11.properties.operationId, data: data6 };
        vErrors === null ? vErrors = [err19] : vErrors.push(err19), errors++;
      }
    }
  } else {
    let err20 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema11.type, parentSchema: schema11, data };
    vErrors === null ? vErrors = [err20] : vErrors.push(err20), errors++;
  }
  return validate10.errors = vErrors, errors === 0;
}
export {
  validateParameters
};
