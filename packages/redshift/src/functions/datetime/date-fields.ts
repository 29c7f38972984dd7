import type { DateField } from "./date-part.ts";
import {
  castTo,
  functionCall,
  integerConstant,
  operatorCall,
  textConstant,
  type AstNode,
} from "../../ast/query-ast.ts";

/**
 * EXTRACT returns an INTEGER of the part alone: its seconds have no fraction, its milliseconds no seconds.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html (Variations in
 * results)
 */
export function extractField(field: DateField, timestamp: AstNode): AstNode {
  const part = partOf(field, timestamp);
  const alone =
    field === "millisecond" || field === "microsecond"
      ? operatorCall("%", part, integerConstant(1000))
      : part;
  return castTo(functionCall("trunc", [alone]), "INTEGER");
}

/**
 * DATE_PART returns a DOUBLE PRECISION: seconds with their fraction, microseconds as the fraction alone.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_DATE_PART_function.html
 */
export function datePart(field: DateField, timestamp: AstNode): AstNode {
  const microseconds = castTo(partOf("microsecond", timestamp), "DOUBLE");
  if (field === "second") {
    return operatorCall("/", microseconds, integerConstant(1_000_000));
  }
  const fraction = operatorCall("%", microseconds, integerConstant(1_000_000));
  if (field === "microsecond") {
    return fraction;
  }
  if (field === "millisecond") {
    return operatorCall("/", fraction, integerConstant(1000));
  }
  return castTo(partOf(field, timestamp), "DOUBLE");
}

function partOf(field: DateField, timestamp: AstNode): AstNode {
  const part = functionCall("date_part", [textConstant(field), timestamp]);
  // Redshift's first decade is that of the year 1.
  return field === "decade" ? operatorCall("+", part, integerConstant(1)) : part;
}
