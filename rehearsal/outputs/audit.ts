/** Settings that an account has once a Region, and what the security services make up. Source: the resources' `Import` sections in the AWS provider. */
import type { Inventor } from "../types.ts";
import { arn, inventor, named, uuid } from "./forms.ts";

export const AUDIT: readonly Inventor[] = [
  inventor(["aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess"], (context) => context.region),
  inventor(["aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"], (context) => context.account, ({ inputs }) => ({
    httpEndpoint: named(inputs, "httpEndpoint", "no-preference"),
    httpTokens: named(inputs, "httpTokens", "no-preference"),
    instanceMetadataTags: named(inputs, "instanceMetadataTags", "no-preference"),
    httpPutResponseHopLimit: inputs["httpPutResponseHopLimit"] ?? -1,
  })),
  inventor(["aws:account/alternativeContact:AlternativeContact"], ({ inputs }) => [named(inputs, "accountId"), named(inputs, "alternateContactType")].filter((part) => part !== "").join("/")),
  inventor(["aws:ssm/serviceSetting:ServiceSetting"], ({ inputs }) => named(inputs, "settingId"), (context) => ({ arn: arn(context, "ssm", `servicesetting${context.id.replace(/^arn:.*:servicesetting/, "")}`), status: "Customized" })),
  inventor(["aws:securityhub/findingAggregator:FindingAggregator"], (context) => arn(context, "securityhub", `finding-aggregator/${uuid(context, "aggregator")}`), (context) => ({ arn: context.id })),
  inventor(["aws:guardduty/publishingDestination:PublishingDestination"], (context) => `${named(context.inputs, "detectorId")}:${uuid(context, "destination").replaceAll("-", "")}`, (context) => {
    const [detector = "", destination = ""] = context.id.split(":");
    return { destinationId: destination, arn: arn(context, "guardduty", `detector/${detector}/publishingdestination/${destination}`) };
  }),
];
