/**
 * RDS Proxy: pools connections (checklist PRC-029) and lets applications in with IAM tokens only. It passes their
 * identity on to the database the same way, so that no application password exists anywhere.
 * Source: Amazon RDS User Guide, "Configuring IAM authentication for RDS Proxy: end-to-end IAM authentication".
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn } from "../arn.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { createLogGroup } from "../storage/log-group.ts";

export interface DatabaseProxyArgs {
  readonly context: PlatformContext;
  /** The instance behind the proxy. */
  readonly primary: aws.rds.Instance;
  /** Role applications log in as. */
  readonly applicationUser: string;
  /** Isolated subnets in at least two zones. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
  /** ARN of the key for logs. */
  readonly logsKeyArn: pulumi.Input<string>;
  /** Days the pool's log is kept; one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /** Changes the arguments of children. */
  readonly transform?: {
    readonly proxy?: Transform<aws.rds.ProxyArgs>;
    readonly targetGroup?: Transform<aws.rds.ProxyDefaultTargetGroupArgs>;
  } | undefined;
}

/** Percent of the instance's connections the pool may take: the rest is for migrations and people. */
const POOL_PERCENT = 80;
/** Seconds a request waits for a connection before it fails: longer, and the caller has given up (OPT-P1). */
const BORROW_SECONDS = 10;
/** Seconds after which a client that says nothing is disconnected: RDS Proxy's own default. */
const IDLE_SECONDS = 1800;

/** The pool in front of the primary. */
export class DatabaseProxy extends Component {
  readonly endpoint: pulumi.Output<string>;
  /** What `rds-db:connect` has to be allowed on to log in as the application. */
  readonly connectArn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("database", "DatabaseProxy", name, opts);
    const { context } = args;
    const proxyName = `${context.name}-proxy`;

    const logs = createLogGroup(
      this.part("logs"),
      { context, groupName: `/aws/rds/proxy/${proxyName}`, keyArn: args.logsKeyArn, retentionInDays: args.logRetentionDays },
      this.child(),
    );
    const role = this.createRole(args);
    const permission = this.permitLogin(args, role);
    const proxy = this.createProxy(args, proxyName, role, [logs, permission]);
    this.createTarget(args, proxy);

    this.endpoint = proxy.endpoint;
    const proxyId = proxy.arn.apply((proxyArn) => proxyArn.slice(proxyArn.lastIndexOf(":") + 1));
    this.connectArn = connectArn(context, proxyId, args.applicationUser);
    this.registerOutputs({ endpoint: this.endpoint });
  }

  private createRole({ context }: DatabaseProxyArgs): aws.iam.Role {
    const name = this.part("role");
    return new aws.iam.Role(
      name,
      {
        description: `Lets the proxy of ${context.name} log in to its database`,
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "rds.amazonaws.com" }, Action: "sts:AssumeRole" }],
        }),
        tags: tags(context, "internal", name),
      },
      this.child(),
    );
  }

  private permitLogin({ context, primary, applicationUser }: DatabaseProxyArgs, role: aws.iam.Role): aws.iam.RolePolicy {
    return new aws.iam.RolePolicy(
      this.part("policy"),
      {
        role: role.name,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "rds-db:connect", Resource: connectArn(context, primary.resourceId, applicationUser) },
          ],
        }),
      },
      this.child(),
    );
  }

  private createProxy(args: DatabaseProxyArgs, proxyName: string, role: aws.iam.Role, dependsOn: pulumi.Resource[]): aws.rds.Proxy {
    const name = this.part("proxy");
    const proxyArgs = transformed<aws.rds.ProxyArgs>(args.transform?.proxy, name, {
      name: proxyName,
      engineFamily: "POSTGRESQL",
      requireTls: true,
      defaultAuthScheme: "IAM_AUTH",
      roleArn: role.arn,
      idleClientTimeout: IDLE_SECONDS,
      debugLogging: false, // it would write statements to the log (PRC-047)
      vpcSubnetIds: [...args.subnetIds],
      vpcSecurityGroupIds: [args.securityGroupId],
      tags: tags(args.context, "confidential", name),
    });
    return new aws.rds.Proxy(name, proxyArgs, this.child({ dependsOn }));
  }

  private createTarget({ primary, transform }: DatabaseProxyArgs, proxy: aws.rds.Proxy): void {
    const name = this.part("targets");
    const groupArgs = transformed<aws.rds.ProxyDefaultTargetGroupArgs>(transform?.targetGroup, name, {
      dbProxyName: proxy.name,
      connectionPoolConfig: {
        maxConnectionsPercent: POOL_PERCENT,
        maxIdleConnectionsPercent: POOL_PERCENT / 2,
        connectionBorrowTimeout: BORROW_SECONDS,
      },
    });
    const group = new aws.rds.ProxyDefaultTargetGroup(name, groupArgs, this.child());
    new aws.rds.ProxyTarget(
      this.part("target"),
      { dbProxyName: proxy.name, targetGroupName: group.name, dbInstanceIdentifier: primary.identifier },
      this.child(),
    );
  }
}

/**
 * The resource of `rds-db:connect`: one database user of one instance or proxy.
 *
 * @param resourceId `db-…` of an instance, `prx-…` of a proxy
 */
export function connectArn(context: PlatformContext, resourceId: pulumi.Input<string>, user: string): pulumi.Output<string> {
  return pulumi.interpolate`${arnIn(context, "rds-db", "dbuser")}:${resourceId}/${user}`;
}
