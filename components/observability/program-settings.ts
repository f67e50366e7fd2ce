/** Settings of programs outside the cluster: browsers. */

/**
 * Where browsers send to: for `connect-src` of the Content-Security-Policy.
 *
 * @param region Region of the RUM app monitor
 * @param sentryHost host of Sentry's DSN, such as `o123456.ingest.de.sentry.io`; none without Sentry in the browser
 */
export function browserDestinations(region: string, sentryHost?: string): string[] {
  return [
    `https://dataplane.rum.${region}.amazonaws.com`,
    `https://cognito-identity.${region}.amazonaws.com`,
    ...(sentryHost === undefined ? [] : [`https://${sentryHost}`]),
  ];
}
