/**
 * The resource graph that rules see: the same from a preview, an update, saved state and the unit tests.
 *
 * Edges answer at preview, when ids and ARNs are unknown; real values answer after deployment, also where
 * a saved state was imported without edges.
 */
import { parseJson } from "./inputs.ts";
import { guarded, peek } from "./unknown.ts";

/** Property values of a resource. Reading an unknown one throws; see `unknown.ts`. */
export type Props = Readonly<Record<string, unknown>>;

/** One resource. Plain data apart from `props`, so that a mutation can copy and change it. */
export interface Node {
  readonly urn: string;
  /** Type token, such as `aws:rds/instance:Instance`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** For a resource rule the inputs; for a stack rule the outputs, which repeat the inputs. */
  readonly props: Props;
  /** What a stack rule sees where it differs from `props`. */
  readonly outputs?: Props;
  /** URN of the parent. */
  readonly parent?: string | undefined;
  /** URNs of everything the resource depends on. */
  readonly dependencies: readonly string[];
  /** For each top-level property the URNs its value was made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Whether Pulumi refuses to delete the resource. */
  readonly protect: boolean;
}

/**
 * Properties by whose value another resource can point at one of a type, beside `id` and `arn`. Only values
 * that are unique in an account and region belong here.
 */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  "aws:s3/bucket:Bucket": ["bucket"],
  "aws:s3/bucketV2:BucketV2": ["bucket"],
  "aws:rds/instance:Instance": ["identifier"],
  "aws:rds/cluster:Cluster": ["clusterIdentifier"],
  "aws:rds/parameterGroup:ParameterGroup": ["name"],
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": ["name"],
  "aws:elasticache/parameterGroup:ParameterGroup": ["name"],
  "aws:docdb/cluster:Cluster": ["clusterIdentifier"],
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup": ["name"],
  "aws:neptune/cluster:Cluster": ["clusterIdentifier"],
  "aws:redshift/cluster:Cluster": ["clusterIdentifier"],
  "aws:redshift/parameterGroup:ParameterGroup": ["name"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["replicationGroupId"],
  "aws:elasticache/user:User": ["userId"],
  "aws:elasticache/userGroup:UserGroup": ["userGroupId"],
  "random:index/randomPassword:RandomPassword": ["result"],
  "aws:iam/user:User": ["name"],
  "aws:backup/plan:Plan": ["planId"],
  "aws:backup/vault:Vault": ["name"],
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": ["name"],
};

/** A resource with other properties, which are made when somebody first reads them: few are ever read. */
export function withProps(node: Node, make: () => Props): Node {
  const { urn, type, name, parent, dependencies, propertyDependencies, protect } = node;
  const made = { urn, type, name, parent, dependencies, propertyDependencies, protect };
  let props: Props | undefined;
  return Object.defineProperty(made as typeof made & { props: Props }, "props", { enumerable: true, configurable: true, get: () => (props ??= make()) });
}

/** The resources of one stack, with the ways they point at each other. */
export class Graph {
  readonly nodes: readonly Node[];
  readonly #byUrn: ReadonlyMap<string, Node>;
  readonly #byType: ReadonlyMap<string, readonly Node[]>;
  readonly #leaves = new Map<string, ReadonlySet<string>>();
  readonly #names = new Map<string, readonly string[]>();

  /** @param nodes resources; their properties are wrapped in the SDK's proxy where they are not yet */
  constructor(nodes: readonly Node[]) {
    this.nodes = nodes.map((node) => withProps(node, () => guarded(node.outputs ?? node.props)));
    this.#byUrn = new Map(this.nodes.map((node) => [node.urn, node]));
    const byType = new Map<string, Node[]>();
    for (const node of this.nodes) {
      const same = byType.get(node.type);
      if (same === undefined) byType.set(node.type, [node]);
      else same.push(node);
    }
    this.#byType = byType;
  }

  /** The resource with this URN. */
  node(urn: string): Node | undefined {
    return this.#byUrn.get(urn);
  }

  /** All resources of these types, in the order of the types. */
  ofType(types: readonly string[]): Node[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** Resources of these types that the property's value was made from, or names by id, ARN or unique name. */
  referenced(node: Node, property: string, types: readonly string[]): Node[] {
    return this.ofType(types).filter((target) => this.points(node, property, target));
  }

  /** Resources of these types whose property points at the node. */
  referrers(node: Node, types: readonly string[], property: string): Node[] {
    return this.ofType(types).filter((candidate) => this.points(candidate, property, node));
  }

  /** Whether a property of one resource points at another. */
  points(from: Node, property: string, to: Node): boolean {
    if (from.urn === to.urn) return false;
    if (from.propertyDependencies[property]?.includes(to.urn) === true) return true;
    const values = this.#values(from, property);
    if (values.size === 0) return false;
    return this.#identities(to).some((identity) => values.has(identity));
  }

  /** Remembered: what is not known yet is found out by an error, which takes its time. */
  #identities(node: Node): readonly string[] {
    const cached = this.#names.get(node.urn);
    if (cached !== undefined) return cached;
    const found = identities(node);
    this.#names.set(node.urn, found);
    return found;
  }

  #values(node: Node, property: string): ReadonlySet<string> {
    const key = `${node.urn}\u0000${property}`;
    const cached = this.#leaves.get(key);
    if (cached !== undefined) return cached;
    const found = new Set<string>();
    collect(() => node.props[property], found);
    this.#leaves.set(key, found);
    return found;
  }
}

/**
 * What the program said about a property, as a stack rule sees it. At preview the provider shows what AWS will fill in
 * as unknown; such a value has no edges, because it does not come from another resource, and counts as left out.
 */
export function stated(node: Node, property: string): unknown {
  const edges = node.propertyDependencies[property] ?? [];
  return edges.length > 0 ? node.props[property] : peek(() => node.props[property]);
}

/** The values by which other resources can name this one, as far as they are known. */
export function identities(node: Node): string[] {
  return ["id", "arn", ...(NAMED_BY[node.type] ?? [])]
    .map((key) => peek(() => node.props[key]))
    .filter((value): value is string => typeof value === "string" && value !== "");
}

function collect(read: () => unknown, into: Set<string>): void {
  const value = peek(read);
  if (typeof value === "string") {
    into.add(value);
    // A document, such as a secret of several parts, may name others inside.
    if (/^\s*[{[]/.test(value)) collect(() => parseJson(value), into);
  }
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) collect(() => (value as Record<string, unknown>)[key], into);
}
