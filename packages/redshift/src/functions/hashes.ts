import { text, type SqlFunctions } from "./sql-function.ts";

/** https://docs.aws.amazon.com/redshift/latest/dg/hash-functions.html */
export const hashFunctions: SqlFunctions = {
  md5: { page: "r_MD5.html", type: text },
};
