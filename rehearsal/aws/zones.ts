/** Regions and their zones. */
import type { Change, Entity } from "../types.ts";
import { lookup, prop, text } from "./kit.ts";

/**
 * Whether a zone name belongs to a region: `eu-central-1a`, or a local or wavelength zone such as `us-west-2-lax-1a`.
 * Which letters a region really has differs by account, so any letter is accepted.
 */
export function zoneOf(zone: string, region: string): boolean {
  return zone.startsWith(region) && /^([a-z]|-[a-z0-9-]+)$/.test(zone.slice(region.length));
}

/** The subnets among the ids that the world knows. */
export function subnetsOf(change: Change, ids: readonly string[]): Entity[] {
  return ids.flatMap((id) => lookup(change, ["ec2/subnet", "ec2/defaultSubnet"], id) ?? []);
}

/** The distinct zones of subnets; undefined where one of them has no known zone. */
export function zonesOf(subnets: readonly Entity[]): string[] | undefined {
  const zones = subnets.map((subnet) => text(prop(subnet, "availabilityZone")) || text(prop(subnet, "availabilityZoneId")));
  if (zones.some((zone) => zone === undefined || zone === "")) return undefined;
  return [...new Set(zones as string[])];
}

/** The distinct VPCs of subnets or security groups. */
export function networksOf(entities: readonly Entity[]): string[] {
  return [...new Set(entities.flatMap((entity) => text(prop(entity, "vpcId")) ?? []))];
}
