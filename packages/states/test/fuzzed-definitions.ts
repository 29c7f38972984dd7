import type { JsonObject } from "../src/json.ts";

const same = { Type: "Pass", End: true };

/** Definitions that together use most of the language. */
export const fuzzedDefinitions: readonly JsonObject[] = [
  {
    StartAt: "A",
    TimeoutSeconds: 3600,
    States: {
      A: {
        Type: "Pass",
        Parameters: {
          "sum.$": "States.MathAdd($.n, 1)",
          "list.$": "$.list[*]",
          "context.$": "$$.State.Name",
        },
        ResultPath: "$.made",
        Assign: { "kept.$": "$.sum" },
        Next: "B",
      },
      B: {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: "$.n", IsNumeric: true },
              { Variable: "$.n", NumericGreaterThan: 5 },
            ],
            Next: "C",
          },
          { Not: { Variable: "$.made", IsPresent: true }, Next: "C" },
          { Variable: "$kept", NumericEqualsPath: "$.made.sum", Next: "D" },
        ],
        Default: "C",
      },
      C: { Type: "Fail", ErrorPath: "$.error", Cause: "no" },
      D: { Type: "Wait", SecondsPath: "$.n", InputPath: "$", OutputPath: "$.made", Next: "E" },
      E: { Type: "Succeed" },
    },
  },
  {
    QueryLanguage: "JSONata",
    StartAt: "Call",
    States: {
      Call: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: "f", Payload: { n: "{% $states.input.n %}" } },
        TimeoutSeconds: 60,
        HeartbeatSeconds: 10,
        Output: "{% $states.result.Payload %}",
        Assign: { n: "{% $states.result.Payload.n %}" },
        Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 2, JitterStrategy: "FULL" }],
        Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.errorOutput %}", Next: "Wait" }],
        Next: "Pick",
      },
      Pick: {
        Type: "Choice",
        Choices: [{ Condition: "{% $n > 3 %}", Next: "Wait", Output: { big: true } }],
        Default: "Wait",
      },
      Wait: { Type: "Wait", Seconds: "{% 1 + 1 %}", Next: "Done" },
      Done: { Type: "Pass", Output: { at: "{% $states.context.State.EnteredTime %}" }, End: true },
    },
  },
  {
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        Branches: [
          { StartAt: "L", States: { L: { Type: "Pass", Result: 1, End: true } } },
          { StartAt: "R", States: { R: { Type: "Fail", Error: "R", Cause: "r" } } },
        ],
        Retry: [{ ErrorEquals: ["R"], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "After" }],
        ResultSelector: { "first.$": "$[0]" },
        Next: "After",
      },
      After: {
        Type: "Map",
        ItemsPath: "$.list",
        ItemSelector: { "v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "n.$": "$.n" },
        MaxConcurrency: 2,
        ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: "I", States: { I: same } },
        ResultPath: "$.mapped",
        End: true,
      },
    },
  },
  {
    QueryLanguage: "JSONata",
    StartAt: "Read",
    States: {
      Read: {
        Type: "Map",
        Label: "Read",
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          Arguments: { Bucket: "b", Key: "k.json" },
          ReaderConfig: { InputType: "JSON", MaxItems: 10 },
        },
        ItemSelector: { value: "{% $states.context.Map.Item.Value %}" },
        ItemBatcher: {
          MaxItemsPerBatch: 2,
          MaxInputBytesPerBatch: 1000,
          BatchInput: { n: "{% $states.input.n %}" },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Sum",
          States: { Sum: { Type: "Pass", Output: "{% $sum($states.input.Items.value) %}", End: true } },
        },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Arguments: { Bucket: "b", Prefix: "runs" },
          WriterConfig: { Transformation: "FLATTEN", OutputType: "JSONL" },
        },
        MaxConcurrency: "{% 2 %}",
        ToleratedFailureCount: 1,
        ToleratedFailurePercentage: 10,
        End: true,
      },
    },
  },
  {
    StartAt: "List",
    States: {
      List: {
        Type: "Map",
        ItemReader: {
          Resource: "arn:aws:states:::s3:listObjectsV2",
          Parameters: { Bucket: "b", Prefix: "k" },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
          StartAt: "Send",
          States: {
            Send: {
              Type: "Task",
              Resource: "arn:aws:states:::sqs:sendMessage",
              Parameters: { QueueUrl: "q", "MessageBody.$": "$.Key" },
              TimeoutSecondsPath: "$.Size",
              End: true,
            },
          },
        },
        MaxConcurrencyPath: "$.n",
        ToleratedFailurePercentagePath: "$.n",
        Next: "Query",
      },
      Query: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:redshiftdata:executeStatement",
        Parameters: { Sql: "select 1" },
        ResultPath: null,
        End: true,
      },
    },
  },
  {
    StartAt: "Filter",
    States: {
      Filter: {
        Type: "Pass",
        Parameters: [
          {
            "bare.$": "$.rows[?(@.a==x)]..n",
            "none.$": "$.rows[?(!@.n || @.id > 5)].id",
            "last.$": "$.rows[(@.length-1)].a",
            "text.$": "States.Format('{} of {}', $$, $.rows)",
            "hash.$": "States.Hash(States.JsonToString($.list), 'SHA-1')",
            "made.$": "States.ArrayPartition(States.ArrayRange(0, $.n, 1), 2)",
            "split.$": "States.StringSplit(States.Base64Decode('YSxi'), ',')",
          },
        ],
        OutputPath: "$[0]",
        Next: "Rows",
      },
      Rows: {
        Type: "Map",
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          Parameters: { Bucket: "b", Key: "k.csv" },
          ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", CSVDelimiter: "COMMA" },
        },
        ItemSelector: [{ "v.$": "$$.Map.Item.Value" }],
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
          StartAt: "I",
          States: { I: same },
        },
        Catch: [{ ErrorEquals: ["States.ItemReaderFailed"], Next: "End" }],
        Next: "End",
      },
      End: { Type: "Succeed" },
    },
  },
  {
    QueryLanguage: "JSONata",
    StartAt: "Work",
    States: {
      Work: {
        Type: "Pass",
        Output: {
          range: "{% $range(1, $states.input.n + 5, 2) %}",
          parts: "{% $partition($states.input.list, 1)[0] %}",
          parsed: "{% $parse('{\"a\":[1,2]}').a[1] %}",
          hash: "{% $hash($string($states.input.rows[1].id), 'SHA-256') %}",
          mapped: "{% $map($states.input.list, function($v, $i) { $v * $i }) %}",
          sorted: "{% $states.input.rows^(>a).a ~> $join(', ') %}",
          decoded: "{% $base64decode('YQ==') & $pad('x', 5, '-') %}",
          recursive: "{% ($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5)) %}",
          time: "{% $toMillis('2026-01-01T00:00:00Z') %}",
          odd: "{% [1 / 0, $states.input.rows.id + 1] %}",
        },
        Assign: { rows: "{% $states.input.rows %}" },
        Next: "Until",
      },
      Until: { Type: "Wait", Timestamp: "{% $fromMillis(1767225600000) %}", Next: "Done" },
      Done: { Type: "Fail", Error: "{% $rows[0].a %}", Cause: "{% $string($rows) %}" },
    },
  },
];
