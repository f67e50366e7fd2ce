import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createPlain, request as plainRequest } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createTls, request as tlsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { credentialOf, handlerWith } from "../../../components/alerting/functions/forwarder/index.mjs";
import type { Clients, Notification, Settings } from "../../../components/alerting/functions/forwarder/index.mjs";
import { alertOf, pagerdutyEvent, slackMessage, teamsMessage } from "../../../components/alerting/functions/forwarder/messages.mjs";
import { DeliveryError, post, withRetries } from "../../../components/alerting/functions/forwarder/post.mjs";
import type { Send } from "../../../components/alerting/functions/forwarder/post.mjs";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:optibid-alerts-critical";
const SECRET = "canary-0123456789abcdef";
const ALARM_ARN = "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:optibid-api-latency";
const notification = (message: unknown, more: Partial<Notification> = {}): Notification => ({
  TopicArn: TOPIC, MessageId: "m-1", Subject: "ALARM", Timestamp: "2026-01-05T09:00:00.000Z", Message: typeof message === "string" ? message : JSON.stringify(message), ...more,
});
const ALARM = { AlarmName: "optibid-api-latency", AlarmArn: ALARM_ARN, AlarmDescription: "Slow.", NewStateValue: "ALARM", NewStateReason: "3 of 5", StateChangeTime: "2026-01-05T08:59:00.000+0000", Region: "EU (Frankfurt)" };

describe("what arrives", () => {
  const base = { severity: "critical", test: false };
  test.each<[string, Notification, object]>([
    ["an alarm", notification(ALARM), {
      ...base, status: "firing", title: "ALARM: optibid-api-latency", text: "Slow.\n\n3 of 5", source: "CloudWatch", key: ALARM_ARN, time: ALARM.StateChangeTime,
      link: "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/optibid-api-latency",
    }],
    ["an alarm that is well again", notification({ ...ALARM, NewStateValue: "OK" }), { status: "resolved", key: ALARM_ARN }],
    ["an event", notification({ source: "aws.backup", "detail-type": "Backup Job State Change", id: "e-1", time: "t", resources: ["arn:x", 3], detail: { state: "FAILED" } }), {
      ...base, status: "firing", title: "aws.backup: Backup Job State Change", text: 'arn:x\n\n{\n  "state": "FAILED"\n}', source: "aws.backup", key: "e-1", time: "t",
    }],
    ["an event of RDS", notification({ "Event Source": "db-instance", "Event Time": "2026-01-05 08:58:00.000", "Identifier Link": "https://console/x", "Source ID": "optibid", "Source ARN": "arn:db", "Event ID": "http://docs#RDS-EVENT-0031", "Event Message": "The DB instance failed." }), {
      ...base, status: "firing", title: "RDS: db-instance optibid: The DB instance failed.", text: "The DB instance failed.\narn:db\nhttp://docs#RDS-EVENT-0031\nhttps://console/x", source: "RDS", key: "m-1", time: "2026-01-05 08:58:00.000",
    }],
    ["a test", notification({ golive: "alert-test", id: "t-1", title: "critical to slack", text: "please ignore" }), { severity: "critical", test: true, status: "firing", title: "TEST critical to slack", text: "please ignore", key: "t-1" }],
    ["an alert of Prometheus", notification("firing ApiSlow: slow", { Subject: "FIRING ApiSlow" }), { ...base, status: "firing", title: "FIRING: ApiSlow", text: "firing ApiSlow: slow", source: "Prometheus", key: `prometheus/${TOPIC}/ApiSlow` }],
    ["the same, well again", notification("resolved ApiSlow: slow", { Subject: "RESOLVED ApiSlow" }), { status: "resolved", key: `prometheus/${TOPIC}/ApiSlow` }],
    ["plain text", notification("Budget exceeded\nmore", { Subject: null }), { ...base, title: "Budget exceeded", text: "Budget exceeded\nmore", source: "optibid-alerts-critical", key: "m-1" }],
    ["JSON that is none of these", notification("[1]", { Subject: "s" }), { title: "s", text: "[1]" }],
    ["nothing", notification("", { Subject: "" }), { title: "Notification without a text" }],
  ])("%s", (_name, given, expected) => expect(alertOf(given, "critical")).toMatchObject(expected));
});

