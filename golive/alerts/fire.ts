/** Fires one test alert a topic, and says for each route where it must arrive (checklist PRC-160). */
import type { Alerting } from "../../config/sections/alerting.ts";
import type { Publisher } from "./publish.ts";
import { escalationAt, whoIsOnCall } from "./on-call.ts";
import type { Step } from "./on-call.ts";
import { maskedAddress, routeProblems, routesOf } from "./routes.ts";
import type { Deployed, Route } from "./routes.ts";

/** A person as reports name them. */
export interface Person {
  readonly name: string;
  /** Masked. */
  readonly email: string;
}

/** What became of one route. */
export interface Fired extends Omit<Route, "subscriptionArn" | "topicArn"> {
  /** `fired`: look there; `pending`: its owner has to confirm the subscription first; `failed`: see `broken`. */
  readonly outcome: "fired" | "pending" | "failed";
  /** Id of the message; none where it was not published. */
  readonly messageId: string | null;
  /** Who must see it there. */
  readonly arrivesAt: string;
}

/** What `golive alerts test --json` prints. */
export interface AlertTest {
  readonly stack: string;
  readonly rehearsed: boolean;
  /** ISO 8601. */
  readonly at: string;
  readonly onCall: { readonly primary: Person; readonly secondary: Person };
  readonly escalation: readonly { readonly afterMinutes: number; readonly to: string }[];
  readonly routes: readonly Fired[];
  /** Why the exit code is not 0. */
  readonly problems: readonly string[];
}

export interface AlertTestOptions {
  readonly stack: string;
  readonly rehearsed: boolean;
  readonly now: Date;
}

/** Tests every route of a deployed stack. */
export async function testAlerts(resources: readonly Deployed[], section: Alerting, publisher: Publisher, { stack, rehearsed, now }: AlertTestOptions): Promise<AlertTest> {
  const routes = routesOf(resources);
  const { primary, secondary } = whoIsOnCall(section.onCall, now);
  const person = (name: string): Person => ({ name, email: maskedAddress(section.people[name]?.email ?? "") });
  const spoken = ({ people, channel }: Step): string => channel ?? people.map((name) => `${name} (${person(name).email})`).join(", ");
  const escalation = escalationAt(section, now).map((step) => ({ afterMinutes: step.afterMinutes, to: spoken(step) }));

  const sent = new Map<string, { readonly id: string } | { readonly error: string }>();
  for (const { severity, region, topicArn } of routes) {
    if (!sent.has(topicArn)) sent.set(topicArn, await publish(publisher, { stack, severity, region, topicArn, now }));
  }
  const fired: Fired[] = [];
  for (const { subscriptionArn, topicArn, ...route } of routes) {
    const answer = sent.get(topicArn);
    const id = answer !== undefined && "id" in answer ? answer.id : null;
    const broken = route.broken ?? (answer !== undefined && "error" in answer ? answer.error : undefined);
    // Only mail has to be confirmed; a state that was never refreshed still says it waits, so SNS is asked.
    const pending = route.channel === "email" && (await publisher.pending(route.region, subscriptionArn).catch(() => route.pending));
    fired.push({
      ...route,
      pending,
      ...(broken === undefined ? {} : { broken }),
      outcome: broken !== undefined ? "failed" : pending ? "pending" : "fired",
      messageId: id,
      arrivesAt: route.channel === "pagerduty" ? `${route.destination}, which calls ${primary} (${person(primary).email})` : route.destination,
    });
  }
  return {
    stack, rehearsed, at: now.toISOString(), onCall: { primary: person(primary), secondary: person(secondary) }, escalation, routes: fired,
    problems: [
      ...routeProblems(routes, section.routes),
      ...[...sent].flatMap(([topicArn, answer]) => ("error" in answer ? [`${topicArn}: ${answer.error}`] : [])),
      // Nobody reads mail in the rehearsal, so nobody can confirm there.
      ...(rehearsed ? [] : fired.filter(({ pending }) => pending).map(({ severity, region, destination }) => `${severity} in ${region}: ${destination} has not confirmed the subscription`)),
    ],
  };
}

async function publish(publisher: Publisher, { stack, severity, region, topicArn, now }: { stack: string; severity: string; region: string; topicArn: string; now: Date }): Promise<{ id: string } | { error: string }> {
  const title = `${stack}: test of ${severity} alerts in ${region}`;
  const message = JSON.stringify({ golive: "alert-test", id: `${stack}-${severity}-${region}-${now.toISOString()}`, title, text: "Nothing is wrong. Please resolve this." });
  try {
    return { id: await publisher.publish(region, topicArn, `TEST ${title}`.slice(0, 100), message) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
