/** Who may reach a bucket: public access, actions that fit their resources, and destinations that let S3 in. */
import type { Change, Law, Props, Value } from "../types.ts";
import { absent, all, applyLaw, checkLaw, fields, flag, items, lookup, noIf, prop, text, texts } from "./kit.ts";
import { listed, parsePolicy } from "./policy-document.ts";

const BLOCK = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html";
const ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";
const NOTIFY = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html";
const LOGGING = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html";

/** Actions on objects only, and on buckets only, of those that policies name most. */
const ON_OBJECTS = /^s3:(Get|Put|Delete|Restore)Object(Acl|Version|VersionAcl|Tagging|VersionTagging|Retention|LegalHold|Attributes)?$|^s3:(AbortMultipartUpload|ListMultipartUploadParts|ReplicateObject|ReplicateDelete)$/i;
const ON_BUCKETS = /^s3:(ListBucket(Versions|MultipartUploads)?|(Get|Put|Delete)Bucket[A-Za-z]*|(Get|Put)(Lifecycle|Encryption|Replication|Accelerate|Inventory|Metrics|Analytics)Configuration|DeleteBucket)$/i;

const actions = checkLaw("bucket-policy-actions", ["s3/bucketPolicy"], ACTIONS, ({ policy }) =>
  (parsePolicy(policy)?.statements ?? []).flatMap((statement) => {
    const named = texts(listed(statement["Action"]));
    const resources = listed(statement["Resource"]);
    const known = resources.length > 0 && resources.every((one) => typeof one === "string" && !one.includes("$"));
    const paths = texts(resources).map((one) => one.split(":").slice(5).join(":"));
    const bucketOnly = known && paths.every((path) => path !== "" && !/[/*?]/.test(path));
    const objectOnly = known && paths.every((path) => path.includes("/"));
    const strange = named.find((action) => action !== "*" && action.includes(":") && !/^(s3[a-z-]*|\*|s\*|s3\*):/i.test(action));
    const misfit = named.find((action) => (bucketOnly && ON_OBJECTS.test(action)) || (objectOnly && ON_BUCKETS.test(action)));
    return [
      ...noIf(strange !== undefined, "MalformedPolicy", `Policy has invalid action (${strange})`, "policy"),
      ...noIf(misfit !== undefined, "MalformedPolicy", `Action does not apply to any resource(s) in statement (${misfit})`, "policy"),
    ];
  }),
);

/** Whether a bucket blocks this kind of public access: every bucket does until it is told otherwise. */
function blocks(change: Change, bucket: Value, setting: string): boolean {
  const found = all(change, "s3/bucketPublicAccessBlock").find((one) => one.inputs["bucket"] === bucket);
  return found === undefined ? lookup(change, ["s3/bucket", "s3/bucketV2"], bucket, "bucket") !== undefined : flag(found.inputs[setting]) === true;
}

/** Only statements without any condition are taken for public: whether a condition narrows enough is AWS's to say. */
function isPublic(statement: Props): boolean {
  const principal = statement["Principal"];
  const aws = fields(principal)["AWS"];
  return statement["Effect"] === "Allow" && (principal === "*" || aws === "*" || texts(aws).includes("*")) && (absent(statement["Condition"]) || Object.keys(fields(statement["Condition"])).length === 0);
}

const publicPolicy = applyLaw("bucket-policy-public", ["s3/bucketPolicy"], BLOCK, ({ bucket, policy }, change) =>
  noIf((parsePolicy(policy)?.statements ?? []).some(isPublic) && blocks(change, bucket, "blockPublicPolicy"), "AccessDenied", `not authorized to perform: s3:PutBucketPolicy on resource "arn:aws:s3:::${text(bucket)}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`, "policy"),
);

const publicAcl = applyLaw("bucket-acl-public", ["s3/bucketAcl", "s3/bucketAclV2"], BLOCK, ({ bucket, acl }, change) =>
  noIf(["public-read", "public-read-write", "authenticated-read"].includes(text(acl) ?? "") && blocks(change, bucket, "blockPublicAcls"), "AccessDenied", `not authorized to perform: s3:PutBucketAcl on resource "arn:aws:s3:::${text(bucket)}" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`, "acl"),
);

const destinations = applyLaw("bucket-notification-permission", ["s3/bucketNotification"], NOTIFY, ({ lambdaFunctions }, change) =>
  items(lambdaFunctions).map(fields).flatMap((one, index) => {
    const arn = text(one["lambdaFunctionArn"]);
    const target = all(change, "lambda/function").find((each) => prop(each, "arn") === arn);
    if (target === undefined) return [];
    const names = [target.id, text(prop(target, "name")), arn];
    const permitted = all(change, "lambda/permission").some((each) => names.includes(text(each.inputs["function"])) && ["s3.amazonaws.com", "*"].includes(text(each.inputs["principal"]) ?? ""));
    return noIf(!permitted, "InvalidArgument", "Unable to validate the following destination configurations: the function does not let s3.amazonaws.com invoke it", `lambdaFunctions[${index}].lambdaFunctionArn`);
  }),
);

const logsNearby = applyLaw("bucket-logging-region", ["s3/bucketLogging", "s3/bucketLoggingV2"], LOGGING, ({ bucket, targetBucket }, change) => {
  const find = (name: Value) => all(change, "s3/bucket", "s3/bucketV2").find((one) => one.id === name || prop(one, "bucket") === name);
  const [source, target] = [find(bucket), find(targetBucket)];
  return noIf(source !== undefined && target !== undefined && source.region !== target.region, "CrossLocationLoggingProhibited", `Cross S3 location logging not allowed: the target bucket ${text(targetBucket)} is in ${target?.region}, the source in ${source?.region}`, "targetBucket");
});

/** Laws of access to buckets. */
export const s3AccessLaws: readonly Law[] = [actions, publicPolicy, publicAcl, destinations, logsNearby];
