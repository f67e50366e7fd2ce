/** Canary: a message sent by email arrives. */
/* eslint-disable @typescript-eslint/no-require-imports -- Synthetics loads CommonJS */
"use strict";

const { delivery } = require("./checks.js");
const { credentials, settings, tools } = require("./synthetics.js");

exports.handler = async () => delivery(tools, { ...settings(), credentials: await credentials() }, "email");
