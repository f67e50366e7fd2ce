/**
 * Two certificates made for the tests; their keys were thrown away.
 */

/** Subject and issuer are the same. */
export { SELF_SIGNED } from "../../policies/mutations/edge.ts";

/** Issued by another certificate. */
export const ISSUED = `-----BEGIN CERTIFICATE-----
MIIBMTCB2QIUOHzOi9gXrSvkuV33EOyfaAtq8nAwCgYIKoZIzj0EAwIwITEfMB0G
A1UEAwwWRXhhbXBsZSBUZXN0IEF1dGhvcml0eTAeFw0yNjExMjIwMjE2MTZaFw00
NjExMTcwMjE2MTZaMBcxFTATBgNVBAMMDGxlYWYuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABDCIqfXJu86Pe0benX8wiSQA90AYgvMa0dwwiTQtGy/D
FaZhrAI26Jjnt0nnpNmVDUenIspe683LYYlZdtCcVu4wCgYIKoZIzj0EAwIDRwAw
RAIgR03u887w8ZxvBb/VB1u0QTRRWp5jmfjkVeQxGdryB1QCICvC+LTBwi2f9ZFp
EC9ho+TedlfKJekKIRPZiG785X7X
-----END CERTIFICATE-----`;
