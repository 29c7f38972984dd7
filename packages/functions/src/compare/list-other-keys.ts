import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { storePrefix } from "@ashiato/core/store-keys";
import { s3 } from "../aws/s3.ts";

/** The folder of a date in the table. */
const dateFolder = /^store\/dt=\d{4}-\d\d-\d\d\/$/;

/** Returns the keys and folders directly under the table's prefix that are not the folder of a date. */
export async function listOtherKeys(bucket: string): Promise<string[]> {
  const others: string[] = [];
  const listing = { Bucket: bucket, Prefix: storePrefix, Delimiter: "/" };
  for await (const page of paginateListObjectsV2({ client: s3 }, listing)) {
    const keys = (page.Contents ?? []).map(({ Key = "" }) => Key).filter((key) => key !== storePrefix);
    const folders = (page.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix);
    // A folder stands for what is in it: its name, without the slash, is no key of a file.
    const strange = folders.filter((folder) => !dateFolder.test(folder)).map((folder) => folder.slice(0, -1));
    others.push(...keys, ...strange);
  }
  return others;
}
