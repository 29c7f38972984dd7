import * as z from "zod";
import { withdrawalSchema } from "../daily-batch/withdrawal.ts";
import { deviceIdPattern } from "../device-id.ts";

export const withdrawalRequestSchema = z
  .strictObject({
    date: z.iso.date().describe("Business date of the rows, not after today"),
    device: z
      .string()
      .regex(new RegExp(`^${deviceIdPattern}$`))
      .optional()
      .describe("Rows of this device alone; of all devices if absent"),
  })
  .meta({ id: "WithdrawalRequest" });

export const shownWithdrawalSchema = z
  .strictObject({
    ...withdrawalSchema.omit({ taken: true, checked: true, returned: true }).shape,
    state: withdrawalSchema.shape.state.describe("`asked` and `returning` until the next run has settled it"),
    requestedAt: withdrawalSchema.shape.requestedAt.describe(
      "Rows that were received before then are taken out",
    ),
    rows: z.int().nonnegative().describe("Rows that were taken out"),
  })
  .meta({ id: "Withdrawal", description: "Rows of a client that are taken out of a date" });

export const withdrawalListSchema = z
  .strictObject({ withdrawals: z.array(shownWithdrawalSchema) })
  .meta({ id: "WithdrawalList", description: "A client's withdrawals, the newest first" });

export type ShownWithdrawal = z.infer<typeof shownWithdrawalSchema>;
export type WithdrawalList = z.infer<typeof withdrawalListSchema>;
