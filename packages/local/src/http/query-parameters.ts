/** Parameters of the AWS Query protocol, by the parts of their names between dots. */
export type QueryTree = Map<string, QueryTree | string>;

/**
 * Returns the parameters of a request as a tree, without `Action` and `Version`: `Attribute.1.Name=Policy` is
 * `Policy` under `Attribute`, `1`, `Name`.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryTree(parameters: Iterable<readonly [name: string, value: string]>): QueryTree {
  const root: QueryTree = new Map();
  for (const [name, value] of parameters) {
    if (name !== "Action" && name !== "Version") {
      put(root, name.split("."), value);
    }
  }
  return root;
}

function put(tree: QueryTree, [name = "", ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const known = tree.get(name);
  const child: QueryTree = known instanceof Map ? known : new Map();
  tree.set(name, child);
  put(child, rest, value);
}
