/** AWS Backup: what is named after two things, or carries a UUID. Source: the "Import" sections of the provider and the Service Authorization Reference. */
import type { Inventor } from "../types.ts";
import { inventor, named, record } from "./forms.ts";

export const BACKUP: readonly Inventor[] = [
  inventor(["aws:backup/restoreTestingSelection:RestoreTestingSelection"], ({ inputs }) => `${named(inputs, "name")}:${named(inputs, "restoreTestingPlanName")}`, ({ inputs }) => ({
    restoreMetadataOverrides: record(inputs["restoreMetadataOverrides"]),
    protectedResourceArns: Array.isArray(inputs["protectedResourceArns"]) ? inputs["protectedResourceArns"] : [],
    validationWindowHours: inputs["validationWindowHours"] ?? 0,
  })),
];
