/**
 * Instance types that are not: a size that its family does not come in, a class that an engine does not run on, an image
 * for another processor. Families that are not known here are taken for new ones; only what has the form of none is refused.
 */
import type { Law, Refusal } from "../types.ts";
import { checkLaw, no, noIf, pickTexts, text } from "./kit.ts";

const TYPES = "https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html";
const CLASSES = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html";
const NODES = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html";
const GROUPS = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html";

type Families = ReadonlyMap<string, readonly string[]>;

/** One row: families, and the sizes that each of them comes in. */
function families(rows: readonly (readonly [families: string, sizes: string])[]): Families {
  return new Map(rows.flatMap(([names, sizes]) => names.split(" ").map((name) => [name, sizes.split(" ")] as const)));
}

/** Families of EC2 up to the seventh generation, to which no sizes are added any more. */
const EC2: Families = families([
  ["a1", "medium large xlarge metal 2xlarge 4xlarge"],
  ["c1", "medium xlarge"],
  ["c3 c4 i2 r3", "large xlarge 2xlarge 4xlarge 8xlarge"],
  ["c5 c5d", "large xlarge metal 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge"],
  ["c5a c5ad m5a m5ad r5a r5ad", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"],
  ["c5n", "large xlarge metal 2xlarge 4xlarge 9xlarge 18xlarge"],
  ["c6a m6a r6a", "large xlarge metal 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge"],
  ["c6g c6gd c6gn c7g c7gd c7gn m6g m6gd m7g m7gd r6g r6gd r7g r7gd x2gd", "medium large xlarge metal 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"],
  ["c6i c6id c6in i4i m6i m6id m6idn m6in r6i r6id r6idn r6in", "large xlarge metal 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge"],
  ["c7a m7a r7a", "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge metal-48xl"],
  ["c7i i7i m7i r7i", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge metal-24xl 48xlarge metal-48xl"],
  ["c7i-flex m7i-flex", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"],
  ["cc1 cg1 gr6f hi1", "4xlarge"],
  ["cc2 cr1 hs1", "8xlarge"],
  ["d2 d3", "xlarge 2xlarge 4xlarge 8xlarge"],
  ["d3en", "large xlarge 2xlarge 4xlarge 6xlarge 8xlarge 12xlarge"],
  ["dl1 dl2q", "24xlarge"],
  ["f1", "2xlarge 4xlarge 16xlarge"],
  ["f2", "6xlarge 12xlarge 48xlarge"],
  ["g2", "2xlarge 8xlarge"],
  ["g3", "4xlarge 8xlarge 16xlarge"],
  ["g3s", "xlarge"],
  ["g4ad", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge"],
  ["g4dn", "xlarge metal 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"],
  ["g5 g6 g6e", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"],
  ["g5g", "xlarge metal 2xlarge 4xlarge 8xlarge 16xlarge"],
  ["g6f", "large xlarge 2xlarge 4xlarge"],
  ["g7 g7e", "2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge"],
  ["gr6", "4xlarge 8xlarge"],
  ["h1", "2xlarge 4xlarge 8xlarge 16xlarge"],
  ["i3", "large xlarge metal 2xlarge 4xlarge 8xlarge 16xlarge"],
  ["i3en", "large xlarge metal 2xlarge 3xlarge 6xlarge 12xlarge 24xlarge"],
  ["i3p", "16xlarge"],
  ["i4g im4gn r4", "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge"],
  ["i7ie", "large xlarge 2xlarge 3xlarge 6xlarge 12xlarge 18xlarge 24xlarge metal-24xl 48xlarge metal-48xl"],
  ["inf1", "xlarge 2xlarge 6xlarge 24xlarge"],
  ["inf2", "xlarge 8xlarge 24xlarge 48xlarge"],
  ["is4gen", "medium large xlarge 2xlarge 4xlarge 8xlarge"],
  ["m1", "small medium large xlarge"],
  ["m2", "xlarge 2xlarge 4xlarge"],
  ["m3", "medium large xlarge 2xlarge"],
  ["m4", "large xlarge 2xlarge 4xlarge 10xlarge 16xlarge"],
  ["m5 m5d m5dn m5n r5 r5b r5d r5dn r5n", "large xlarge metal 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"],
  ["m5zn z1d", "large xlarge metal 2xlarge 3xlarge 6xlarge 12xlarge"],
  ["r7iz", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge metal-16xl 32xlarge metal-32xl"],
  ["t1", "micro"],
  ["t2 t3 t3a t4g", "nano micro small medium large xlarge 2xlarge"],
  ["vt1", "3xlarge 6xlarge 24xlarge"],
  ["x1", "16xlarge 32xlarge"],
  ["x1e", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 32xlarge"],
  ["x2idn", "metal 16xlarge 24xlarge 32xlarge"],
  ["x2iedn", "xlarge metal 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge"],
  ["x2iezn", "metal 2xlarge 4xlarge 6xlarge 8xlarge 12xlarge"],
]);

/** Families of RDS. Source: Concepts.DBInstanceClass.Types; optimised classes of Oracle (`tpc`) and metal left out. */
const RDS: Families = families([
  ["m1", "small medium large xlarge"],
  ["m2", "xlarge 2xlarge 4xlarge"],
  ["m3", "medium large xlarge 2xlarge"],
  ["m4", "large xlarge 2xlarge 4xlarge 10xlarge 16xlarge"],
  ["m5 m5d r5 r5b r5d", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge"],
  ["m6g m6gd m7g r6g r6gd r7g x2g", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"],
  ["m6i m6id m6idn m6in r6i r6id r6idn r6in", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge"],
  ["m7i r7i", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge"],
  ["r3", "large xlarge 2xlarge 4xlarge 8xlarge"],
  ["r4", "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge"],
  ["t1", "micro"],
  ["t2 t3 t4g", "micro small medium large xlarge 2xlarge"],
  ["x2idn", "16xlarge 24xlarge 32xlarge"],
  ["x2iedn", "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge"],
]);

/** Families of ElastiCache. */
const CACHE: Families = families([
  ["t1", "micro"],
  ["t2 t3 t4g", "micro small medium"],
  ["m4", "large xlarge 2xlarge 4xlarge 10xlarge"],
  ["m5 r5", "large xlarge 2xlarge 4xlarge 12xlarge 24xlarge"],
  ["r4", "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge"],
  ["m6g m7g r6g r7g c7gn", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"],
  ["r6gd", "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"],
]);

/** A family as AWS names them all: letters, a generation, and what is special about it; `mac-m4` and `u-6tb1` have a hyphen first. */
const FAMILY = /^[a-z]+(\d|-[a-z]*\d)[a-z0-9-]*$/;

/** Whether there can be such a type, `family.size`. */
function exists(type: string, known: Families): boolean {
  const [family = "", size = ""] = [type.slice(0, type.indexOf(".")), type.slice(type.indexOf(".") + 1)];
  const sizes = known.get(family);
  return sizes === undefined ? FAMILY.test(family) : sizes.includes(size);
}

/** Whether a type has a processor of Arm: its family has a g behind the generation. */
const isArm = (type: string): boolean => /^(a1|[a-z]+\d+[a-z]*g[a-z]*)[.-]/.test(type);

const instances = checkLaw("instance-type-exists", ["ec2/instance", "ec2/launchTemplate"], TYPES, ({ instanceType }) => {
  const type = text(instanceType);
  return noIf(type !== undefined && type.includes(".") && !exists(type, EC2), "InvalidParameterValue", `Invalid value '${type}' for InstanceType.`, "instanceType");
});

const nodes = checkLaw("eks-node-group-instance-types", ["eks/nodeGroup"], GROUPS, (group) => {
  const image = text(group["amiType"]) ?? "";
  const processor = /ARM/.test(image) ? "arm" : /x86_64|^WINDOWS_/.test(image) ? "x86" : undefined;
  return pickTexts(group, "instanceTypes[]").flatMap(({ path, value }): Refusal[] => {
    if (!value.includes(".") || !exists(value, EC2)) return no("InvalidParameterException", `The following supplied instance types do not exist: [${value}]`, path);
    const misfit = processor !== undefined && (processor === "arm") !== isArm(value);
    return noIf(misfit, "InvalidParameterException", `[${value}] is not a valid instance type for requested amiType ${image}`, path);
  });
});

/** Engines whose classes are all in {@link RDS}; the commercial ones have more. */
const OPEN = ["postgres", "mysql", "mariadb"];
/** Classes that only commercial engines have. */
const COMMERCIAL = /^(x1|x1e|x2m|x2iezn|z1d|serverless)$/;
/** Classes that PostgreSQL 13 and later do not run on. */
const OLD = /^(t1|t2|m[1-4]|r[34])$/;
/** Classes that Aurora does not run on. */
const NOT_AURORA = /^(m[1-7][a-z]*|t1|x1|x1e|x2i[a-z]*|x2m|z1d|r5b|r5d|r6i[dn]*n)\.|\.micro$/;

const classes = checkLaw("db-instance-class-exists", ["rds/instance", "rds/clusterInstance"], CLASSES, (db) => {
  const written = text(db["instanceClass"]);
  const engine = text(db["engine"]);
  if (written === undefined || engine === undefined || !written.startsWith("db.")) return [];
  const version = text(db["engineVersion"]);
  const type = written.slice("db.".length);
  const family = type.split(".")[0] ?? "";
  const open = OPEN.includes(engine);
  const aurora = engine.startsWith("aurora");
  const major = engine === "postgres" ? Number.parseInt(version ?? "", 10) : Number.NaN;
  const unheard = (open || aurora) && family !== "serverless" && !exists(type, RDS);
  const misfit = (open && COMMERCIAL.test(family)) || (major >= 13 && OLD.test(family)) || (aurora && NOT_AURORA.test(type));
  return [
    ...noIf(unheard && !misfit, "InvalidParameterValue", `Invalid DB Instance class: ${written}`, "instanceClass"),
    ...noIf(misfit, "InvalidParameterCombination", `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${written}, Engine=${engine}, EngineVersion=${version ?? "default"}. For supported combinations of instance class and database engine version, see the documentation.`, "instanceClass"),
  ];
});

const cacheNodes = checkLaw("cache-node-type-exists", ["elasticache/replicationGroup", "elasticache/cluster"], NODES, ({ nodeType }) => {
  const type = text(nodeType);
  return noIf(type?.startsWith("cache.") === true && !exists(type.slice("cache.".length), CACHE), "InvalidParameterValue", `The parameter CacheNodeType is not valid: ${type}`, "nodeType");
});

/** Laws of instance types. */
export const instanceTypeLaws: readonly Law[] = [instances, nodes, classes, cacheNodes];
