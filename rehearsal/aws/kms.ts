/** KMS keys, aliases and grants. */
import type { Law } from "../types.ts";
import { applyLaw, checkLaw, fields, flag, given, items, noIf, num, oneOf, others, parseArn, prop, range, settled, text } from "./kit.ts";

const CREATE = "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html";
const GRANT = "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html";
const REPLICATE = "https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html";

const SPECS: Record<string, readonly string[]> = {
  SYMMETRIC_DEFAULT: ["ENCRYPT_DECRYPT"],
  RSA_2048: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"], RSA_3072: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"], RSA_4096: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  ECC_NIST_P256: ["SIGN_VERIFY", "KEY_AGREEMENT"], ECC_NIST_P384: ["SIGN_VERIFY", "KEY_AGREEMENT"], ECC_NIST_P521: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_SECG_P256K1: ["SIGN_VERIFY"], ECC_NIST_EDWARDS25519: ["SIGN_VERIFY"],
  HMAC_224: ["GENERATE_VERIFY_MAC"], HMAC_256: ["GENERATE_VERIFY_MAC"], HMAC_384: ["GENERATE_VERIFY_MAC"], HMAC_512: ["GENERATE_VERIFY_MAC"],
  ML_DSA_44: ["SIGN_VERIFY"], ML_DSA_65: ["SIGN_VERIFY"], ML_DSA_87: ["SIGN_VERIFY"],
  ML_KEM_512: ["ENCAPSULATE_DECAPSULATE"], ML_KEM_768: ["ENCAPSULATE_DECAPSULATE"], ML_KEM_1024: ["ENCAPSULATE_DECAPSULATE"],
  SM2: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
};

const key = checkLaw("kms-key-values", ["kms/key"], CREATE, (inputs) => {
  const spec = text(inputs["customerMasterKeySpec"]) || "SYMMETRIC_DEFAULT";
  const usage = text(inputs["keyUsage"]) || "ENCRYPT_DECRYPT";
  const usages = SPECS[spec];
  const known = settled(inputs["customerMasterKeySpec"]) && settled(inputs["keyUsage"]);
  const rotation = flag(inputs["enableKeyRotation"]) === true;
  return [
    ...range(inputs["deletionWindowInDays"], 7, 30, "ValidationException", "deletionWindowInDays", `PendingWindowInDays ${String(num(inputs["deletionWindowInDays"]))} must be between 7 and 30 days.`),
    ...range(inputs["rotationPeriodInDays"], 90, 2560, "ValidationException", "rotationPeriodInDays", `RotationPeriodInDays ${String(num(inputs["rotationPeriodInDays"]))} must be between 90 and 2560 days.`),
    ...oneOf(inputs["customerMasterKeySpec"], Object.keys(SPECS), "ValidationException", "customerMasterKeySpec"),
    ...oneOf(inputs["keyUsage"], ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"], "ValidationException", "keyUsage"),
    ...noIf(known && usages !== undefined && !usages.includes(usage), "ValidationException", `The KeyUsage ${usage} is not valid for KeySpec ${spec}.`, "keyUsage"),
    ...noIf(known && rotation && spec !== "SYMMETRIC_DEFAULT", "UnsupportedOperationException", `Automatic key rotation is not supported for KeySpec ${spec}.`, "enableKeyRotation"),
    ...noIf(given(inputs["customKeyStoreId"]) && flag(inputs["multiRegion"]) === true, "UnsupportedOperationException", "Multi-Region keys cannot be in a custom key store.", "multiRegion"),
    ...noIf((text(inputs["description"])?.length ?? 0) > 8192, "ValidationException", "The description has at most 8192 characters.", "description"),
  ];
});

const replicaValues = checkLaw("kms-replica-values", ["kms/replicaKey"], REPLICATE, (inputs, change) => [
  ...range(inputs["deletionWindowInDays"], 7, 30, "ValidationException", "deletionWindowInDays"),
  ...noIf(parseArn(inputs["primaryKeyArn"])?.region === change.region, "ValidationException", "The replica must be in another Region than its primary key.", "primaryKeyArn"),
]);

const replica = applyLaw("kms-replica-of-multi-region", ["kms/replicaKey"], REPLICATE, (inputs, change) => {
  const primary = change.world.list("aws:kms/key:Key").find((one) => prop(one, "arn") === inputs["primaryKeyArn"]);
  return noIf(primary !== undefined && flag(prop(primary, "multiRegion")) !== true, "UnsupportedOperationException", `${text(inputs["primaryKeyArn"])} is not a multi-Region primary key.`, "primaryKeyArn");
});

const replicaOnce = applyLaw("kms-replica-once-a-region", ["kms/replicaKey"], REPLICATE, (inputs, change) =>
  noIf(change.operation === "create" && others(change, "kms/replicaKey").some((one) => one.region === change.region && one.inputs["primaryKeyArn"] === inputs["primaryKeyArn"]), "AlreadyExistsException", `A replica of ${text(inputs["primaryKeyArn"])} already exists in ${change.region}.`, "primaryKeyArn"),
);

const OPERATIONS = [
  "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo", "Sign", "Verify", "GetPublicKey", "CreateGrant",
  "RetireGrant", "DescribeKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "VerifyMac", "DeriveSharedSecret", "Encapsulate", "Decapsulate",
];

const grant = checkLaw("kms-grant-values", ["kms/grant"], GRANT, (inputs) => [
  ...items(inputs["operations"]).flatMap((operation, index) => oneOf(operation, OPERATIONS, "ValidationException", `operations[${index}]`)),
  ...items(inputs["constraints"]).flatMap((one, index) => noIf(given(fields(one)["encryptionContextEquals"]) && given(fields(one)["encryptionContextSubset"]), "ValidationException", "Only one of EncryptionContextEquals and EncryptionContextSubset may be given.", `constraints[${index}]`)),
]);

/** Laws of KMS, key policies apart. */
export const kmsLaws: readonly Law[] = [key, replicaValues, replica, replicaOnce, grant];
