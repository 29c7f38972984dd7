import type { Cloud } from "../evaluate/evaluate-program.ts";
import {
  type Account,
  type ProviderFunction,
  type ResourceKind,
  resourceState,
  type Surroundings,
} from "../evaluate/resource-state.ts";
import { services } from "../services/services.ts";

/**
 * Returns the replacement for AWS while the program is evaluated: the kinds and the provider functions that
 * the services know.
 */
export function localCloud(account: Account, address: Surroundings["address"]): Cloud {
  const kinds = new Map<string, ResourceKind>(
    services.services.flatMap((service) => Object.entries(service.kinds)),
  );
  const functions = new Map<string, ProviderFunction>(
    services.services.flatMap((service) => Object.entries(service.functions ?? {})),
  );
  return {
    newResource: (request) => resourceState(request, kinds.get(request.type), { ...account, address }),
    callFunction: (token, inputs) => {
      const answer = functions.get(token);
      // A made-up answer would be worse.
      if (!answer) {
        throw new Error(`The program asks ${token}, which the local stage cannot answer`);
      }
      return answer(inputs, account);
    },
  };
}