describe("how each channel is told", () => {
  const firing = alertOf(notification(ALARM), "critical");
  const resolved = alertOf(notification({ ...ALARM, NewStateValue: "OK" }), "critical");

  test("PagerDuty opens an incident and closes the same one", () => {
    expect(pagerdutyEvent(firing, "KEY", "optibid")).toEqual({
      routing_key: "KEY", event_action: "trigger", dedup_key: ALARM_ARN, client: "optibid",
      payload: { summary: "[optibid] ALARM: optibid-api-latency", source: "CloudWatch", severity: "critical", timestamp: ALARM.StateChangeTime, custom_details: { text: "Slow.\n\n3 of 5", test: false } },
      links: [{ href: firing.link, text: "CloudWatch" }],
    });
    expect(pagerdutyEvent(resolved, "KEY", "optibid")).toEqual({ routing_key: "KEY", event_action: "resolve", dedup_key: ALARM_ARN });
  });

  test("Slack gets blocks within its limits, with its special characters escaped", () => {
    const message = slackMessage({ ...firing, title: `<${"x".repeat(300)}>`, text: "a & b <c>".padEnd(5_000, "&") }, "optibid") as { blocks: [{ text: { text: string } }, { text: { text: string } }, { elements: [{ text: string }] }] };
    expect(message.blocks[0].text.text.length).toBe(150);
    expect(message.blocks[1].text.text).toMatch(/^a &amp; b &lt;c&gt;/);
    expect(message.blocks[1].text.text.length).toBeLessThanOrEqual(3_000);
    expect(message.blocks[1].text.text).toMatch(/&amp;…$/);
    expect(message.blocks[2].elements[0].text).toBe(`critical · CloudWatch · ${ALARM.StateChangeTime} · <${firing.link ?? ""}|CloudWatch>`);
    expect(slackMessage(resolved, "optibid")["text"]).toBe("🟢 [optibid] OK: optibid-api-latency");
  });

  test("Teams gets an adaptive card", () => {
    const message = teamsMessage(firing, "optibid") as { type: string; attachments: [{ contentType: string; content: { version: string; body: { type: string }[]; actions: unknown[] } }] };
    expect([message.type, message.attachments[0].contentType, message.attachments[0].content.version]).toEqual(["message", "application/vnd.microsoft.card.adaptive", "1.4"]);
    expect(message.attachments[0].content.body.map(({ type }) => type)).toEqual(["TextBlock", "FactSet", "TextBlock"]);
    expect(message.attachments[0].content.actions).toEqual([{ type: "Action.OpenUrl", title: "CloudWatch", url: firing.link }]);
    expect(Buffer.byteLength(JSON.stringify(teamsMessage({ ...firing, text: "z".repeat(100_000) }, "optibid")))).toBeLessThan(28_672);
  });
});

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server on the loopback that answers as told and keeps what it was sent. */
async function channel(answers: readonly ((response: ServerResponse) => void)[], make: (answer: (request: IncomingMessage, response: ServerResponse) => void) => Server = createPlain): Promise<{ port: number; received: unknown[] }> {
  const received: unknown[] = [];
  const server = make((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = answers[Math.min(received.length, answers.length - 1)];
      received.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      answer?.(response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, received };
}

const says = (status: number, headers: Record<string, string> = {}) => (response: ServerResponse): void => {
  response.writeHead(status, headers).end("ok");
};
const breaks = (response: ServerResponse): void => {
  response.destroy();
};

interface Run {
  readonly lines: Record<string, unknown>[];
  readonly waits: number[];
  readonly reads: string[];
  readonly done: Promise<void>;
}

/** The handler with a real server behind it; the clock stands still. */
function run(settings: Partial<Settings>, port: number, secrets: readonly string[], messages: readonly Notification[] = [notification(ALARM)]): Run {
  const [lines, waits, reads]: [Record<string, unknown>[], number[], string[]] = [[], [], []];
  const clients: Clients = {
    readSecret: async (arn) => secrets[Math.min(reads.push(arn) - 1, secrets.length - 1)] ?? "",
    post: (url, body) => post(url.replace("https://", "http://").replace("channel.test", `127.0.0.1:${port}`), body, plainRequest as Send),
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    now: () => 0,
    log: (line) => lines.push(line),
  };
  const handler = handlerWith({ channel: "slack", platform: "optibid", secretArn: "arn:secret", severities: { [TOPIC]: "critical" }, ...settings }, clients);
  return { lines, waits, reads, done: handler({ Records: messages.map((Sns) => ({ Sns })) }) };
}
const HOOK = `https://channel.test/${SECRET}`;

describe("delivery", () => {
  test.each<[Settings["channel"], string, string]>([
    ["slack", HOOK, "blocks"],
    ["teams", JSON.stringify({ webhookUrl: HOOK }), "attachments"],
    ["pagerduty", JSON.stringify({ routingKey: SECRET }), "routing_key"],
  ])("%s", async (name, secret, key) => {
    const { port, received } = await channel([says(202)]);
    const { lines, reads, done } = run({ channel: name, endpoint: "https://channel.test/v2/enqueue" }, port, [secret]);
    await done;
    expect(received).toHaveLength(1);
    expect(received[0]).toHaveProperty(key);
    expect(reads).toEqual(["arn:secret"]);
    expect(lines).toEqual([{ outcome: "delivered", channel: name, severity: "critical", status: "firing", key: ALARM_ARN, message: "m-1", tries: 1 }]);
  });

  test("is tried three times, at growing distances, or after as long as the channel asks", async () => {
    const { port, received } = await channel([says(503), says(429, { "retry-after": "3" }), says(200)]);
    const { waits, lines, done } = run({}, port, [HOOK]);
    await done;
    expect([received.length, waits, lines[0]?.["tries"]]).toEqual([3, [500, 3_000], 3]);
  });

  test.each([
    ["the channel is down", [says(500)], "slack answered 500", 3],
    ["the connection breaks", [breaks], "slack no connection (ECONNRESET)", 3],
    ["the message is refused: the same again would be too", [says(400)], "slack answered 400", 1],
  ])("fails when %s, and says so without the credential", async (_name, answers, why, tries) => {
    const { port, received } = await channel(answers);
    const { lines, done } = run({}, port, [HOOK]);
    await expect(done).rejects.toThrow(`m-1: ${why}`);
    expect(received).toHaveLength(tries);
    expect(lines[0]).toMatchObject({ outcome: "failed", why: why.replace("slack ", "") });
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    await expect(done).rejects.not.toThrow(SECRET);
  });

  test("reads the credential again when it is refused: it may have been replaced", async () => {
    const { port, received } = await channel([says(404), says(200)]);
    const { reads, lines, done } = run({}, port, ["https://channel.test/old", HOOK]);
    await done;
    expect([received.length, reads.length, lines.map(({ outcome }) => outcome)]).toEqual([2, 2, ["delivered"]]);
  });

  test("one message that fails does not keep the others; a topic nobody knows is a failure", async () => {
    const { port, received } = await channel([says(400), says(200)]);
    const messages = [notification(ALARM), notification("x", { MessageId: "m-2", TopicArn: "arn:other" }), notification("y", { MessageId: "m-3" })];
    const { lines, reads, done } = run({}, port, [HOOK], messages);
    await expect(done).rejects.toThrow("m-1: slack answered 400; m-2: topic arn:other has no severity here");
    expect([received.length, reads.length, lines.map(({ outcome }) => outcome)]).toEqual([2, 1, ["failed", "delivered"]]);
  });

  test.each([["http://channel.test/x", "the channel's address is not https://"], ["{}", "the secret has no routingKey, webhookUrl or value"]])("refuses the credential %s", async (secret, why) => {
    const { done } = run({}, 1, [secret]);
    await expect(done).rejects.toThrow(why);
  });

  test("says nothing of the secret when it cannot be read", async () => {
    const { done, lines } = run({}, 1, [`{${SECRET}`]);
    await expect(done).rejects.toThrow("the credential could not be read (SyntaxError)");
    expect(JSON.stringify(lines)).not.toContain(SECRET);
  });
});

test.each([["plain", "plain"], [' {"value":"v"}\n', "v"], ['{"routingKey":"","webhookUrl":"w"}', "w"]])("credential %s", (text, expected) => expect(credentialOf(text)).toBe(expected));

test("over TLS, to servers with a certificate it trusts and to no others", async () => {
  const directory = mkdtempSync(join(tmpdir(), "forwarder-"));
  try {
    const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-keyout", key, "-out", cert, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], { stdio: "ignore" });
    const ca = readFileSync(cert);
    const { port, received } = await channel([says(200)], (answer) => createTls({ key: readFileSync(key), cert: ca }, answer));
    await expect(post(`https://localhost:${port}/`, { a: 1 }, (url, options, answered) => tlsRequest(url, { ...options, ca }, answered))).resolves.toBe(200);
    await expect(post(`https://localhost:${port}/`, { a: 2 })).rejects.toThrow("no connection (DEPTH_ZERO_SELF_SIGNED_CERT)");
    expect(received).toEqual([{ a: 1 }]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("an error that is not the channel's is not tried again", async () => {
  let tries = 0;
  const broken = withRetries(async () => {
    tries += 1;
    throw new TypeError("bug");
  }, async () => undefined);
  await expect(broken).rejects.toThrow("bug");
  expect(tries).toBe(1);
  expect(new DeliveryError("x", { retry: true }).status).toBeUndefined();
});
