/** Canary: a user can log in. */
/* eslint-disable @typescript-eslint/no-require-imports -- Synthetics loads CommonJS */
"use strict";

const { login } = require("./checks.js");
const { credentials, settings, tools } = require("./synthetics.js");

exports.handler = async () => login(tools, { ...settings(), credentials: await credentials() });
