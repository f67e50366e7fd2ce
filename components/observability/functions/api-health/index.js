/** Canary: the API is well. */
/* eslint-disable @typescript-eslint/no-require-imports -- Synthetics loads CommonJS */
"use strict";

const { apiHealth } = require("./checks.js");
const { settings, tools } = require("./synthetics.js");

exports.handler = async () => apiHealth(tools, settings());
