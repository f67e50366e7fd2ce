/** Canary: the first page loads in a browser. */
/* eslint-disable @typescript-eslint/no-require-imports -- Synthetics loads CommonJS */
"use strict";

const { frontend } = require("./checks.js");
const { open, settings, tools } = require("./synthetics.js");

exports.handler = async () => frontend(tools, settings(), open);
