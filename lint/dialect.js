// The project's own rules of style, for what no rule of oxlint covers: CONTRIBUTING.md, "How the code reads".

/** As wide as the formatter lets code be. */
const maxWidth = 110;

const nameRules = [
  { wrong: /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/, message: "write it in camelCase" },
  { wrong: /^maximum|^minimum|^[a-z]\w*(?:Maximum|Minimum)/, message: "call a bound max… or min…" },
  {
    wrong: /[a-z0-9](?:Ms|Secs|Mins)$/,
    message: "spell the unit out: Milliseconds, Seconds, Minutes",
  },
  { wrong: /[a-z0-9](?:Mb|Kb|Gb)$/, message: "spell the unit out: Bytes, Megabytes" },
];

export default {
  meta: { name: "dialect" },
  rules: {
    /** Doc comments say "Throws X when …" in a sentence. */
    "throws-in-words": onComments((comment, report) => {
      if (/@throws?\b/.test(comment.value)) {
        report(comment, "Write “Throws X when …” as a sentence of the comment, without a tag.");
      }
    }),
    /** Comments are wrapped where code is; an address may be longer. */
    "wrapped-comments": onComments((comment, report, lines) => {
      for (let number = comment.loc.start.line; number <= comment.loc.end.line; number += 1) {
        const line = lines[number - 1] ?? "";
        if (line.length > maxWidth && !/https?:\/\//.test(line) && /^\s*(?:\/\/|\/?\*)/.test(line)) {
          report(comment, `Wrap the comment at ${maxWidth} characters: line ${number} has ${line.length}.`);
          return;
        }
      }
    }),
    /** Of the name `z` of zod, a bundle keeps everything, with the messages of every language: 560 KB. */
    "zod-by-members": {
      create: (context) => ({
        ImportSpecifier(node) {
          if (node.imported.name === "z" && node.parent.source.value === "zod") {
            context.report({ node, message: 'Write import * as z from "zod": functions load less of it.' });
          }
        },
      }),
    },
    /** Names that the project declares keep to one dialect; those of AWS are not declared here. */
    "plain-names": {
      create(context) {
        const check = (node) => {
          if (node?.type !== "Identifier") {
            return;
          }
          for (const { wrong, message } of nameRules) {
            if (wrong.test(node.name)) {
              context.report({ node, message: `${node.name}: ${message}.` });
            }
          }
        };
        const checkFunction = (node) => {
          check(node.id);
          node.params.forEach(check);
        };
        return {
          VariableDeclarator: (node) => check(node.id),
          FunctionDeclaration: checkFunction,
          FunctionExpression: checkFunction,
          ArrowFunctionExpression: checkFunction,
          PropertyDefinition: (node) => check(node.key),
          TSPropertySignature: (node) => check(node.key),
        };
      },
    },
  },
};

function onComments(check) {
  return {
    create: (context) => ({
      Program() {
        const { sourceCode } = context;
        const report = (node, message) => context.report({ node, message });
        for (const comment of sourceCode.getAllComments()) {
          check(comment, report, sourceCode.lines);
        }
      },
    }),
  };
}
