/** Real users: what browsers measure (CloudWatch RUM), sent by visitors who are nobody in AWS. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { appMonitorName } from "./names.ts";

/** Share of sessions that are measured where nothing else is asked for. */
export const SESSION_SAMPLE_RATE = 0.2;

export interface RealUsersArgs {
  readonly context: PlatformContext;
  /** Name that pages are served under: it and all names within it are measured. */
  readonly domain: string;
  /** Share of sessions that are measured, 0 to 1. Default {@link SESSION_SAMPLE_RATE}. */
  readonly sessionSampleRate?: number | undefined;
  /** Whether the browser keeps a session and a user cookie; visitors have to agree first. Default false. */
  readonly allowCookies?: boolean | undefined;
  readonly transform?: { readonly appMonitor?: Transform<aws.rum.AppMonitorArgs>; readonly identityPool?: Transform<aws.cognito.IdentityPoolArgs> } | undefined;
}

/** Page load and errors as visitors have them (checklist OPT-P2, OPT-58, OPT-83). */
export class RealUsers extends Component {
  /** What the page's script has to be told: `NEXT_PUBLIC_RUM_…` of the frontend. */
  readonly settings: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: RealUsersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability", "RealUsers", name, opts);
    const pool = this.createPool(args);
    const attachment = this.attachRole(args, pool);
    const monitor = this.createMonitor(args, pool, attachment);
    this.settings = {
      NEXT_PUBLIC_RUM_APP_MONITOR_ID: monitor.appMonitorId,
      NEXT_PUBLIC_RUM_IDENTITY_POOL_ID: pool.id,
      NEXT_PUBLIC_RUM_REGION: pulumi.output(args.context.region),
    };
    this.registerOutputs({});
  }

  /**
   * A pool of guests only: a resource policy on the app monitor would do without, but the provider has no type for one.
   * The enhanced flow narrows whatever role they get to what AWS lets guests do, `rum:PutRumEvents` among it.
   */
  private createPool({ context, transform }: RealUsersArgs): aws.cognito.IdentityPool {
    const name = this.part("guests");
    return new aws.cognito.IdentityPool(
      name,
      transformed<aws.cognito.IdentityPoolArgs>(transform?.identityPool, name, {
        identityPoolName: `${appMonitorName(context)}-rum`,
        allowUnauthenticatedIdentities: true,
        allowClassicFlow: false,
        tags: tags(context, "public", name),
      }),
      this.child(),
    );
  }

  private attachRole({ context }: RealUsersArgs, pool: aws.cognito.IdentityPool): pulumi.Resource {
    const name = this.part("guest-role");
    const role = new aws.iam.Role(
      name,
      { description: "Browsers of visitors: send measurements", assumeRolePolicy: pool.id.apply((id) => JSON.stringify(guestTrust(id))), tags: tags(context, "public", name) },
      this.child(),
    );
    const policy = pulumi.output(context.accountId).apply((account) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Sid: "SendMeasurements", Effect: "Allow", Action: "rum:PutRumEvents", Resource: arn({ service: "rum", region: context.region, account, resource: `appmonitor/${appMonitorName(context)}` }) },
        ],
      }),
    );
    const permission = new aws.iam.RolePolicy(this.part("guest-policy"), { role: role.name, policy }, this.child());
    return new aws.cognito.IdentityPoolRoleAttachment(
      this.part("guest-role-attachment"),
      { identityPoolId: pool.id, roles: { unauthenticated: role.arn } },
      this.child({ dependsOn: [permission] }),
    );
  }

  private createMonitor(args: RealUsersArgs, pool: aws.cognito.IdentityPool, attachment: pulumi.Resource): aws.rum.AppMonitor {
    const { context, domain, sessionSampleRate = SESSION_SAMPLE_RATE, allowCookies = false, transform } = args;
    const name = this.part("app-monitor");
    return new aws.rum.AppMonitor(
      name,
      transformed<aws.rum.AppMonitorArgs>(transform?.appMonitor, name, {
        name: appMonitorName(context),
        // A list holds five names at most, and the platform may have more.
        domainLists: [domain, `*.${domain}`],
        appMonitorConfiguration: { identityPoolId: pool.id, sessionSampleRate, allowCookies, enableXray: true, telemetries: ["errors", "performance", "http"] },
        customEvents: { status: "ENABLED" },
        // RUM would write to a log group of its own making, unencrypted; it keeps what it needs itself, for 30 days.
        cwLogEnabled: false,
        tags: tags(context, "internal", name),
      }),
      this.child({ dependsOn: [attachment] }),
    );
  }
}

/**
 * Lets guests of one identity pool take the role.
 * Source: Amazon Cognito Developer Guide, "IAM roles", role trust and permissions.
 */
export function guestTrust(identityPoolId: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Guests",
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": identityPoolId },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
        },
      },
    ],
  };
}
