/** Which Pulumi engines golive runs on. */

/** Versions of the Pulumi CLI that this project accepts, as a semver range; the lower end is what the tests run on. */
export const SUPPORTED_ENGINES = ">=3.250.0 <4.0.0";

/** Version that is installed or built where none is found. Held equal to @pulumi/pulumi in package.json by a test. */
export const ENGINE_VERSION = "3.250.0";
