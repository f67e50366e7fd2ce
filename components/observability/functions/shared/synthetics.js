/** What CloudWatch Synthetics brings: steps, a browser, and the settings in the environment. Only loaded where it runs. */
/* eslint-disable @typescript-eslint/no-require-imports -- Synthetics loads CommonJS */
"use strict";

const synthetics = require("@aws/synthetics-puppeteer");

/** No screenshots of steps without a page. */
const WITHOUT_PICTURES = { screenshotOnStepStart: false, screenshotOnStepSuccess: false, screenshotOnStepFailure: false };

const tools = {
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  /** Synthetics swallows what a step returns. */
  async step(name, what) {
    let result;
    await synthetics.executeStep(name, async () => { result = await what(); }, WITHOUT_PICTURES);
    return result;
  },
};

function settings() {
  return { baseUrl: process.env.BASE_URL, maxMilliseconds: Number(process.env.MAX_MILLISECONDS) };
}

/** The synthetic user: `{ email, password }` in Secrets Manager. */
async function credentials() {
  const { GetSecretValueCommand, SecretsManagerClient } = require("@aws-sdk/client-secrets-manager");
  const answer = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: process.env.CREDENTIALS_SECRET_ARN }));
  const { email, password } = JSON.parse(answer.SecretString);
  return { email, password };
}

/** Loads a page in the browser and waits for its load event. */
async function open(url) {
  const page = await synthetics.getPage();
  const answer = await page.goto(url, { waitUntil: "load", timeout: 30_000 });
  const loadMilliseconds = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventStart);
  return { status: answer.status(), loadMilliseconds: Math.round(loadMilliseconds), title: await page.title() };
}

module.exports = { credentials, open, settings, tools };
