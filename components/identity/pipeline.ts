/** Pipeline: GitHub Actions come in by OpenID Connect, to plan or to deploy; there is no key to steal. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { managedPolicyArn } from "../cluster/iam.ts";
import { Component, keep, transformed } from "../component.ts";
import type { Transform } from "../component.ts";
import { tags } from "../context.ts";
import type { PlatformContext } from "../context.ts";
import { boundaryName, deployBoundary } from "./boundary.ts";
import { iamArn, policyText } from "./documents.ts";
import type { Place } from "./documents.ts";
import { AUDIENCE, DEPLOY_PARTS, GITHUB, deployStatements, deploySubjects, planStatements, planSubjects, workflowTrust } from "./pipeline-policies.ts";

export interface PipelineArgs {
  readonly context: PlatformContext;
  readonly place: pulumi.Output<Place>;
  /** Repository whose workflows come in: `owner/name`. */
  readonly repository: string;
  /** Branches whose runs may plan: they look for drift. */
  readonly branches: readonly string[];
  /** `adopt` where the account has GitHub's provider, of which there can be one. */
  readonly provider: "create" | "adopt";
  /** Key that encrypts secrets in Pulumi's state; planning has to read them. Default: there is none, as with a passphrase. */
  readonly stateKeyArn?: string | undefined;
  readonly transform?: {
    readonly role?: Transform<aws.iam.RoleArgs>;
    readonly policy?: Transform<aws.iam.PolicyArgs>;
  };
}

/** Seconds a run may keep its credentials: a first deployment takes more than an hour. */
const PLAN_SECONDS = 3_600;
const DEPLOY_SECONDS = 4 * 3_600;

/** Roles of the pipeline (checklist PRC-119, OPT-49). */
export class Pipeline extends Component {
  readonly planRole: aws.iam.Role;
  readonly deployRole: aws.iam.Role;
  /** Known at preview. */
  readonly roleNames: { readonly plan: string; readonly deploy: string };

  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("identity", "Pipeline", name, opts);
    const { context, place, repository, branches } = args;
    this.roleNames = { plan: `${context.name}-plan`, deploy: `${context.name}-deploy` };
    const provider = this.createProvider(args);
    const boundary = this.createBoundary(args);
    this.planRole = this.createRole(args, "plan", "Pull requests and drift runs: reads, and changes nothing", PLAN_SECONDS, provider, boundary, planSubjects(repository, branches));
    this.deployRole = this.createRole(args, "deploy", "Deploys this platform, and nothing else", DEPLOY_SECONDS, provider, boundary, deploySubjects(repository, context.environment));
    for (const [who, role] of [["plan", this.planRole], ["deploy", this.deployRole]] as const) this.attach(`${who}-read`, role, managedPolicyArn("ReadOnlyAccess", context.region));
    this.createPolicy(args, "plan", this.planRole, place.apply((where) => policyText(planStatements(where, args.stateKeyArn))));
    for (const part of DEPLOY_PARTS) {
      this.createPolicy(args, `deploy-${part}`, this.deployRole, place.apply((where) => policyText(deployStatements(part, where))));
    }
    this.registerOutputs({ roleNames: this.roleNames });
  }

  /** No thumbprint: AWS trusts GitHub by the authority that signed its certificate. */
  private createProvider({ context, place, provider }: PipelineArgs): pulumi.Output<string> {
    if (provider === "adopt") return place.apply((where) => iamArn(where, `oidc-provider/${GITHUB}`));
    const name = this.part("github");
    const made = new aws.iam.OpenIdConnectProvider(
      name,
      { url: `https://${GITHUB}`, clientIdLists: [AUDIENCE], tags: tags(context, "internal", name) },
      this.child(keep(context.protect)),
    );
    return made.arn;
  }

  private createBoundary({ context, place, transform }: PipelineArgs): aws.iam.Policy {
    const name = this.part("boundary");
    return new aws.iam.Policy(
      name,
      transformed<aws.iam.PolicyArgs>(transform?.policy, name, {
        name: boundaryName(context.name, "deploy"),
        description: "The most that the pipeline may come to do",
        policy: place.apply((where) => policyText(deployBoundary(where, context.environment, { guarded: context.protect }))),
        tags: tags(context, "internal", name),
      }),
      this.child(),
    );
  }

  private createRole(
    { context, transform }: PipelineArgs,
    who: "plan" | "deploy",
    description: string,
    maxSessionDuration: number,
    provider: pulumi.Output<string>,
    boundary: aws.iam.Policy,
    subjects: readonly string[],
  ): aws.iam.Role {
    const name = this.part(who);
    return new aws.iam.Role(
      name,
      transformed<aws.iam.RoleArgs>(transform?.role, name, {
        name: this.roleNames[who],
        description,
        assumeRolePolicy: provider.apply((arn) => policyText(workflowTrust(arn, subjects))),
        maxSessionDuration,
        permissionsBoundary: boundary.arn,
        tags: tags(context, "restricted", name),
      }),
      this.child(),
    );
  }

  private createPolicy({ context, transform }: PipelineArgs, part: string, role: aws.iam.Role, policy: pulumi.Input<string>): void {
    const name = this.part(`${part}-policy`);
    const made = new aws.iam.Policy(
      name,
      transformed<aws.iam.PolicyArgs>(transform?.policy, name, { name: `${context.name}-${part}-policy`, description: `Pipeline: ${part}`, policy, tags: tags(context, "internal", name) }),
      this.child(),
    );
    this.attach(part, role, made.arn);
  }

  private attach(part: string, role: aws.iam.Role, policyArn: pulumi.Input<string>): void {
    new aws.iam.RolePolicyAttachment(this.part(`${part}-attachment`), { role: role.name, policyArn }, this.child());
  }
}
