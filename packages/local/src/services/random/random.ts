import { createHash } from "node:crypto";
import { stateOnly } from "../service.ts";

/**
 * Pulumi's random provider. Its bytes follow from the resource's name, so that they are the same at each
 * start.
 */
export const random = stateOnly({
  name: "random",
  kinds: {
    "random:index/randomBytes:RandomBytes": {
      carrier: true,
      state: ({ name, inputs }) => {
        const bytes = createHash("sha512")
          .update(name)
          .digest()
          .subarray(0, Number(inputs["length"] ?? 32));
        return { id: name, state: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
      },
    },
  },
  plan: () => undefined,
});
