/**
 * Takes the ticket out of the fragment of the address, where a link of `npm run ashiato -- console` has it,
 * so that neither the address line nor a bookmark shows it from then on; undefined for any other address.
 */
export function takeTicket(): string | undefined {
  const { hash, pathname, search } = globalThis.location;
  const ticket = new URLSearchParams(hash.slice(1)).get("ticket");
  if (ticket === null) {
    return undefined;
  }
  history.replaceState(null, "", pathname + search);
  return ticket;
}
