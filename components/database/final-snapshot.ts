/** Names of the snapshots that RDS and ElastiCache take of what is deleted. */
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/**
 * Name of the last snapshot: `<identifier>-final-<8 hex digits>`. The digits are drawn when the stack is made, because
 * the snapshot outlives the stack: with a fixed name the deletion of the next stack would fail, as the name is taken.
 *
 * @param name logical name of the resource that remembers the digits
 * @param identifier of what is deleted
 */
export function finalSnapshotIdentifier(name: string, identifier: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const digits = new random.RandomId(name, { byteLength: 4 }, opts);
  return pulumi.interpolate`${identifier}-final-${digits.hex}`;
}
