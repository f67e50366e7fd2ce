/** Makes ids and outputs of anything: by the inventor of its type, and by the schema where there is none. */
import type { ResourceSchema } from "../schema/index.ts";
import type { Inventor, InventContext, Props } from "../types.ts";
import { BACKUP } from "./backup.ts";
import { COST } from "./cost.ts";
import { AUDIT } from "./audit.ts";
import { ELASTICACHE, RDS } from "./databases.ts";
import { DELIVERY } from "./delivery.ts";
import { ACM, CLOUDFRONT, ELBV2, ROUTE53, S3, WAFV2 } from "./edge.ts";
import { EC2 } from "./ec2.ts";
import { EKS } from "./eks.ts";
import { echoed, fillIn, genericId } from "./generic.ts";
import { IAM, KMS, SECRETS } from "./identity.ts";
import { kubernetesId, kubernetesOutputs } from "./kubernetes.ts";
import { record } from "./forms.ts";
import { OBSERVABILITY } from "./observability.ts";
import { SERVICES } from "./services.ts";

/** Every inventor; each type has at most one. */
export const INVENTORS: readonly Inventor[] = [...EC2, ...RDS, ...ELASTICACHE, ...EKS, ...IAM, ...KMS, ...SECRETS, ...S3, ...CLOUDFRONT, ...ELBV2, ...ACM, ...ROUTE53, ...WAFV2, ...DELIVERY, ...AUDIT, ...SERVICES, ...COST, ...OBSERVABILITY, ...BACKUP];

const byToken = new Map(INVENTORS.flatMap((one) => one.tokens.map((token) => [token, one] as const)));

/** What {@link inventOutputs} answers. */
export interface Invented {
  /** The provider-assigned id. */
  readonly id: string;
  /** The whole state: arguments and computed properties. */
  readonly outputs: Props;
}

/** All tags of a resource: the provider's default tags, overridden by its own. */
function allTags(schema: ResourceSchema, inputs: Props, defaultTags: Props): Props {
  return schema.outputs["tagsAll"] === undefined ? {} : { tagsAll: { ...defaultTags, ...record(inputs["tags"]) } };
}

/**
 * Names that are made of a prefix alone: the provider puts 26 characters behind it, once.
 * Source: terraform-provider-aws, internal/create, `UniqueIDSuffixLength`.
 */
function prefixed(schema: ResourceSchema, { inputs, olds }: InventContext, seed: string): Props {
  const made = Object.entries(inputs).flatMap(([key, prefix]) => {
    const name = key.replace(/Prefix$/, "");
    const asked = key.endsWith("Prefix") && typeof prefix === "string" && prefix !== "" && inputs[name] === undefined && schema.inputs[name] !== undefined;
    return asked ? [[name, olds?.[name] ?? `${prefix}${BigInt(`0x${seed.slice(0, 24)}`).toString().padStart(26, "0").slice(0, 26)}`] as const] : [];
  });
  return Object.fromEntries(made);
}

/**
 * The id and state of a thing that was just made or changed.
 *
 * The same context gives the same answer. On an update the id is kept, and so are computed properties that nothing
 * derives from the arguments.
 *
 * @param schema what the type declares: everything it says is present will be
 * @param context the change; `hex` is asked once, so that it may be a stream or a function
 * @param defaultTags tags of the provider that the resource goes through
 */
export function inventOutputs(schema: ResourceSchema, context: InventContext, defaultTags: Props = {}): Invented {
  const seed = context.hex(64);
  const inputs = echoed(schema, { ...prefixed(schema, context, seed), ...context.inputs });
  const known: InventContext = { ...context, inputs, hex: (length) => seed.slice(0, length) };
  if (schema.token.startsWith("kubernetes:")) {
    const id = context.id ?? kubernetesId(known);
    return { id, outputs: kubernetesOutputs({ ...known, id }, inputs) };
  }
  const one = byToken.get(schema.token);
  // An id made of an absent name is no id.
  const id = context.id ?? (one?.id?.(known) || genericId(schema, known));
  const identified = { ...known, id };
  const region: Props = schema.outputs["region"] === undefined ? {} : { region: inputs["region"] ?? context.region };
  const declared = Object.entries(one?.outputs?.(identified) ?? {}).filter(([name]) => schema.outputs[name] !== undefined);
  return { id, outputs: fillIn(schema, identified, { ...inputs, ...region, ...Object.fromEntries(declared), ...allTags(schema, inputs, defaultTags) }) };
}
