/** Who may talk to the database: clients, the pool and the rotation of the password; nobody by address. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { DATA_PORTS } from "../network/tiers.ts";

export interface DatabaseSecurityGroupsArgs {
  readonly context: PlatformContext;
  readonly vpcId: pulumi.Input<string>;
  /** Port of the instances. */
  readonly port: number;
  /** A short name and a security group for each. */
  readonly clients: Readonly<Record<string, pulumi.Input<string>>>;
  readonly endpointSecurityGroupId: pulumi.Input<string>;
}

/** One way a connection is opened. */
interface Flow {
  readonly part: string;
  readonly description: string;
  readonly group: pulumi.Input<string>;
  readonly peer: pulumi.Input<string>;
  readonly port: number;
}

/** Security groups of the instances, the pool and the rotation function (checklist PRC-012). */
export class DatabaseSecurityGroups extends Component {
  readonly instanceGroupId: pulumi.Output<string>;
  readonly proxyGroupId: pulumi.Output<string>;
  readonly rotationGroupId: pulumi.Output<string>;
  /** All rules, for those who have to wait until connections can be opened. */
  readonly rules: readonly pulumi.Resource[];

  constructor(name: string, args: DatabaseSecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("database", "DatabaseSecurityGroups", name, opts);
    const { clients, endpointSecurityGroupId, port } = args;

    const instances = this.createGroup(args, "instances", "PostgreSQL instances").id;
    const proxy = this.createGroup(args, "proxy", "Connection pool in front of PostgreSQL").id;
    const rotation = this.createGroup(args, "rotation", "Function that rotates the master password").id;
    const clientFlows = Object.entries(clients).flatMap(([client, peer]): Flow[] => [
      { part: `proxy-from-${client}`, description: `Applications: ${client}`, group: proxy, peer, port: DATA_PORTS.pool },
      { part: `instances-from-${client}`, description: `Reads from replicas, and migrations: ${client}`, group: instances, peer, port },
    ]);
    const ingress: Flow[] = [
      ...clientFlows,
      { part: "instances-from-proxy", description: "The pool", group: instances, peer: proxy, port },
      { part: "instances-from-rotation", description: "Rotation of the master password", group: instances, peer: rotation, port },
    ];
    const egress: Flow[] = [
      { part: "proxy-to-instances", description: "The database", group: proxy, peer: instances, port },
      { part: "rotation-to-instances", description: "The database", group: rotation, peer: instances, port },
      { part: "rotation-to-endpoints", description: "Secrets Manager", group: rotation, peer: endpointSecurityGroupId, port: 443 },
    ];

    this.instanceGroupId = instances;
    this.proxyGroupId = proxy;
    this.rotationGroupId = rotation;
    this.rules = [
      ...ingress.map((flow) => new aws.vpc.SecurityGroupIngressRule(this.part(flow.part), this.rule(args, flow), this.child())),
      ...egress.map((flow) => new aws.vpc.SecurityGroupEgressRule(this.part(flow.part), this.rule(args, flow), this.child())),
    ];
    this.registerOutputs();
  }

  private createGroup({ context, vpcId }: DatabaseSecurityGroupsArgs, part: string, description: string): aws.ec2.SecurityGroup {
    const name = this.part(part);
    return new aws.ec2.SecurityGroup(name, { vpcId, description, tags: tags(context, "internal", name) }, this.child());
  }

  private rule({ context }: DatabaseSecurityGroupsArgs, { part, description, group, peer, port }: Flow): aws.vpc.SecurityGroupIngressRuleArgs {
    return {
      securityGroupId: group,
      referencedSecurityGroupId: peer,
      description,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      tags: tags(context, "internal", this.part(part)),
    };
  }
}
