/** Publishes test alerts: to AWS, or nowhere at all in the rehearsal. */
import { createHash } from "node:crypto";
import { Failure } from "../run/failure.ts";

/** What `golive alerts test` needs of SNS. */
export interface Publisher {
  /** Publishes, and answers with the message's id. */
  publish(region: string, topicArn: string, subject: string, message: string): Promise<string>;
  /** Whether a subscription still waits for its confirmation. */
  pending(region: string, subscriptionArn: string): Promise<boolean>;
}

/** The part of the AWS SDK that is used here. */
interface Sns {
  readonly SNSClient: new (options: { readonly region: string }) => { send(command: object): Promise<{ readonly MessageId?: string; readonly Attributes?: Readonly<Record<string, string>> }> };
  readonly PublishCommand: new (input: object) => object;
  readonly GetSubscriptionAttributesCommand: new (input: object) => object;
}

/** Loaded only where it is needed, so that everything else starts without it. */
const SDK = "@aws-sdk/client-sns";

/**
 * SNS itself, with the credentials of the environment.
 *
 * @throws Failure where the SDK is not installed
 */
export async function awsPublisher(): Promise<Publisher> {
  const sns = await (import(SDK) as Promise<Sns>).catch(() => {
    throw new Failure(`Alerts are published with ${SDK}, which is not installed: npm install ${SDK}. Without it, look at the routes in the rehearsal: golive alerts test --rehearse`);
  });
  return publisherWith(sns);
}

/** A publisher over a loaded SDK. */
export function publisherWith({ SNSClient, PublishCommand, GetSubscriptionAttributesCommand }: Sns): Publisher {
  const clients = new Map<string, InstanceType<Sns["SNSClient"]>>();
  const client = (region: string): InstanceType<Sns["SNSClient"]> => {
    const made = clients.get(region) ?? new SNSClient({ region });
    clients.set(region, made);
    return made;
  };
  return {
    async publish(region, TopicArn, Subject, Message) {
      const { MessageId } = await client(region).send(new PublishCommand({ TopicArn, Subject, Message }));
      if (MessageId === undefined) throw new Failure(`SNS took the message for ${TopicArn} but gave it no id`);
      return MessageId;
    },
    async pending(region, SubscriptionArn) {
      const { Attributes } = await client(region).send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      return Attributes?.["PendingConfirmation"] === "true";
    },
  };
}

/** Publishes nothing: ids are made of what would be published, so that the same state gives the same answer. What is pending is what the state says. */
export function rehearsedPublisher(pending: ReadonlySet<string>): Publisher {
  return {
    publish: async (region, topicArn) => `rehearsed-${createHash("sha256").update(`${region} ${topicArn}`).digest("hex").slice(0, 12)}`,
    pending: async (_region, subscriptionArn) => pending.has(subscriptionArn),
  };
}
