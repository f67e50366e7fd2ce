/** Facts about AWS regions that resources report. Source: AWS General Reference, endpoints and quotas. */
import { digest, letters } from "./forms.ts";

/** What is known about one region. */
export interface RegionFacts {
  /** Name in the console, such as `Europe (Frankfurt)`. */
  readonly description: string;
  /** Letters of its zones in an account opened today. */
  readonly zones: string;
  /** First part of its zone ids, such as `euc1`. */
  readonly zoneIdPrefix: string;
  /** Hosted zone of application load balancers. */
  readonly applicationLoadBalancer?: string;
  /** Hosted zone of network load balancers. */
  readonly networkLoadBalancer?: string;
  /** Hosted zone of S3 website endpoints. */
  readonly s3Website?: string;
}

const facts = (description: string, zones: string, zoneIdPrefix: string, applicationLoadBalancer?: string, networkLoadBalancer?: string, s3Website?: string): RegionFacts => ({
  description,
  zones,
  zoneIdPrefix,
  ...(applicationLoadBalancer === undefined ? {} : { applicationLoadBalancer }),
  ...(networkLoadBalancer === undefined ? {} : { networkLoadBalancer }),
  ...(s3Website === undefined ? {} : { s3Website }),
});

/** Regions by name. */
export const REGIONS: Readonly<Record<string, RegionFacts>> = {
  "us-east-1": facts("US East (N. Virginia)", "abcdef", "use1", "Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI", "Z3AQBSTGFYJSTF"),
  "us-east-2": facts("US East (Ohio)", "abc", "use2", "Z3AADJGX6KTTL2", "ZLMOA37VPKANP", "Z2O1EMRO9K5GLX"),
  "us-west-1": facts("US West (N. California)", "ac", "usw1", "Z368ELLRRE2KJ0", "Z24FKFUX50B4VW", "Z2F56UZL2M1ACD"),
  "us-west-2": facts("US West (Oregon)", "abcd", "usw2", "Z1H1FL5HABSF5", "Z18D5FSROUN65G", "Z3BJ6K6RIION7M"),
  "af-south-1": facts("Africa (Cape Town)", "abc", "afs1", "Z268VQBMOI5EKX"),
  "ap-east-1": facts("Asia Pacific (Hong Kong)", "abc", "ape1", "Z3DQVH9N71FHZ0"),
  "ap-south-1": facts("Asia Pacific (Mumbai)", "abc", "aps1", "ZP97RAFLXTNZK", "ZVDDRBQ08TROA", "Z11RGJOFQNVJUP"),
  "ap-south-2": facts("Asia Pacific (Hyderabad)", "abc", "aps2"),
  "ap-northeast-1": facts("Asia Pacific (Tokyo)", "acd", "apne1", "Z14GRHDCWA56QT", "Z31USIVHYNEOWT", "Z2M4EHUR26P7ZW"),
  "ap-northeast-2": facts("Asia Pacific (Seoul)", "abcd", "apne2", "ZWKZPGTI48KDX", "ZIBE1TIR4HY56", "Z3W03O7B5YMIYP"),
  "ap-northeast-3": facts("Asia Pacific (Osaka)", "abc", "apne3", "Z5LXEXXYW11ES"),
  "ap-southeast-1": facts("Asia Pacific (Singapore)", "abc", "apse1", "Z1LMS91P8CMLE5", "ZKVM4W9LS7TM", "Z3O0J2DXBE1FTB"),
  "ap-southeast-2": facts("Asia Pacific (Sydney)", "abc", "apse2", "Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD", "Z1WCIGYICN2BYD"),
  "ap-southeast-3": facts("Asia Pacific (Jakarta)", "abc", "apse3"),
  "ap-southeast-4": facts("Asia Pacific (Melbourne)", "abc", "apse4"),
  "ca-central-1": facts("Canada (Central)", "abd", "cac1", "ZQSVJUPU6J1EY", "Z2EPGBW3API2WT", "Z1QDHH18159H29"),
  "ca-west-1": facts("Canada West (Calgary)", "abc", "caw1"),
  "eu-central-1": facts("Europe (Frankfurt)", "abc", "euc1", "Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90", "Z21DNDUVLTQW6Q"),
  "eu-central-2": facts("Europe (Zurich)", "abc", "euc2"),
  "eu-north-1": facts("Europe (Stockholm)", "abc", "eun1", "Z23TAZ6LKFMNIO", "Z1UDT6IFJ4EJM", "Z3BAZG2TWCNX0D"),
  "eu-south-1": facts("Europe (Milan)", "abc", "eus1", "Z3ULH7SSC9OV64"),
  "eu-south-2": facts("Europe (Spain)", "abc", "eus2"),
  "eu-west-1": facts("Europe (Ireland)", "abc", "euw1", "Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F", "Z1BKCTXD74EZPE"),
  "eu-west-2": facts("Europe (London)", "abc", "euw2", "ZHURV8PSTC4K8", "ZD4D7Y8KGAS4G", "Z3GKZC51ZF0DB4"),
  "eu-west-3": facts("Europe (Paris)", "abc", "euw3", "Z3Q77PNBQS71R4", "Z1CMS0P5QUZ6D5", "Z3R1K369G5AVDG"),
  "il-central-1": facts("Israel (Tel Aviv)", "abc", "ilc1"),
  "me-central-1": facts("Middle East (UAE)", "abc", "mec1"),
  "me-south-1": facts("Middle East (Bahrain)", "abc", "mes1", "ZS929ML54UICD"),
  "sa-east-1": facts("South America (Sao Paulo)", "abc", "sae1", "Z2P70J7HTTTPLU", "ZTK26PT1VY4CU", "Z7KQH4QJS55SO"),
};

/** Zone names of a region, `a` to `c` where the region is not in the table. */
export const zoneNames = (region: string): string[] => [...(REGIONS[region]?.zones ?? "abc")].map((letter) => `${region}${letter}`);

/** The id of a zone in the rehearsed account, such as `euc1-az1`: zones are numbered in the order of their letters. */
export function zoneId(region: string, zone: string): string {
  const position = zoneNames(region).indexOf(zone);
  const prefix = REGIONS[region]?.zoneIdPrefix ?? region.replace(/^(\w\w)-(\w)\w*-(\d)$/, "$1$2$3");
  return `${prefix}-az${position < 0 ? 1 : position + 1}`;
}

/** A hosted zone id that is not in the table: right in form, the same for the same region and purpose. */
const madeUp = (purpose: string, region: string): string => `Z${letters(digest(`${purpose}:${region}`, 64), 13).toUpperCase()}`;

/** Hosted zone id of load balancers of a region. */
export function loadBalancerZone(region: string, kind: "application" | "network"): string {
  const known = kind === "application" ? REGIONS[region]?.applicationLoadBalancer : REGIONS[region]?.networkLoadBalancer;
  return known ?? madeUp(kind, region);
}

/** Hosted zone id of S3 website endpoints of a region. */
export const s3WebsiteZone = (region: string): string => REGIONS[region]?.s3Website ?? madeUp("s3", region);

/** Hosted zone id of RDS endpoints of a region. */
export function rdsZone(region: string): string {
  const known: Readonly<Record<string, string>> = {
    "us-east-1": "Z2R2ITUGPM61AM", "us-east-2": "Z2XHWR1WZ565X2", "us-west-1": "Z10WI91S59XXQN", "us-west-2": "Z1PVIF0B656C1W",
    "eu-west-1": "Z29XKXDKYMONMX", "eu-central-1": "Z1RLNUO7B9Q6NB",
  };
  return known[region] ?? madeUp("rds", region);
}
