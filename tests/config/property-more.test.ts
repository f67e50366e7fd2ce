/** The second half of the random configurations. */
import { judgedConfigurations } from "./judged.ts";

judgedConfigurations(1);
