/**
 * Domain: the hosted zone and the certificates of the platform's names.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn, GLOBAL_REGION } from "../arn.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { caaRecords, recordPart, validatedNames } from "./names.ts";
import { QueryLog } from "./query-log.ts";

/**
 * Where the records go: a zone made here, or one that exists. The certificates of a new zone are issued only once the
 * registrar names {@link Domain.nameServers}; the deployment waits for that.
 */
export type HostedZone = { readonly create: true } | { readonly id: pulumi.Input<string> };

export interface DomainArgs {
  readonly context: PlatformContext;
  /** The names, the domain of the zone first. */
  readonly names: readonly [string, ...string[]];
  readonly zone: HostedZone;
  /** Key of log groups in us-east-1, where the queries of a zone made here are logged. */
  readonly globalLogsKeyArn: pulumi.Input<string>;
  /** How long queries are kept, in days. */
  readonly logRetentionDays: number;
  readonly transform?: {
    readonly zone?: Transform<aws.route53.ZoneArgs>;
    readonly queryLogGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    readonly certificate?: Transform<aws.acm.CertificateArgs>;
  };
}

/** Seconds a resolver may keep a record that seldom changes. */
const RECORD_TTL = 300;

/**
 * A public hosted zone and two validated certificates for the same names: one for CloudFront in us-east-1, one for
 * the load balancer at home. ACM asks both to be proved by the same records, which are therefore made once.
 */
export class Domain extends Component {
  readonly zoneId: pulumi.Output<string>;
  readonly zoneArn: pulumi.Output<string>;
  /** Validated certificate in us-east-1. */
  readonly cloudfrontCertificateArn: pulumi.Output<string>;
  /** Validated certificate in the home region. */
  readonly regionalCertificateArn: pulumi.Output<string>;
  /** Name servers to enter at the registrar; only of a zone made here. */
  readonly nameServers: pulumi.Output<string[]> | undefined;

  constructor(name: string, args: DomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("edge", "Domain", name, opts);
    const zone = "create" in args.zone ? this.createZone(args) : undefined;
    this.zoneId = zone?.zoneId ?? pulumi.output((args.zone as { id: pulumi.Input<string> }).id);
    this.zoneArn = this.zoneId.apply((id) => arn({ service: "route53", resource: `hostedzone/${id}` }));
    this.nameServers = zone?.nameServers;
    if (zone !== undefined) this.logQueries(args, zone);
    this.createAuthorization(args);
    const cloudfront = this.createCertificate(args, "cloudfront", GLOBAL_REGION);
    const regional = this.createCertificate(args, "regional", args.context.region);
    const records = this.createValidationRecords(args, cloudfront);
    this.cloudfrontCertificateArn = this.validate("cloudfront", GLOBAL_REGION, cloudfront, records);
    this.regionalCertificateArn = this.validate("regional", args.context.region, regional, records);
    this.registerOutputs({ zoneId: this.zoneId });
  }

  private createZone({ context, names, transform }: DomainArgs): aws.route53.Zone {
    const name = this.part("zone");
    return new aws.route53.Zone(
      name,
      transformed(transform?.zone, name, {
        name: names[0],
        comment: `Public names of ${context.name}`,
        tags: tags(context, "public", names[0]),
      }),
      this.child(keep(context.protect)),
    );
  }

  /** Of a zone made here only: one that exists is logged, or not, by whoever made it. */
  private logQueries({ context, names, globalLogsKeyArn, logRetentionDays, transform }: DomainArgs, zone: aws.route53.Zone): void {
    new QueryLog(this.part("query-log"), { context, zone, domain: names[0], logsKeyArn: globalLogsKeyArn, logRetentionDays, transform: transform?.queryLogGroup }, this.child());
  }

  private createAuthorization({ names }: DomainArgs): void {
    new aws.route53.Record(
      this.part("caa"),
      { zoneId: this.zoneId, name: names[0], type: "CAA", ttl: RECORD_TTL, records: caaRecords(names) },
      this.child(),
    );
  }

  private createCertificate({ context, names, transform }: DomainArgs, kind: string, region: string): aws.acm.Certificate {
    const [domainName, ...subjectAlternativeNames] = names;
    const name = this.part(`${kind}-certificate`);
    return new aws.acm.Certificate(
      name,
      transformed(transform?.certificate, name, {
        region,
        domainName,
        subjectAlternativeNames,
        validationMethod: "DNS",
        keyAlgorithm: "RSA_2048", // the key CloudFront's and every older client's cipher suites share
        tags: tags(context, "public", name),
      }),
      this.child(),
    );
  }

  private createValidationRecords({ names }: DomainArgs, certificate: aws.acm.Certificate): aws.route53.Record[] {
    return validatedNames(names).map((domainName) => {
      const option = certificate.domainValidationOptions.apply((options) => {
        const found = options.find((each) => each.domainName.replace(/^\*\./, "") === domainName);
        if (found === undefined) throw new Error(`ACM gave no validation record for ${domainName}`);
        return found;
      });
      return new aws.route53.Record(
        this.part(`validation-${recordPart(names[0], domainName)}`),
        {
          zoneId: this.zoneId,
          name: option.resourceRecordName,
          type: option.resourceRecordType,
          ttl: RECORD_TTL,
          records: [option.resourceRecordValue],
          // ACM asks every certificate of the account for the same record: in a zone that exists it may be there already.
          allowOverwrite: true,
        },
        this.child(),
      );
    });
  }

  private validate(
    kind: string,
    region: string,
    certificate: aws.acm.Certificate,
    records: readonly aws.route53.Record[],
  ): pulumi.Output<string> {
    const validation = new aws.acm.CertificateValidation(
      this.part(`${kind}-validation`),
      { region, certificateArn: certificate.arn, validationRecordFqdns: records.map(({ fqdn }) => fqdn) },
      this.child(),
    );
    return validation.certificateArn;
  }
}
