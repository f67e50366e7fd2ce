/** VPC endpoints: AWS services reached without the internet, with policies that bind them to the account. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { INTERFACE_SERVICES, WITHOUT_POLICY, interfacePolicy, s3Policy, serviceName } from "./endpoint-policies.ts";
import type { InterfaceService } from "./endpoint-policies.ts";

export interface EndpointsArgs {
  readonly context: PlatformContext;
  readonly vpcId: pulumi.Input<string>;
  /** Tables that get the route to S3: those of the private tier. */
  readonly routeTableIds: readonly pulumi.Input<string>[];
  /** Subnets that get the interfaces: one a zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Block that may call the interface endpoints. */
  readonly clientCidr: string;
  /** Services with an interface endpoint. Default: all of {@link INTERFACE_SERVICES}. */
  readonly services?: readonly InterfaceService[] | undefined;
  /** Changes the arguments of children. */
  readonly transform?: { readonly endpoint?: Transform<aws.ec2.VpcEndpointArgs> } | undefined;
}

/** The endpoints of the network (checklist PRC-018, PRC-019). */
export class Endpoints extends Component {
  /** Admits HTTPS from the private tier. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: EndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network", "Endpoints", name, opts);

    this.createGatewayEndpoint(args);
    const securityGroup = this.createSecurityGroup(args);
    this.createInterfaceEndpoints(args, securityGroup);

    this.securityGroupId = securityGroup.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }

  private createGatewayEndpoint({ context, vpcId, routeTableIds, transform }: EndpointsArgs): void {
    const name = this.part("s3");
    const args = transformed<aws.ec2.VpcEndpointArgs>(transform?.endpoint, name, {
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: serviceName(context.region, "s3"),
      routeTableIds: [...routeTableIds],
      policy: pulumi.output(context.accountId).apply((account) => JSON.stringify(s3Policy(context.region, account))),
      tags: tags(context, "internal", name),
    });
    new aws.ec2.VpcEndpoint(name, args, this.child());
  }

  private createInterfaceEndpoints(args: EndpointsArgs, securityGroup: aws.ec2.SecurityGroup): void {
    const { context, vpcId, subnetIds, services = INTERFACE_SERVICES, transform } = args;
    for (const service of services) {
      const name = this.part(service.replace(".", "-"));
      const endpointArgs = transformed<aws.ec2.VpcEndpointArgs>(transform?.endpoint, name, {
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: serviceName(context.region, service),
        privateDnsEnabled: true,
        subnetIds: [...subnetIds],
        securityGroupIds: [securityGroup.id],
        ...(WITHOUT_POLICY.includes(service)
          ? {}
          : { policy: pulumi.output(context.accountId).apply((account) => JSON.stringify(interfacePolicy(service, account))) }),
        tags: tags(context, "internal", name),
      });
      new aws.ec2.VpcEndpoint(name, endpointArgs, this.child());
    }
  }

  private createSecurityGroup({ context, vpcId, clientCidr }: EndpointsArgs): aws.ec2.SecurityGroup {
    const name = this.part("sg");
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId, description: "Interface endpoints: HTTPS from the private tier", tags: tags(context, "internal", name) },
      this.child(),
    );
    const ruleName = this.part("https");
    new aws.vpc.SecurityGroupIngressRule(
      ruleName,
      {
        securityGroupId: group.id,
        description: "HTTPS from the private tier",
        cidrIpv4: clientCidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags: tags(context, "internal", ruleName),
      },
      this.child(),
    );
    return group;
  }
}
