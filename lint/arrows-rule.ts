import { relative, resolve, sep } from "node:path";
import { importFault } from "./import-fault.ts";

const root = resolve(import.meta.dirname, "..");

type ImportNode = { source?: { value?: unknown; type?: string } | null };
type Context = {
  filename: string;
  report: (fault: { node: unknown; message: string }) => void;
};

/** The linter's plugin of one rule: an import has an arrow in arrows.ts. */
export default {
  meta: { name: "arrows" },
  rules: {
    "has-arrow": {
      create(context: Context) {
        const file = relative(root, context.filename).split(sep).join("/");
        const check = (node: ImportNode) => {
          const specifier = node.source?.value;
          const fault = typeof specifier === "string" ? importFault(file, specifier) : undefined;
          if (fault !== undefined) {
            context.report({ node, message: `${String(specifier)}: ${fault}.` });
          }
        };
        return {
          ImportDeclaration: check,
          ImportExpression: check,
          ExportNamedDeclaration: check,
          ExportAllDeclaration: check,
          TSImportType: check,
        };
      },
    },
  },
};
