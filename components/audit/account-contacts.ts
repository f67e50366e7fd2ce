/** AccountContacts: whom AWS writes to, and calls, beside the owner of the account. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component, keep } from "../component.ts";
import type { PlatformContext } from "../context.ts";

/** What AWS writes about. Source: AWS Account Management Reference Guide, "Update the alternate contacts for your AWS account". */
export const CONTACTS = ["security", "operations", "billing"] as const;

/** Somebody who can be reached, better a team than a person. */
export interface Contact {
  /** At most 64 characters. */
  readonly name: string;
  /** What they are, at most 50 characters. */
  readonly title: string;
  /** At most 254 characters. */
  readonly email: string;
  /** Digits, spaces, parentheses, `+` and `-`; at most 25 characters. */
  readonly phone: string;
}

export interface ContactsArgs {
  readonly context: PlatformContext;
  /** One for each matter at most; what is left out stays as the account has it. */
  readonly contacts: Readonly<Partial<Record<(typeof CONTACTS)[number], Contact | undefined>>>;
}

/** The account's alternate contacts (checklist PRC-116). Sources: AWS FSBP, Account.1; CIS AWS Foundations Benchmark 3.0, 1.2. */
export class AccountContacts extends Component {
  constructor(name: string, { context, contacts }: ContactsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("audit", "AccountContacts", name, opts);
    for (const matter of CONTACTS) {
      const contact = contacts[matter];
      if (contact === undefined) continue;
      new aws.account.AlternativeContact(
        this.part(matter),
        { alternateContactType: matter.toUpperCase(), name: contact.name, title: contact.title, emailAddress: contact.email, phoneNumber: contact.phone },
        this.child(keep(context.protect)),
      );
    }
    this.registerOutputs();
  }
}
