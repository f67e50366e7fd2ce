/** People: the roles of those who work on the platform. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { managedPolicyArn } from "../cluster/iam.ts";
import { Component, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { boundaryName, peopleBoundary } from "./boundary.ts";
import { iamArn, policyText } from "./documents.ts";
import type { Place } from "./documents.ts";
import { PEOPLE, PEOPLE_ROLES, peopleTrust } from "./people-roles.ts";
import type { Person } from "./people-roles.ts";

/** Who may take a role: ARNs of the account's root, of users, roles or SAML providers. None stands for the account itself. */
export type Principals = readonly string[];

export interface PeopleArgs {
  readonly context: PlatformContext;
  /** Account, names and Regions of the stack. */
  readonly place: pulumi.Output<Place>;
  /** Who may take each role. */
  readonly principals: Readonly<Record<Person | "break-glass", Principals>>;
  readonly transform?: {
    readonly role?: Transform<aws.iam.RoleArgs>;
    readonly policy?: Transform<aws.iam.PolicyArgs>;
  };
}

/** Seconds a break-glass session lasts: the shortest IAM can be asked for. */
const BREAK_GLASS_SECONDS = 3_600;

/** Roles for people, each with MFA and a permissions boundary (checklist PRC-118, PRC-119, PRC-121). */
export class People extends Component {
  /** Name of each role; known at preview. */
  readonly roleNames: Readonly<Record<Person | "break-glass", string>>;
  readonly roles: Readonly<Record<Person | "break-glass", aws.iam.Role>>;

  constructor(name: string, args: PeopleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("identity", "People", name, opts);
    const { name: prefix } = args.context;
    this.roleNames = { ...Object.fromEntries(PEOPLE.map((person) => [person, `${prefix}-${person}`])), "break-glass": `${prefix}-break-glass` } as Record<Person | "break-glass", string>;
    const boundary = this.createBoundary(args);
    this.roles = {
      ...Object.fromEntries(PEOPLE.map((person) => [person, this.createPerson(args, person, boundary)])),
      "break-glass": this.createBreakGlass(args),
    } as Record<Person | "break-glass", aws.iam.Role>;
    this.registerOutputs({ roleNames: this.roleNames });
  }

  private createBoundary({ context, place, transform }: PeopleArgs): aws.iam.Policy {
    const name = this.part("boundary");
    return new aws.iam.Policy(
      name,
      transformed<aws.iam.PolicyArgs>(transform?.policy, name, {
        name: boundaryName(context.name, "people"),
        description: "The most that people may come to do",
        policy: place.apply((where) => policyText(peopleBoundary(where, { guarded: context.protect }))),
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private createPerson(args: PeopleArgs, person: Person, boundary: aws.iam.Policy): aws.iam.Role {
    const { context, place } = args;
    const { description, sessionSeconds, mfaMaxAgeSeconds, managed, statements } = PEOPLE_ROLES[person];
    const role = this.createRole(args, person, { description, maxSessionDuration: sessionSeconds, permissionsBoundary: boundary.arn }, mfaMaxAgeSeconds);
    this.createPolicy(args, person, description, place.apply((where) => policyText(statements(where))), role);
    for (const policy of managed) this.attach(`${person}-${policy.replace(/^.*\//, "")}`, role, managedPolicyArn(policy, context.region));
    return role;
  }

  /**
   * For the day on which nothing else helps: what the admins have, and the rights themselves. No boundary, because
   * the boundary may be what is wrong; whoever takes it is heard of (see BreakGlassAlarm).
   */
  private createBreakGlass(args: PeopleArgs): aws.iam.Role {
    const { place } = args;
    const role = this.createRole(
      args,
      "break-glass",
      { description: "For emergencies only: every use raises an alarm", maxSessionDuration: BREAK_GLASS_SECONDS },
      // The second factor is shown for this session.
      900,
    );
    const policy = place.apply((where) =>
      policyText([
        ...PEOPLE_ROLES.admin.statements(where),
        { Sid: "RepairRights", Effect: "Allow", Action: ["iam:*Role*", "iam:*Policy*", "iam:*Profile*", "iam:*OpenIDConnectProvider*"], Resource: ["role/*", "policy/*", "instance-profile/*", "oidc-provider/*"].map((kind) => iamArn(where, kind)) },
        { Sid: "NoKeys", Effect: "Deny", Action: ["iam:CreateAccessKey", "iam:CreateUser", "iam:*LoginProfile"], Resource: "*" },
        { Sid: "NoTrailOff", Effect: "Deny", Action: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"], Resource: "*" },
      ]),
    );
    this.createPolicy(args, "break-glass", "For emergencies only", policy, role);
    this.attach("break-glass-ViewOnlyAccess", role, managedPolicyArn("job-function/ViewOnlyAccess", args.context.region));
    return role;
  }

  private createRole(args: PeopleArgs, who: Person | "break-glass", more: Partial<aws.iam.RoleArgs>, mfaMaxAgeSeconds: number): aws.iam.Role {
    const { context, place, principals, transform } = args;
    const name = this.part(who);
    const trust = place.apply((where) => policyText(peopleTrust(principals[who].length === 0 ? [iamArn(where, "root")] : principals[who], mfaMaxAgeSeconds)));
    return new aws.iam.Role(
      name,
      transformed<aws.iam.RoleArgs>(transform?.role, name, { name: this.roleNames[who], assumeRolePolicy: trust, ...more, tags: tags(context, "restricted", name) }),
      this.child(),
    );
  }

  private createPolicy({ context, transform }: PeopleArgs, who: string, description: string, policy: pulumi.Input<string>, role: aws.iam.Role): void {
    const name = this.part(`${who}-policy`);
    const made = new aws.iam.Policy(
      name,
      transformed<aws.iam.PolicyArgs>(transform?.policy, name, { name: `${context.name}-${who}`, description, policy, tags: tags(context, "internal", name) }),
      this.child(),
    );
    this.attach(who, role, made.arn);
  }

  private attach(part: string, role: aws.iam.Role, policyArn: pulumi.Input<string>): void {
    new aws.iam.RolePolicyAttachment(this.part(`${part}-attachment`), { role: role.name, policyArn }, this.child());
  }
}
