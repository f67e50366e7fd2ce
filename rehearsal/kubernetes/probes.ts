/** Probes and lifecycle hooks. Source: pkg/apis/core/validation, validateProbe and validateHandler. */
import type { Field } from "./field.ts";
import { httpHeaderName, portName, portNumber } from "./names.ts";

/** Grace period of a pod that names none, in seconds. */
export const DEFAULT_GRACE_SECONDS = 30;

type Handler = "exec" | "httpGet" | "tcpSocket" | "grpc" | "sleep";

/** A port as number or name. Text is always a name, also text of digits. */
export function checkPortNumberOrName(port: Field): void {
  if (port.number !== undefined) port.syntax(portNumber(port.number));
  else if (port.text !== undefined) port.syntax(portName(port.text));
  else if (!port.unknown) port.invalid("must be between 1 and 65535, inclusive", 0);
}

function checkHandler(handler: Field, kind: Handler, grace: number | undefined): void {
  if (kind === "exec") handler.at("command").require();
  else if (kind === "httpGet") checkHttpGet(handler);
  else if (kind === "tcpSocket" || kind === "grpc") checkPortNumberOrName(handler.at("port"));
  else {
    const seconds = handler.at("seconds").number;
    if (seconds !== undefined && grace !== undefined && (seconds < 0 || seconds > grace)) {
      handler.invalid(`must be non-negative and less than terminationGracePeriodSeconds (${grace})`, seconds);
    }
  }
}

function checkHttpGet(action: Field): void {
  checkPortNumberOrName(action.at("port"));
  action.at("scheme").oneOf(["HTTP", "HTTPS"]);
  for (const header of action.at("httpHeaders").items()) {
    const name = header.at("name");
    if (!name.unknown) action.at("httpHeaders").syntax(httpHeaderName(name.text ?? ""), name.text ?? "");
  }
}

/** Exactly one of the handlers. */
function checkHandlers(place: Field, allowed: readonly Handler[], grace: number | undefined): void {
  if (place.unknown) return;
  const given = allowed.filter((kind) => place.at(kind).given);
  given.forEach((kind, index) => {
    if (index > 0) place.at(kind).forbidden("may not specify more than 1 handler type");
    else checkHandler(place.at(kind), kind, grace);
  });
  if (given.length === 0) place.required("must specify a handler type");
}

function checkProbe(probe: Field, kind: "liveness" | "readiness" | "startup", grace: number | undefined): void {
  if (!probe.given || probe.unknown) return;
  checkHandlers(probe, ["exec", "httpGet", "tcpSocket", "grpc"], grace);
  for (const key of ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"]) probe.at(key).nonNegative();
  const termination = probe.at("terminationGracePeriodSeconds");
  termination.positive();
  if (kind === "readiness") {
    if (termination.given && !termination.unknown) termination.invalid("must not be set for readinessProbes");
    return;
  }
  // 0 is read as absent and becomes the default, 1.
  const success = probe.at("successThreshold");
  if (success.number !== undefined && success.number !== 1 && success.number !== 0) success.invalid("must be 1");
}

/** The three probes and the hooks of a container. */
export function checkProbes(container: Field, grace: number | undefined): void {
  const lifecycle = container.at("lifecycle");
  for (const hook of ["postStart", "preStop"]) {
    const handler = lifecycle.at(hook);
    if (handler.given) checkHandlers(handler, ["exec", "httpGet", "tcpSocket", "sleep"], grace);
  }
  checkProbe(container.at("livenessProbe"), "liveness", grace);
  checkProbe(container.at("readinessProbe"), "readiness", grace);
  checkProbe(container.at("startupProbe"), "startup", grace);
}
