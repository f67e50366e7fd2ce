/**
 * Addresses: the DNS records that lead to the distribution, and the health checks that watch it from outside.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { recordPart } from "./names.ts";

export interface AddressesArgs {
  readonly context: PlatformContext;
  readonly zoneId: pulumi.Input<string>;
  /** Names of the platform, the domain first. */
  readonly names: readonly [string, ...string[]];
  readonly distribution: aws.cloudfront.Distribution;
  /** What is watched, by a short name: path that answers 2xx or 3xx while all is well (PRC-040, PRC-041). */
  readonly healthPaths: Readonly<Record<string, string>>;
  readonly transform?: {
    readonly record?: Transform<aws.route53.RecordArgs>;
    readonly healthCheck?: Transform<aws.route53.HealthCheckArgs>;
  };
}

/** Alias records, IPv4 and IPv6, for every name; health checks from around the world on the first. */
export class Addresses extends Component {
  /** By the short names of the arguments. */
  readonly healthChecks: Readonly<Record<string, aws.route53.HealthCheck>>;

  constructor(name: string, args: AddressesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "Addresses", name, opts);
    this.createRecords(args);
    this.healthChecks = this.createHealthChecks(args);
    this.registerOutputs({});
  }

  private createRecords({ zoneId, names, distribution, transform }: AddressesArgs): void {
    for (const domainName of names) {
      for (const type of ["A", "AAAA"] as const) {
        const name = this.part(`${recordPart(names[0], domainName)}-${type.toLowerCase()}`);
        new aws.route53.Record(
          name,
          transformed(transform?.record, name, {
            zoneId,
            name: domainName,
            type,
            aliases: [
              {
                name: distribution.domainName,
                zoneId: distribution.hostedZoneId,
                evaluateTargetHealth: false, // CloudFront has no health that Route 53 could ask for
              },
            ],
          }),
          this.child(),
        );
      }
    }
  }

  private createHealthChecks({ context, names, healthPaths, transform }: AddressesArgs) {
    const checks = Object.entries(healthPaths).map(([what, resourcePath]) => {
      const name = this.part(`${what}-health`);
      const check = new aws.route53.HealthCheck(
        name,
        transformed(transform?.healthCheck, name, {
          type: "HTTPS",
          fqdn: names[0],
          port: 443,
          resourcePath,
          enableSni: true,
          requestInterval: 30,
          failureThreshold: 3,
          measureLatency: true,
          tags: tags(context, "public", name),
        }),
        this.child(),
      );
      return [what, check] as const;
    });
    return Object.fromEntries(checks);
  }
}
